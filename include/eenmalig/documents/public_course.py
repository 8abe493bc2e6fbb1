"""What everybody may read about how sending went: no count, and no reason that points at people."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.documents.moments import date
from eenmalig.domain.delivery import EarlyEnd

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eenmalig.documents.public_answers import PublicAnswers
    from eenmalig.documents.words import Words

_WITHDRAWN, _STOPPED = "withdrawn", "stopped"
_BROKEN_OFF = ("failed", "superseded")
_OF_TIME = (EarlyEnd.WINDOW_CLOSED, EarlyEnd.DEADLINE_NEAR)
_AS_PLANNED = ""


class PublicCourse(NamedTuple):
    """How a campaign went that all three had approved, from its signed records.

    ``days`` are the moments at which sending began and ended; none where it never began.
    ``ending`` is how the campaign ended, and ``ended_early`` why sending did before everybody was
    tried, if it did. ``withdrawn_by`` is the authority that took its approval back, if one did.
    ``accepted`` is whether the provider surely took a message.
    """

    days: Sequence[str]
    ending: str
    ended_early: str | None
    withdrawn_by: str | None
    accepted: bool


def taken_back(course: PublicCourse, answers: PublicAnswers, wording: Words) -> str:
    """Return which authority took its approval back; empty where none did."""
    if course.withdrawn_by is None:
        return ""
    return answers.say("taken_back", authority=_authority(course.withdrawn_by, wording))


def when(course: PublicCourse, answers: PublicAnswers, wording: Words) -> list[str]:
    """Return when it was sent, and why not to everybody, where something may have been."""
    lines = (
        _days(course, answers, wording) if course.accepted else _uncertain(course, answers, wording)
    )
    why = _why_early(course)
    if why == _WITHDRAWN:
        authority = _authority(str(course.withdrawn_by), wording)
        return [*lines, answers.say("ended_withdrawn", authority=authority)]
    told = [answers.say("ended_first"), taken_back(course, answers, wording)]
    return [
        *lines,
        *([answers.say(f"ended_{why}")] if why else []),
        *([" ".join(told)] if course.withdrawn_by else []),
    ]


def why_not(course: PublicCourse, answers: PublicAnswers, wording: Words) -> list[str]:
    """Return that nothing was sent, and whether an authority took its approval back."""
    told = [answers.say("ended_first"), taken_back(course, answers, wording)]
    return [answers.say("not_sent"), *([" ".join(told)] if course.withdrawn_by else [])]


def _why_early(course: PublicCourse) -> str:
    """Return why sending ended early, in the words' own few; none where everybody was tried."""
    why = course.ended_early or course.ending
    if why == _WITHDRAWN:
        return _WITHDRAWN if course.withdrawn_by else _STOPPED
    if why == _STOPPED:
        return _STOPPED
    if why in _BROKEN_OFF:
        return "broken_off"
    if course.ended_early is None:
        return _AS_PLANNED
    return "time" if why in _OF_TIME else "provider"


def _days(course: PublicCourse, answers: PublicAnswers, wording: Words) -> list[str]:
    first, *_, last = [date(day, wording) for day in (*course.days, course.days[-1])]
    if first == last:
        return [answers.say("sent_on", first=first)]
    return [answers.say("sent_from", first=first, last=last)]


def _uncertain(course: PublicCourse, answers: PublicAnswers, wording: Words) -> list[str]:
    began = [answers.say("sent_began", first=date(day, wording)) for day in course.days[:1]]
    return [*began, answers.say("sent_uncertain")]


def _authority(code: str, wording: Words) -> str:
    return wording.name("public_authority", code)
