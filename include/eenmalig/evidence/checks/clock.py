"""Whether the moments on record can be: later records are not earlier, and nothing ends unbegun.

Machines that write one ledger have clocks that differ, and clocks are set: a moment may lie before
another that it follows by as much as ``CLOCKS_MAY_DIFFER``, and by no more.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from eenmalig.domain.approvals import CLOCKS_MAY_DIFFER
from eenmalig.evidence.checks.case import at, moment, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.evidence.checks.case import Case
    from eenmalig.evidence.records import Record

# A record is stamped with the moment that its campaign is taken in, to the millisecond.
_ROUNDED = timedelta(milliseconds=1)
# Of whoever verifies nobody knows how well the clock is kept.
_OWN_CLOCK_MAY_BE_WRONG = timedelta(days=1)


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


def check(case: Case) -> Iterator[str]:
    """Tell which records are dated before those that they follow, or not in UTC."""
    latest: datetime | None = None
    for record in (*case.records, *case.looks):
        if at(record).utcoffset() != timedelta(0):
            yield f"{told(record)} is not dated in UTC"
            continue
        if latest is not None and at(record) < latest - CLOCKS_MAY_DIFFER:
            yield f"{told(record)} is dated before one that it follows"
        latest = max(at(record), latest or at(record))


def check_now(case: Case) -> Iterator[str]:
    """Tell which records are dated after the day on which they are verified."""
    by_now = now() + _OWN_CLOCK_MAY_BE_WRONG
    for record in (*case.records, *case.looks):
        if at(record) > by_now:
            yield f"{told(record)} is dated later than the clock of this machine"


def check_opened(case: Case) -> Iterator[str]:
    """Tell where a campaign was not taken in when its ledger begins, or had no time."""
    for record in case.all("opened"):
        begins = timedelta(0) <= moment(record, "taken_in_at") - at(record) < _ROUNDED
        if not begins and not case.begun_anew:
            yield f"{told(record)}: taken_in_at is not when the ledger begins"
        if moment(record, "deadline") <= moment(record, "taken_in_at"):
            yield f"{told(record)}: the deadline is not after the taking in"


def check_steps(case: Case) -> Iterator[str]:
    """Tell which steps ended before they began, or began before the campaign did."""
    taken_in = _taken_in(case)
    sent = case.last("sent")
    for record in case.records:
        if record.data.get("started_at") is None:
            continue
        began, seconds = moment(record, "started_at"), record.data["seconds"]
        if began + timedelta(seconds=seconds) > at(record) + CLOCKS_MAY_DIFFER:
            yield f"{told(record)}: it was written before its step ended"
        # Taking in begins with reading and checking, before the campaign has a record.
        if record.kind != "extracted" and began < taken_in - CLOCKS_MAY_DIFFER:
            yield f"{told(record)}: its step began before the campaign did"
        if record.kind == "outcomes" and sent is not None:
            yield from _waited(record, sent)


def check_items(case: Case) -> Iterator[str]:
    """Tell what is dated after its record, or destroyed before sending had ended."""
    sent = case.last("sent")
    before = sent if sent is not None else case.records[0]
    earliest = at(sent) if sent is not None else _taken_in(case)
    for record in (*case.all("destroyed"), *case.all("lost"), *case.all("given_up")):
        if moment(record, "at") > at(record) + CLOCKS_MAY_DIFFER:
            yield f"{told(record)}: at is after it was written"
        if moment(record, "at") < earliest - CLOCKS_MAY_DIFFER:
            yield f"{told(record)}: at is before {told(before)}"


def check_given(case: Case) -> Iterator[str]:
    """Tell where somebody ended a campaign before it began, or after that was written down."""
    for record in case.records:
        if record.data.get("given_at") is None:
            continue
        if moment(record, "given_at") > at(record) + CLOCKS_MAY_DIFFER:
            yield f"{told(record)}: given_at is after it was written"
        if moment(record, "given_at") < _taken_in(case) - CLOCKS_MAY_DIFFER:
            yield f"{told(record)}: given_at is before the campaign began"


def _taken_in(case: Case) -> datetime:
    """Return when the campaign began: a ledger that was begun anew is younger."""
    return moment(case.all("opened")[0], "taken_in_at")


def _waited(record: Record, sent: Record) -> Iterator[str]:
    waited = record.data.get("waited_seconds")
    if waited is not None and at(sent) + timedelta(seconds=waited) > at(record) + CLOCKS_MAY_DIFFER:
        yield f"{told(record)}: it was written before the waiting ended"
