"""What certificate and report both tell, from the signed records alone.

They say what this campaign saw, and nothing of what it did not: no trace at networks and telephones
where nothing was sent, no key gone that is not on record as gone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from eenmalig.domain.approvals import AUTHORITIES
from eenmalig.evidence.reading import ended_by, findings, given_up, latest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from eenmalig.evidence.records import Record

# What the provider's own documents give as the longest time until each is gone everywhere:
# https://www.twilio.com/docs/glossary/what-is-data-deletion and the Messages resource's page.
_PROVIDER_RESIDUE_DAYS = {"provider_bodies": 30, "provider_alerts": 30, "provider_addresses": 120}
_OF_NUMBERS = ("number_key", "ref_key")
# What lets somebody read numbers all the same, if it was given up.
_READABLE = ("beside_keys", "scratch", "working_copy")


def opened(records: Sequence[Record]) -> Mapping[str, Any]:
    """Return what was known when the campaign began.

    A ledger of an earlier program does not begin with that; its last records then hold it.
    """
    first = latest(records, "opened")
    data: Mapping[str, Any] = first.data if first else certified(records).data["opened"]
    return data


def certified(records: Sequence[Record]) -> Record:
    """Return the record that says when, by whom and with which software a campaign ended.

    Fails with ``ValueError`` where there is none.
    """
    record = latest(records, "certified")
    if record is None:
        raise ValueError
    return record


def shared(records: Sequence[Record]) -> dict[str, Any]:
    """Return what both documents say of a campaign."""
    began, end = opened(records), certified(records)
    outcomes = latest(records, "outcomes")
    scanned = latest(records, "scanned")
    return {
        "campaign": end.campaign,
        "city": began["city"],
        "display_name": end.data["display_name"],
        "language": end.data["language"],
        "rehearsal": end.rehearsal,
        "requested_by": began["requested_by"],
        "ending": end.data["ending"],
        "ended_by": ended_by(records),
        "software": end.data["software"],
        "outcomes": outcomes.data["outcomes"] if outcomes else None,
        "listing": outcomes.data.get("listing") if outcomes else None,
        "findings": findings(records),
        "scan": dict(scanned.data) if scanned else None,
        **_since_edition_2(records),
    }


def _since_edition_2(records: Sequence[Record]) -> dict[str, Any]:
    """Return what both documents tell since their second edition; nothing of one made before."""
    if certified(records).data.get("edition", 1) < 2:  # noqa: PLR2004 - the second
        return {}
    extracted, normalized = latest(records, "extracted"), latest(records, "normalized")
    told = extracted.data if extracted else {}
    counts = normalized.data["counts"] if normalized else None
    return {
        "case_reference": opened(records)["case_reference"],
        "criterion": told.get("criterion"),
        "legal_basis": told.get("legal_basis"),
        "responsible": told.get("responsible"),
        "numbers": {
            "values": told.get("cells"),
            "list_entries": told.get("list_cells"),
            "recipients": counts["recipients"] if counts else None,
        },
        "approvals": list(approvals(records)),
    }


def approvals(records: Sequence[Record]) -> Iterator[dict[str, Any]]:
    """Give the answers of each authority; of one without any, whether it was asked."""
    for authority in AUTHORITIES:
        its = [record for record in records if record.data.get("authority") == authority]
        given = [record.data for record in its if record.kind == "approval_answered"]
        asked = any(record.kind == "approval_requested" for record in its)
        for answer in given:
            names = ("authority", "staff_id", "decision", "at", "reason")
            yield {name: answer[name] for name in names if name in answer}
        if not given:
            decision = "not_answered" if asked else "not_asked"
            yield {"authority": authority, "staff_id": None, "decision": decision, "at": None}


def destroyed(records: Sequence[Record]) -> dict[str, Any]:
    """Return the items destroyed, whether numbers can be read, and what is beyond our reach."""
    items = [dict(record.data) for record in records if record.kind == "destroyed"]
    there = {item["what"] for item in items}
    unreadable = there.issuperset(_OF_NUMBERS) and given_up(records).isdisjoint(_READABLE)
    return {
        "items": items,
        "numbers_unreadable": unreadable,
        "beyond_reach": _beyond_reach(records, items),
    }


def _beyond_reach(
    records: Sequence[Record], items: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return what is beyond our reach, with its dates: only where this campaign brought it."""
    beyond: list[dict[str, Any]] = [{"what": "case_evidence", "until": None}]
    tried, arrived, in_doubt = _sent(records)
    if arrived:
        beyond += [{"what": what, "until": None} for what in ("carriers", "recipients_phones")]
    if tried:
        gone = datetime.fromisoformat(certified(records).at)
        beyond += [
            {"what": what, "until": (gone + timedelta(days=days)).date().isoformat()}
            for what, days in _PROVIDER_RESIDUE_DAYS.items()
        ]
    if in_doubt:
        beyond.append({"what": "messages_in_doubt", "until": None})
    if any(item.get("not_provable") for item in items):
        beyond.append({"what": "messages_not_provable", "until": None})
    return beyond


def _sent(records: Sequence[Record]) -> tuple[bool, bool, bool]:
    """Return whether anybody was tried, may have been reached, or stayed in doubt.

    Where sending began and nobody knows what became of it, all of that may be.
    """
    # A ledger that was begun anew, since the one before did not hold, does not know.
    anew = "evidence" in given_up(records)
    if latest(records, "sending_began") is None and not anew:
        return False, False, False
    outcomes = latest(records, "outcomes")
    if outcomes is None:
        return True, True, True
    ends, doubt = outcomes.data["outcomes"], outcomes.data["in_doubt"]["unknown"]
    tried = ends["recipients"] > ends["not_sent"]
    return tried, outcomes.data["accepted"] + ends["unknown"] > 0, doubt > 0
