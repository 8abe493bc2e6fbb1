"""What must hold of closed evidence of the first format, and of what later formats share with it.

Rules are kept for every format that was ever written: evidence is checked years later.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eenmalig.domain.approvals import require_approved
from eenmalig.domain.canonical import canonical, digest
from eenmalig.domain.counting import Outcomes
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import answers, given_up, latest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eenmalig.evidence.records import Record

# What dossiers of before did not state: then all authorities had until the same moment.
_EARLIER = {"minutes_for_each_authority": 0}
_COUNTED = ("refused", "excluded", "set_aside")
_ALWAYS_DESTROYED = {"number_key", "ref_key", "journal_key", "vault", "working_copy"}


def check(folder: Path, records: Sequence[Record], looks: Sequence[Record]) -> dict[str, Any]:
    """Return the certificate. Fails with the first thing that does not hold."""
    counts(records)
    approvals(folder, records)
    found = certificate(folder, records, looks)
    deleted(records)
    return found


def counts(records: Sequence[Record]) -> None:
    """Fails unless every candidate and every recipient is accounted for."""
    normalized, outcomes = latest(records, "normalized"), latest(records, "outcomes")
    if normalized is None:
        require(latest(records, "sending_began") is None, "something was sent without counts")
        return
    counted = normalized.data["counts"]
    accounted = sum(sum(counted[group].values()) for group in _COUNTED)
    accounted += counted["duplicates"] + counted["recipients"]
    require(accounted == counted["read"], "the candidates do not add up")
    if latest(records, "sending_began") is not None:
        require(outcomes is not None, "something was sent but no outcomes are on record")
    if outcomes is not None:
        held = outcomes.data["outcomes"]
        Outcomes(**held).check()
        require(held["recipients"] == counted["recipients"], "recipients differ from outcomes")


def approvals(folder: Path, records: Sequence[Record]) -> None:
    """Fails when anything was sent without the approvals of exactly this dossier before it."""
    signed = latest(records, "dossier")
    began = latest(records, "sending_began")
    if signed is None:
        require(began is None, "something was sent without a dossier")
        return
    content = (folder / "dossier.json").read_bytes()
    dossier: dict[str, Any] = json.loads(content)
    require(digest(dossier) == signed.data["digest"], "the dossier is not the one signed")
    require(canonical(dossier) + b"\n" == content, "the dossier was rewritten")
    if began is not None:
        before = [each for each in records if each.seq < began.seq]
        require_approved({**_EARLIER, **dossier, "digest": signed.data["digest"]}, answers(before))
        _asked(before)
        require(began.data["dossier"] == signed.data["digest"], "another dossier was sent")


def _asked(records: Sequence[Record]) -> None:
    """Fails when an answer stands on record that nobody was asked for before it."""
    asked: set[tuple[str, str]] = set()
    for record in records:
        data = record.data
        if record.kind == "approval_requested":
            asked |= {(data["authority"], staff_id) for staff_id in data["asked"]}
        elif record.kind == "approval_answered":
            holds = (data["authority"], data["staff_id"]) in asked
            require(holds, "an answer is on record to which nobody was asked")


def certificate(folder: Path, records: Sequence[Record], looks: Sequence[Record]) -> dict[str, Any]:
    """Return the certificate. Fails when it says anything that the ledger does not."""
    content = (folder / "certificate.json").read_bytes()
    said: dict[str, Any] = json.loads(content)
    require(canonical(said) + b"\n" == content, "the certificate was rewritten")
    items = [dict(each.data) for each in records if each.kind == "destroyed"]
    require(said["items"] == items, "the certificate's items are not on record")
    missing = _ALWAYS_DESTROYED - {each["what"] for each in items} - given_up(records)
    # What an earlier ledger held is not on record where that was given up.
    require(not missing or "evidence" in given_up(records), "the certificate lacks an item")
    require(looks[-1].data["result"]["provider"] != "present", "messages are at the provider")
    return said


def deleted(records: Sequence[Record]) -> None:
    """Fails unless every accepted message is on record as deleted, or told as not provable.

    Only a later program, which closes a campaign that an earlier one began, tells these apart.
    """
    outcomes = latest(records, "outcomes")
    if outcomes is None:
        return
    known = [
        record.data["count"] + record.data.get("not_provable", 0)
        for record in records
        if record.kind == "destroyed" and record.data["what"] == "provider_messages"
    ]
    there = accepted(outcomes)
    require(not there or known == [there], "not every accepted message was deleted")


def accepted(record: Record) -> int:
    """Return how many messages a record knows as accepted, also those that no list showed."""
    listing = record.data.get("listing") or {}
    return int(record.data["accepted"]) + int(listing.get("never_listed", 0))


def require(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - a condition and its words
    """Fails with ``otherwise`` when it does not hold."""
    if not holds:
        raise EenmaligError(Code.EVIDENCE_INVALID, otherwise)
