"""A number that every call or message of a table has on one side or the other.

In a table of at least three of them, with several others, it is most probably the seized
telephone's own, whatever the table does not say. It shows only at the end, and one mark is enough:
what speaks against a number once does so everywhere. So no more than a row of each is kept back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eenmalig.cleartext.numbers.number import split

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from eenmalig.cleartext.sources.tables.columns import Header
    from eenmalig.cleartext.sources.values import RawValue

_FEWEST_ROWS = 3
# The number itself and two others.
_FEWEST_DIFFERENT = 3
# The same where two numbers are the telephone's.
_FEWEST_ROWS_OF_TWO = 4
_FEWEST_DIFFERENT_OF_TWO = 4
# Of more, as in a list of who took part, nobody would know which two are.
_MOST_PAIRS = 16
_NO_DIGIT = re.compile(r"\D+")
# Of any spelling of a Dutch mobile these are the same; shorter ones are services.
_DIGITS = 9
# Longer texts may hold several numbers.
_LONGEST_ALONE = 18


def marked(values: Iterable[RawValue], header: Header) -> Iterator[RawValue]:
    """Yield the values of a table, the number of every row marked once, in the last of its rows.

    So are two numbers of which every row has one: a telephone may hold two SIM cards.
    """
    places = {place + 1 for place in header.parties}
    if not places:
        yield from values
        return
    seen = _Seen()
    following = iter(values)
    for value in following:
        _, number, column = value.locator
        here = _ends(value.text) if column in places else ()
        if here and number != seen.row:
            yield from seen.end_row()
            if seen.is_over():
                yield value
                yield from following
                return
            seen.begin_row(number)
        if number == seen.row:
            seen.add(value, here)
        else:
            # Rows without a number pass those that are kept back.
            yield value
    yield from seen.end()


class _Seen:
    """What the rows of a table had in common so far, and the last rows with what they had."""

    def __init__(self) -> None:
        self.row = 0
        self._rows = 0
        self._ends: set[str] = set()
        self._common: set[str] = set()
        self._pairs: set[frozenset[str]] = set()
        self._different: set[str] = set()
        self._kept: dict[int, list[RawValue]] = {}
        self._last: dict[str, int] = {}

    def begin_row(self, number: int) -> None:
        self.row, self._ends = number, set()
        self._kept[number] = []

    def add(self, value: RawValue, ends: Iterable[str]) -> None:
        self._kept[self.row].append(value)
        self._ends.update(ends)

    def is_over(self) -> bool:
        """Return whether none can be in every row any more."""
        return self._rows > 0 and not self._common and not self._pairs

    def end_row(self) -> Iterator[RawValue]:
        """Take in the row's numbers, and yield the rows that need not be kept back."""
        if not self._kept:
            return
        ends = self._ends
        common = self._common & ends if self._rows else ends
        left = self._common - ends
        self._pairs = {pair for pair in self._pairs if not pair.isdisjoint(ends)}
        if len(left) * len(ends) <= _MOST_PAIRS:
            others = ends - common
            self._pairs.update(frozenset((one, other)) for one in left for other in others)
        self._common = common
        self._rows += 1
        if len(self._different) < _FEWEST_DIFFERENT_OF_TWO:
            self._different |= ends
        candidates = common.union(*self._pairs)
        self._last = {end: self.row if end in ends else self._last[end] for end in candidates}
        needed = set(self._last.values())
        for number in [number for number in self._kept if number not in needed]:
            yield from self._kept.pop(number)

    def end(self) -> Iterator[RawValue]:
        """Yield what was kept back, the telephone's own numbers marked."""
        yield from self.end_row()
        own = self._own()
        for number, values in self._kept.items():
            here = {end for end in own if self._last[end] == number}
            for value in values:
                yield value._replace(probably_own=not here.isdisjoint(_ends(value.text)))

    def _own(self) -> Collection[str]:
        different = len(self._different)
        if self._common:
            enough = self._rows >= _FEWEST_ROWS and different >= _FEWEST_DIFFERENT
            return self._common if enough and len(self._common) == 1 else ()
        enough = self._rows >= _FEWEST_ROWS_OF_TWO and different >= _FEWEST_DIFFERENT_OF_TWO
        return next(iter(self._pairs)) if enough and len(self._pairs) == 1 else ()


def _ends(text: str) -> tuple[str, ...]:
    """Return the last digits of each number in a cell."""
    end = text[-_DIGITS:]
    if len(text) <= _LONGEST_ALONE and end.isdecimal() and len(end) == _DIGITS:
        return (end,)
    parts = split(text) if len(text) > _LONGEST_ALONE else (text,)
    ends = (_NO_DIGIT.sub("", part)[-_DIGITS:] for part in parts)
    return tuple(end for end in ends if len(end) == _DIGITS)
