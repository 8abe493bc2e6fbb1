"""Moments, durations and counts as a person in the Netherlands reads them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from babel import Locale

from eenmalig.domain.window import ZONE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.documents.words import Words

_MINUTE = 60
_HOUR = 60 * _MINUTE
_DAY = 24 * _HOUR
_LARGEST_IN_SECONDS = 2 * _MINUTE
_LARGEST_IN_MINUTES = 2 * _HOUR
_LARGEST_IN_HOURS = 2 * _DAY


def date(iso: str, wording: Words) -> str:
    """Return the day of an ISO 8601 date or moment, such as "3 november 2026"."""
    at = datetime.fromisoformat(iso)
    there = at.astimezone(ZONE) if at.tzinfo else at
    month = wording.name("month", there.month)
    return wording.say("moment", "date", day=there.day, month=month, year=there.year)


def moment(iso: str | None, wording: Words) -> str:
    """Return an ISO 8601 moment by the clock in the Netherlands; unknown when there is none."""
    if not iso:
        return wording.say("common", "unknown")
    there = datetime.fromisoformat(iso).astimezone(ZONE)
    return wording.say("moment", "time", date=date(iso, wording), clock=f"{there:%H:%M}")


def zoned(iso: str | None, wording: Words) -> str:
    """Return a moment with its zone in words, so that no reader can take it for another."""
    if not iso:
        return moment(iso, wording)
    ahead = datetime.fromisoformat(iso).astimezone(ZONE).utcoffset()
    hours = (ahead or timedelta()) // timedelta(hours=1)
    return wording.say("moment", "zoned", moment=moment(iso, wording), hours=hours)


def until(remnant: Mapping[str, Any], wording: Words) -> str:
    """Return the day until which something beyond our reach may be kept, or that it is unknown."""
    known = remnant["until"]
    return date(known, wording) if known else wording.say("common", "unknown")


def stamp(iso: str) -> str:
    """Return an ISO 8601 moment by the clock in the Netherlands, short enough for a table."""
    return f"{datetime.fromisoformat(iso).astimezone(ZONE):%d-%m-%Y %H:%M:%S}"


def duration(seconds: float, wording: Words) -> str:
    """Return a duration in seconds as words, rounded to what a person needs."""
    if seconds < _LARGEST_IN_SECONDS:
        whole = round(seconds, 1) if seconds < 10 else round(seconds)  # noqa: PLR2004 - one digit
        shown = f"{whole:g}".replace(".", wording.say("moment", "decimal"))
        return wording.say("moment", "seconds", n=shown)
    for largest, unit, name in (
        (_LARGEST_IN_MINUTES, _MINUTE, "minutes"),
        (_LARGEST_IN_HOURS, _HOUR, "hours"),
    ):
        if seconds < largest:
            return wording.say("moment", name, n=round(seconds / unit))
    return wording.say("moment", "days", n=round(seconds / _DAY))


def figure(count: object, wording: Words) -> str:
    """Return a count with its thousands apart; a small cell such as "<5" stays as it is."""
    if not isinstance(count, int):
        return str(count)
    return f"{count:,}".replace(",", wording.say("moment", "thousands"))


def counted(count: object, noun: str, wording: Words) -> str:
    """Return a count with what is counted, as the language has it: "1 ontvanger", "525 ontvangers".

    ``noun`` is a key of the sections that are called after the forms of CLDR's plural rules.
    """
    form = Locale(wording.language).plural_form(count) if isinstance(count, int) else "other"
    return wording.say(form, noun, n=figure(count, wording))
