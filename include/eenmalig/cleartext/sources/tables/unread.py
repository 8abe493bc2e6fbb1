"""What a table holds beside the columns that are read: no number may vanish there unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.words.labels import one_is_label
from eenmalig.cleartext.sources.words.mobiles import one_holds_mobile, tells_mobile
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from eenmalig.cleartext.sources.values import Asked


class Unread:
    """Looks at every cell of one table that is not read, and refuses the table at its end.

    ``read`` are the places that are read; ``named`` says that a header's text led to them.
    """

    def __init__(
        self, asked: Asked, sheet: int | None, read: frozenset[int], *, named: bool
    ) -> None:
        self._where = asked.label if sheet is None else f"{asked.label}, sheet {sheet}"
        self._stated = asked.columns
        self._countries = asked.countries
        self._named = named
        self._read = read
        self._holding: set[int] = set()
        self._above = False
        self._moved = False

    def above(self, row: Sequence[str], *, is_header: bool) -> None:
        """Look at a row above the values, in the columns that are read below it."""
        if not is_header:
            cells = (cell for place, cell in enumerate(row) if place in self._read)
            self._above = self._above or any(
                tells_mobile(cell, countries=self._countries) for cell in cells
            )

    def beside(self, columns: Iterable[Sequence[str]]) -> None:
        """Look at rows of values, column by column: few columns cost less than many cells."""
        for place, cells in enumerate(columns):
            # A place once seen is told; its other cells need no look.
            if place in self._read or place in self._holding:
                continue
            if self._stated:
                # A position that was stated stands in no header, only by chance in a cell.
                self._moved |= self._named and any(
                    one_is_label(cells, stated) for stated in self._stated
                )
            elif one_holds_mobile(cells, self._countries):
                self._holding.add(place)

    def refuse(self) -> None:
        """Fail when a number would have been lost (``SOURCE_COLUMN``)."""
        mistakes = [
            f"{self._where}, column {place + 1}: holds numbers below no known header; "
            "state column: or columns: for those to read"
            for place in sorted(self._holding)
        ]
        if self._above:
            mistakes.append(f"{self._where}: holds numbers above the header of the column stated")
        if self._moved:
            mistakes.append(f"{self._where}: the header stated occurs again in another column")
        if mistakes:
            raise EenmaligError(Code.SOURCE_COLUMN, *mistakes)
