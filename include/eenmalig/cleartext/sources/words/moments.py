"""Moments as exports write them, as UTC, or None where they leave a doubt."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

# No telephone was texted before this; it is a clock that nobody set.
_EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
# A column of moments as most programs write them, one a line.
_ALL_ISO = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}\n)+")
_FOR_PEOPLE = re.compile(
    r"(\d{1,4})([-/.])(\d{1,2})[-/.](\d{1,4})(?!\d)"
    r"(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?"
    r"(?:\s*([ap])\.?m\.?)?(?:\s*\(?(?:UTC|GMT)\s?([+-]\d{1,2})?)?)?",
    re.IGNORECASE,
)
_MONTHS = 12
_HALF_A_DAY = 12
_DIGITS_OF_A_YEAR = 4


def from_iso(text: str | None) -> datetime | None:
    """Return a moment written as ISO 8601. Without a zone it is taken as UTC."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC) if moment >= _EARLIEST else None
    except (ValueError, OverflowError):
        return None


def all_from_iso(texts: Sequence[str]) -> list[datetime] | None:
    """Return what ``from_iso`` gives for each text, or None where one is not of the usual spelling.

    To read the zone with each moment is quicker than to put it in later.
    """
    if not _ALL_ISO.fullmatch("\n".join((*texts, ""))):
        return None
    try:
        moments = [datetime.fromisoformat(text + "+00:00") for text in texts]
    except ValueError:
        return None
    return moments if min(moments) >= _EARLIEST else None


def for_people(text: str, *, day_first: bool = False) -> datetime | None:
    """Return a moment written for people; None when day and month might be confused.

    With a.m. or p.m. the month comes first; with dashes or dots, above 12, or where it is known
    to be so (``day_first``), the day does. A date without an hour is its first moment.
    """
    text = text.strip()
    if moment := from_iso(text):
        return moment
    match = _FOR_PEOPLE.match(text)
    if match is None:
        return None
    first, sign, second, third, hour, minute, seconds, half, zone = match.groups()
    date = _date(first, second, third, month_first=bool(half), day_first=day_first or sign in "-.")
    if date is None:
        return None
    hours = int(hour or 0)
    if half:
        hours = hours % _HALF_A_DAY + (_HALF_A_DAY if half in "pP" else 0)
    try:
        offset = timezone(timedelta(hours=int(zone or 0)))
        moment = datetime(*date, hours, int(minute or 0), int(seconds or 0), tzinfo=offset)
        moment = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment if moment >= _EARLIEST else None


def _date(
    first: str, second: str, third: str, *, month_first: bool, day_first: bool
) -> tuple[int, int, int] | None:
    if len(first) == _DIGITS_OF_A_YEAR:
        return int(first), int(second), int(third)
    if len(third) != _DIGITS_OF_A_YEAR:
        return None
    if month_first:
        return int(third), int(first), int(second)
    if day_first or int(first) > _MONTHS:
        return int(third), int(second), int(first)
    return None
