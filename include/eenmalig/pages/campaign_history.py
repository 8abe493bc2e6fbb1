"""The course of a campaign, in order: when each step began, and how long it took."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.documents.moments import duration, moment
from eenmalig.domain.approvals import Answer
from eenmalig.evidence.endings import as_read
from eenmalig.evidence.reading import answers, latest
from eenmalig.pages.unanswered import unanswered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eenmalig.evidence.records import Record
    from eenmalig.pages.campaign_seen import SeenCampaign
    from eenmalig.pages.decisions import Decided
    from eenmalig.pages.page_words import PageWords

_STEPS = {
    "extracted": "extract",
    "normalized": "normalize",
    "sent": "send",
    "outcomes": "collect_delivery_reports",
    "certified": "destroy",
}
_EVENTS = ("opened", "gate", "stopped", "withdrawn", "superseded", "scanned", "closed")
# What begins, until the record that says how long it took.
_BEGINNINGS = {"sending_began": "sent", "destruction_began": "certified"}
# The narrowest bar that can be seen, in percent.
_NARROWEST = 0.8


class _Stretch(NamedTuple):
    """Something that went on for a while, or happened at one moment."""

    name: str
    began: datetime
    seconds: float | None
    told: str


class HistoryRow(NamedTuple):
    """A row of the course. ``left`` and ``width`` place it on one line of time, in percent."""

    name: str
    began: str
    took: str
    told: str
    left: float
    width: float


def history(seen: SeenCampaign, now: datetime, wording: PageWords) -> list[HistoryRow]:
    """Return what happened to a campaign, in the order in which it was recorded."""
    stretches = list(_stretches(seen, now, wording))
    if not stretches:
        return []
    first = min(each.began for each in stretches)
    whole = max((_end(each) - first).total_seconds() for each in stretches) or 1.0
    return [
        HistoryRow(
            each.name,
            moment(each.began.isoformat(), wording.documents),
            "" if each.seconds is None else duration(each.seconds, wording.documents),
            each.told,
            round(min(100 * (each.began - first).total_seconds() / whole, 100 - _NARROWEST), 2),
            round(max(100 * (each.seconds or 0) / whole, _NARROWEST), 2),
        )
        for each in stretches
    ]


def _end(stretch: _Stretch) -> datetime:
    return stretch.began + timedelta(seconds=stretch.seconds or 0)


def _stretches(seen: SeenCampaign, now: datetime, wording: PageWords) -> Iterator[_Stretch]:
    records = seen.records
    unended = {began for began, ended in _BEGINNINGS.items() if ended not in seen.kinds}
    for record in records:
        if record.kind in _STEPS and record.data.get("seconds") is not None:
            yield _step(record, records, wording)
        elif record.kind == "approval_requested":
            yield _request(record, seen, now, wording)
        elif record.kind in unended.union(_EVENTS):
            name = wording.say("campaign", f"event_{record.kind}")
            seconds = record.data.get("seconds")
            told = _told(record, records, wording)
            yield _Stretch(name, _moment(record.at), seconds, told)


def _step(record: Record, records: Sequence[Record], wording: PageWords) -> _Stretch:
    """Return when a step began and how long it took: one that waits, from when it had to."""
    began, seconds = record.data.get("started_at") or record.at, record.data["seconds"]
    sent = latest(records, "sent")
    if record.data.get("waited_seconds") is not None and sent is not None:
        began, seconds = sent.at, record.data["waited_seconds"]
    return _Stretch(wording.name("step", _STEPS[record.kind]), _moment(began), seconds, "")


def _request(record: Record, seen: SeenCampaign, now: datetime, wording: PageWords) -> _Stretch:
    """Return a question to an authority, up to its first answer after it."""
    authority = record.data["authority"]
    answer = _answer_to(record, seen)
    name = wording.say("campaign", "event_asked", authority=wording.name("authority", authority))
    asked = _moment(record.at)
    if answer is None:
        by = record.data.get("answer_by")
        until = moment(by, wording.documents)
        why = wording.say("campaign", f"told_{unanswered(seen, by, now)}", until=until)
        return _Stretch(name, asked, None, why)
    told = wording.say(
        "campaign",
        "told_answered",
        decision=wording.name("decision", answer.decision),
        when=moment(answer.at.isoformat(), wording.documents),
    )
    waited = max((answer.at - asked).total_seconds(), 0.0)
    return _Stretch(name, asked, waited, told)


def _answer_to(record: Record, seen: SeenCampaign) -> Answer | Decided | None:
    """Return the first answer to a question; one that no step has signed yet counts too."""
    authority = record.data["authority"]
    signed = (
        Answer.from_data(each.data)
        for each in seen.records[record.seq :]
        if each.kind == "approval_answered" and each.data["authority"] == authority
    )
    given = (
        each
        for each in seen.decided
        if each.authority == authority and each.at >= _moment(record.at)
    )
    return next(signed, None) or next(given, None)


def _told(record: Record, records: Sequence[Record], wording: PageWords) -> str:
    """Return what is told of an event besides its moment."""
    if record.kind == "gate":
        standing = as_read(record.data["standing"], answers(records))
        return wording.say("campaign", f"standing_{standing}")
    if record.kind == "opened":
        return wording.say("campaign", "told_opened", by=record.data["requested_by"])
    if record.kind == "destruction_began":
        return wording.name("destroyed_by", record.data["by"])
    return ""


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)
