"""The sending window: on which days and between which hours a recipient may be texted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ZONE = ZoneInfo("Europe/Amsterdam")
_HOUR = 60
_DAY = 24 * _HOUR
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|24:00")


@dataclass(frozen=True)
class Window:
    """Days of the week, and the minutes after midnight between which sending is allowed.

    Clock time in Europe/Amsterdam, so summer time moves the window with the recipients.
    """

    days: tuple[str, ...]
    opens: int
    closes: int

    @classmethod
    def from_record(cls, record: object) -> Window:
        """Return the window written as ``{days: [mon], from: "HH:MM", until: "HH:MM"}``.

        Raises ``CITY_FILE_INVALID`` with every mistake.
        """
        mistakes = window_mistakes(record)
        if mistakes or not isinstance(record, dict):
            raise EenmaligError(Code.CITY_FILE_INVALID, *mistakes)
        named = set(record["days"])
        return cls(
            days=tuple(day for day in DAYS if day in named),
            opens=_minutes(record["from"]),
            closes=_minutes(record["until"]),
        )

    def as_record(self) -> dict[str, object]:
        """Return the window as it is written in a city's file and in the dossier."""
        return {"days": list(self.days), "from": _clock(self.opens), "until": _clock(self.closes)}

    def is_open(self, at: datetime) -> bool:
        """Tell whether a recipient may be texted at this moment; the end is not included.

        Fails when the moment names no time zone: a guess could text people at night.
        """
        if at.tzinfo is None:
            raise EenmaligError(Code.OUTSIDE_WINDOW, "the moment names no time zone")
        there = at.astimezone(ZONE)
        minute = there.hour * _HOUR + there.minute
        return DAYS[there.weekday()] in self.days and self.opens <= minute < self.closes

    def opens_at(self, at: datetime) -> datetime:
        """Return the first moment from this one on at which a recipient may be texted."""
        if self.is_open(at):
            return at
        midnight = at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        openings = (midnight + timedelta(days=n, minutes=self.opens) for n in range(len(DAYS) + 1))
        return next(each for each in openings if each >= at and self.is_open(each))

    def closes_at(self, at: datetime) -> datetime:
        """Return when the window closes on the day of this moment."""
        midnight = at.astimezone(ZONE).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(minutes=self.closes)


def window_mistakes(record: object) -> list[str]:
    """Return every mistake of a written window in plain words; none when it is sound."""
    if not isinstance(record, dict):
        return ["it must have the keys days, from and until"]
    known = {"days", "from", "until"}
    mistakes = [f"its key {key} is missing" for key in sorted(known - record.keys())]
    if record.keys() - known:
        mistakes.append("it has a key other than days, from and until")
    if "days" in record:
        mistakes += _day_mistakes(record["days"])
    return mistakes + _hour_mistakes(record)


def _day_mistakes(days: object) -> list[str]:
    if not isinstance(days, list) or not days:
        return [f"days must list at least one of {', '.join(DAYS)}"]
    if any(day not in DAYS for day in days):
        return [f"days may hold only {', '.join(DAYS)}"]
    return ["days names a day twice"] if len(set(days)) < len(days) else []


def _hour_mistakes(record: Mapping[str, object]) -> list[str]:
    hours = {key: record[key] for key in ("from", "until") if key in record}
    wrong = [
        f'{key} must be a time of day in quotation marks, such as "09:30"'
        for key, value in hours.items()
        if not isinstance(value, str) or not _CLOCK.fullmatch(value)
    ]
    if wrong or "from" not in hours or "until" not in hours:
        return wrong
    if _minutes(str(hours["from"])) >= _minutes(str(hours["until"])):
        return ["from must come before until, on the same day"]
    return []


def _minutes(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * _HOUR + int(minutes)


def _clock(minutes: int) -> str:
    return "24:00" if minutes == _DAY else f"{minutes // _HOUR:02}:{minutes % _HOUR:02}"
