"""What certificate and report both tell, from the signed records alone.

They say what this campaign saw, and nothing of what it did not: no trace at networks and telephones
where nothing was sent, no key gone that is not on record as gone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from eenmalig.evidence.reading import ended_by, findings, given_up, latest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

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
    }


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
