"""When a number was last in contact, over all rows of all sources: numbers are given out again.

It holds numbers and days in memory, only while a hand-over is taken in.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np

from eenmalig.cleartext.numbers import columnar
from eenmalig.cleartext.numbers.number import FieldKind
from eenmalig.cleartext.vault.cells import texts
from eenmalig.domain.counting import SetAside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from eenmalig.cleartext.sources import RawValue

# A clock that is wrong by a day is common; one that is years ahead says nothing.
_AHEAD = timedelta(days=1)


class LastContacts:
    """The last day of contact of each number that has one."""

    def __init__(self, countries: tuple[str, ...]) -> None:
        self._countries = countries
        self._latest: dict[int, date] = {}
        self._until = datetime.now(UTC) + _AHEAD

    def add(self, values: Sequence[RawValue]) -> None:
        """Take in the dates of some values. A date in the future is none."""
        for position, number in self._candidates(values):
            used = values[position].last_used
            if number and used is not None and used < self._until:
                day = used.date()
                if day > self._latest.get(number, day.min):
                    self._latest[number] = day

    def judged(self, values: Sequence[RawValue], after: date) -> list[set[SetAside]]:
        """Return for each value which of NOT_RECENT and UNDATED its numbers are."""
        judged: list[set[SetAside]] = [set() for _ in values]
        for position, number in self._candidates(values):
            day = self._latest.get(number)
            if number and day is None:
                judged[position].add(SetAside.UNDATED)
            elif number and day is not None and day <= after:
                judged[position].add(SetAside.NOT_RECENT)
        return judged

    def _candidates(self, values: Sequence[RawValue]) -> Iterator[tuple[int, int]]:
        """Yield the value's position and the number of each candidate, 0 for one refused."""
        phone = np.array([value.field is FieldKind.PHONE for value in values], dtype=np.bool_)
        candidates = columnar.candidates(texts(values), phone, self._countries)
        yield from zip(candidates.cell.tolist(), candidates.number.tolist(), strict=True)
