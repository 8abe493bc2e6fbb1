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

    from eenmalig.cleartext.sources.tables.header import Header
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
    for value in values:
        sought = not seen.is_over() and value.locator.column in places
        keys = _keys(value.text) if sought else set()
        same = bool(row) and row[0].locator.row == value.locator.row
        if keys and row and not same:
            seen.end_row()
            yield from row
            row.clear()
        if (keys or same) and not seen.is_over():
            seen.keys |= keys
            row.append(value)
        else:
            # Rows without a number pass the one that is kept back.
            yield value
    seen.end_row()
    own = seen.own()
    for value in row:
        yield value._replace(probably_own=own is not None and own in _keys(value.text))


class _Seen:
    """What the rows of a table had in common so far."""

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self._rows = 0
        self._common: set[str] = set()
        self._different: set[str] = set()

    def end_row(self) -> None:
        if not self.keys:
            return
        self._common = self._common & self.keys if self._rows else self.keys
        self._rows += 1
        if len(self._different) < _FEWEST_DIFFERENT:
            self._different |= self.keys
        self.keys = set()

    def is_over(self) -> bool:
        """Return whether no number can be in every row any more."""
        return bool(self._rows) and not self._common

    def own(self) -> str | None:
        enough = self._rows >= _FEWEST_ROWS and len(self._different) >= _FEWEST_DIFFERENT
        return next(iter(self._common)) if enough and len(self._common) == 1 else None


def _keys(text: str) -> set[str]:
    parts = split(text) if len(text) > _LONGEST_ALONE else (text,)
    ends = (_NO_DIGIT.sub("", part)[-_DIGITS:] for part in parts)
    return {end for end in ends if len(end) == _DIGITS}
