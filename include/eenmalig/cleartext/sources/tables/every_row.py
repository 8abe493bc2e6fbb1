"""A number that every call or message of a table has on one side or the other.

In a table of at least three of them, with several others, it is most probably the seized
telephone's own, whatever the table does not say. It shows only at the end, and one mark is enough:
what speaks against a number once does so everywhere. So no more than a row is kept back.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eenmalig.cleartext.numbers.number import split

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from eenmalig.cleartext.sources.tables.columns import Header
    from eenmalig.cleartext.sources.values import RawValue

_FEWEST_ROWS = 3
# The number itself and two others.
_FEWEST_DIFFERENT = 3
_NO_DIGIT = re.compile(r"\D+")
# Of any spelling of a Dutch mobile these are the same; shorter ones are services.
_DIGITS = 9
# Longer texts may hold several numbers.
_LONGEST_ALONE = 18


def marked(values: Iterable[RawValue], header: Header) -> Iterator[RawValue]:
    """Yield the values of a table, the number of every row marked once, in the last of them."""
    places = {column.place + 1 for column in header.columns if column.side is not None}
    if not places:
        yield from values
        return
    seen = _Seen()
    row: list[RawValue] = []
    ends: set[str] = set()
    kept = 0
    following = iter(values)
    for value in following:
        _, number, column = value.locator
        here = _ends(value.text) if column in places else ()
        if here and number != kept:
            is_over = bool(row) and seen.has_nothing_in_common(ends)
            yield from row
            if is_over:
                yield value
                yield from following
                return
            row, ends, kept = [], set(), number
        if number == kept:
            ends.update(here)
            row.append(value)
        else:
            # Rows without a number pass the one that is kept back.
            yield value
    own = None if not row or seen.has_nothing_in_common(ends) else seen.own()
    for value in row:
        yield value._replace(probably_own=own is not None and own in _ends(value.text))


class _Seen:
    """What the rows of a table had in common so far."""

    def __init__(self) -> None:
        self._rows = 0
        self._common: set[str] = set()
        self._different: set[str] = set()

    def has_nothing_in_common(self, ends: set[str]) -> bool:
        """Take in a row's numbers, and return whether none can be in every row any more."""
        self._common = self._common & ends if self._rows else ends
        self._rows += 1
        if len(self._different) < _FEWEST_DIFFERENT:
            self._different |= ends
        return not self._common

    def own(self) -> str | None:
        enough = self._rows >= _FEWEST_ROWS and len(self._different) >= _FEWEST_DIFFERENT
        return next(iter(self._common)) if enough and len(self._common) == 1 else None


def _ends(text: str) -> tuple[str, ...]:
    """Return the last digits of each number in a cell."""
    end = text[-_DIGITS:]
    if len(text) <= _LONGEST_ALONE and end.isdecimal() and len(end) == _DIGITS:
        return (end,)
    parts = split(text) if len(text) > _LONGEST_ALONE else (text,)
    ends = (_NO_DIGIT.sub("", part)[-_DIGITS:] for part in parts)
    return tuple(end for end in ends if len(end) == _DIGITS)
