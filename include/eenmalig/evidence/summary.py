"""What the list of campaigns shows of one: computed from its signed records, kept beside them.

A summary is display. It is written in the transaction that commits the lines it tells, so that no
crash leaves one that is older; what counts are the lines.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypedDict, cast

from eenmalig.domain.approvals import AUTHORITIES
from eenmalig.errors import EenmaligError
from eenmalig.evidence.endings import ending_once_decided
from eenmalig.evidence.ledger import LEDGER, VERIFICATIONS
from eenmalig.evidence.reading import answers, findings, latest, of_kind
from eenmalig.evidence.records import START, chained, link

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eenmalig.evidence.records import Record
    from eenmalig.evidence.signing import Trust
    from eenmalig.stores.changes import Changes

log = logging.getLogger(__name__)

# What is waited for once nobody needs to answer any more.
WINDOW, REPORTS = "window", "reports"
# What a value that is missing, or is not what it should be, ends in.
ODD = (EenmaligError, AttributeError, IndexError, KeyError, TypeError, ValueError)


class Totals(TypedDict):
    """How many there are of each; None while that is not on record."""

    recipients: int | None
    accepted: int | None
    delivered: int | None
    failed: int | None
    unknown: int | None
    not_sent: int | None


class LastLook(TypedDict):
    """The last later look that is signed: how many stores held something, and what it saw."""

    at: str
    left: int
    provider: str
    late_deleted: int


class CampaignSummary(TypedDict):
    """What the list shows of a campaign. Moments are ISO 8601.

    ``outcome`` is how it ended, once that is decided. ``waits_for`` is an authority that was asked,
    the sending window or the delivery reports; ``asked_at`` and ``answer_by`` are the authority's.
    """

    rehearsal: bool
    display_name: str | None
    outcome: str | None
    waits_for: str | None
    asked_at: str | None
    answer_by: str | None
    totals: Totals
    in_doubt: int
    findings: int
    look: LastLook | None


def summary_of(records: Sequence[Record], looks: Sequence[Record]) -> CampaignSummary:
    """Return the summary that a ledger's records and the later looks make.

    Fails with one of ``ODD`` where a value is missing or odd: records of our steps have none.
    """
    outcome = ending_once_decided(records, answers(records))
    extracted = latest(records, "extracted")
    waits_for = None if outcome else _waits_for(records)
    asked = latest(records, "approval_requested") if waits_for in AUTHORITIES else None
    look = _look(looks[-1]) if looks else None
    return {
        "rehearsal": bool(records) and all(record.rehearsal for record in records),
        "display_name": extracted.data.get("display_name") if extracted else None,
        "outcome": outcome,
        "waits_for": waits_for,
        "asked_at": asked.at if asked else None,
        "answer_by": asked.data["answer_by"] if asked else None,
        "totals": _totals(records),
        "in_doubt": _in_doubt(records),
        "findings": _findings(records, look),
        "look": look,
    }


def sound_summary(said: object) -> CampaignSummary | None:
    """Return what is kept of a campaign as its summary; None where it is none, or an odd one."""
    try:
        return cast("CampaignSummary", said) if _is_summary(said) else None
    except ODD:
        return None


def _is_summary(said: Any) -> bool:
    look = said["look"]
    moments = (said["asked_at"], said["answer_by"], look["at"] if look is not None else None)
    words = (said["display_name"], said["outcome"], said["waits_for"])
    totals = said["totals"]
    numbers = (said["in_doubt"], said["findings"], look["left"] if look is not None else 0)
    return (
        isinstance(said["rehearsal"], bool)
        and all(word is None or isinstance(word, str) for word in words)
        and all(at is None or datetime.fromisoformat(at).tzinfo is not None for at in moments)
        and set(totals) == set(Totals.__annotations__)
        and all(number is None or isinstance(number, int) for number in totals.values())
        and all(isinstance(number, int) for number in numbers)
        and (look is None or isinstance(look["provider"], str))
    )


def keep_summary(changes: Changes, campaign: str, records: Sequence[Record], trust: Trust) -> None:
    """Keep the summary of a campaign in the transaction that may have added to its records.

    Of what makes none there is none, and the list says so: no commit waits for a list.
    """
    try:
        looks = changes.lines(campaign, VERIFICATIONS)
        start = link(changes.lines(campaign, LEDGER)[-1]) if looks else START
        changes.keep_summary(campaign, summary_of(records, chained(looks, trust, start)))
    except ODD as error:
        log.warning("%s: there is no summary of it (%s).", campaign, type(error).__name__)


def _waits_for(records: Sequence[Record]) -> str | None:
    if latest(records, "sending_began") is not None:
        is_over = latest(records, "sent") is not None and latest(records, "outcomes") is None
        return REPORTS if is_over else None
    answered = {answer.authority for answer in answers(records)}
    if answered.issuperset(AUTHORITIES):
        return WINDOW
    asked = [record.data["authority"] for record in of_kind(records, "approval_requested")]
    return asked[-1] if asked and asked[-1] not in answered else None


def _totals(records: Sequence[Record]) -> Totals:
    normalized, sent = latest(records, "normalized"), latest(records, "sent")
    outcomes = latest(records, "outcomes")
    ends = outcomes.data["outcomes"] if outcomes else {}
    last = outcomes or sent
    return {
        "recipients": normalized.data["counts"]["recipients"] if normalized else None,
        "accepted": last.data["accepted"] if last else None,
        "delivered": ends.get("delivered"),
        "failed": ends.get("failed"),
        "unknown": ends.get("unknown"),
        "not_sent": ends.get("not_sent", sent.data["not_sent"] if sent else None),
    }


def _in_doubt(records: Sequence[Record]) -> int:
    """Return of how many messages nobody knows whether they were sent."""
    sent, outcomes = latest(records, "sent"), latest(records, "outcomes")
    if outcomes is not None:
        return int(outcomes.data["in_doubt"]["unknown"])
    return int(sent.data["in_doubt"]) if sent else 0


def _findings(records: Sequence[Record], look: LastLook | None) -> int:
    """Return how much was found that should not be: on record, by the search, by the last look."""
    scanned, outcomes = latest(records, "scanned"), latest(records, "outcomes")
    found = len(findings(records))
    if scanned is not None:
        found += sum(bool(place["hits"]) for place in scanned.data["places"])
    if outcomes is not None:
        listing = outcomes.data.get("listing") or {}
        found += sum(bool(listing.get(name)) for name in ("doubled", "unaccounted"))
    if look is not None:
        found += look["left"] + (look["provider"] == "present")
    return found


def _look(look: Record) -> LastLook:
    result = look.data["result"]
    return {
        "at": look.at,
        "left": len(result["left"]),
        "provider": result["provider"],
        "late_deleted": result.get("late_deleted", 0),
    }
