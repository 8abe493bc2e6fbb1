"""Checking evidence offline: chain, signatures, counts, approvals and certificate.

It needs the evidence folder and the trusted public keys, nothing else: no Airflow, no inventory.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from eenmalig.domain.approvals import require_approved
from eenmalig.domain.canonical import canonical, digest
from eenmalig.domain.counting import Outcomes
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import LEDGER, VERIFICATIONS, Record, head, read_ledger, read_records
from eenmalig.evidence.reading import answers, ending_of, latest
from eenmalig.evidence.signing import Trust

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

_COUNTED = ("refused", "excluded", "set_aside")
_ALWAYS_DESTROYED = {"number_key", "ref_key", "journal_key", "vault", "working_copy"}


@dataclass(frozen=True)
class Verdict:
    """What held. It exists only when everything did.

    ``provider`` is what the last look saw there: "absent", "not_proved" when messages stayed in
    doubt, "not_looked" when nobody could. ``in_time`` is whether destruction met the deadline.
    """

    campaign: str
    ending: str
    records: int
    looks: int
    provider: str
    last_look_at: str
    in_time: bool
    fingerprint: str
    outcomes: Mapping[str, int] | None


def verify_evidence(folder: Path, trust_folder: Path) -> Verdict:
    """Check one campaign's evidence; return the verdict.

    ``fingerprint`` is the SHA-256 of the ledger's last line, hex: two copies of the same evidence
    share it. Fails with the first thing that does not hold.
    """
    trust = Trust(trust_folder)
    try:
        records = read_ledger(folder, trust)
        looks = _looks(folder, trust)
        _counts(records)
        _approvals(folder, records)
        certificate = _certificate(folder, records, looks)
    except (KeyError, TypeError, ValueError, OSError):
        raise EenmaligError(
            Code.EVIDENCE_INVALID, "a record or file lacks what it must hold"
        ) from None
    outcomes = latest(records, "outcomes")
    return Verdict(
        campaign=records[0].campaign,
        ending=ending_of(records),
        records=len(records),
        looks=len(looks),
        provider=looks[-1].data["result"]["provider"],
        last_look_at=looks[-1].at,
        in_time=_moment(certificate["destroyed_at"]) <= _moment(certificate["deadline"]),
        fingerprint=head(folder / LEDGER),
        outcomes=outcomes.data["outcomes"] if outcomes else None,
    )


def _looks(folder: Path, trust: Trust) -> list[Record]:
    """Return the later looks. Fails without one: nobody but the destroyer would have looked."""
    path = folder / VERIFICATIONS
    looks = read_records(path, trust, head(folder / LEDGER)) if path.is_file() else []
    if not looks:
        raise EenmaligError(
            Code.EVIDENCE_INVALID,
            "nobody but the destroyer has looked yet: run the DAG destruction_verification "
            "(as admin), then verify again",
        )
    if looks[-1].data["result"]["left"]:
        raise EenmaligError(
            Code.EVIDENCE_INVALID,
            "the last look found something left: see the log of destruction_verification",
        )
    return looks


def _counts(records: Sequence[Record]) -> None:
    """Fails unless every candidate and every recipient is accounted for."""
    normalized, outcomes = latest(records, "normalized"), latest(records, "outcomes")
    if normalized is None:
        _require(latest(records, "sending_began") is None, "something was sent without counts")
        return
    counts = normalized.data["counts"]
    accounted = sum(sum(counts[each].values()) for each in _COUNTED)
    accounted += counts["duplicates"] + counts["recipients"]
    _require(accounted == counts["read"], "the candidates do not add up")
    if latest(records, "sending_began") is not None:
        _require(outcomes is not None, "something was sent but no outcomes are on record")
    if outcomes is not None:
        held = outcomes.data["outcomes"]
        Outcomes(**held).check()
        _require(held["recipients"] == counts["recipients"], "recipients differ from outcomes")


def _approvals(folder: Path, records: Sequence[Record]) -> None:
    """Fails when anything was sent without the approvals of exactly this dossier before it."""
    signed = latest(records, "dossier")
    began = latest(records, "sending_began")
    if signed is None:
        _require(began is None, "something was sent without a dossier")
        return
    dossier: dict[str, Any] = json.loads((folder / "dossier.json").read_bytes())
    _require(digest(dossier) == signed.data["digest"], "the dossier is not the one signed")
    if began is not None:
        before = [each for each in records if each.seq < began.seq]
        require_approved({**dossier, "digest": signed.data["digest"]}, answers(before))
        _asked(before)
        _require(began.data["dossier"] == signed.data["digest"], "another dossier was sent")


def _asked(records: Sequence[Record]) -> None:
    """Fails when an answer stands on record that nobody was asked for before it."""
    asked: set[tuple[str, str]] = set()
    for record in records:
        data = record.data
        if record.kind == "approval_requested":
            asked |= {(data["authority"], staff_id) for staff_id in data["asked"]}
        elif record.kind == "approval_answered":
            holds = (data["authority"], data["staff_id"]) in asked
            _require(holds, "an answer is on record to which nobody was asked")


def _certificate(
    folder: Path, records: Sequence[Record], looks: Sequence[Record]
) -> dict[str, Any]:
    """Return the certificate. Fails when it says anything that the ledger does not."""
    content = (folder / "certificate.json").read_bytes()
    certificate: dict[str, Any] = json.loads(content)
    _require(canonical(certificate) + b"\n" == content, "the certificate was rewritten")
    items = [dict(each.data) for each in records if each.kind == "destroyed"]
    _require(certificate["items"] == items, "the certificate's items are not on record")
    missing = _ALWAYS_DESTROYED - {each["what"] for each in items}
    _require(not missing, "the certificate lacks an item")
    outcomes = latest(records, "outcomes")
    if outcomes is not None and outcomes.data["accepted"]:
        deleted = [each["count"] for each in items if each["what"] == "provider_messages"]
        _require(deleted == [outcomes.data["accepted"]], "not every accepted message was deleted")
    _require(looks[-1].data["result"]["provider"] != "present", "messages are at the provider")
    return certificate


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)


def _require(holds: bool, otherwise: str) -> None:  # noqa: FBT001 - a condition and its words
    if not holds:
        raise EenmaligError(Code.EVIDENCE_INVALID, otherwise)
