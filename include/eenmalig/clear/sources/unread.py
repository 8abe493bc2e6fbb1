"""What a table holds beside the columns that are read: no number may vanish there unseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.clear.sources.labels import same_label
from eenmalig.clear.sources.mobiles import holds_mobile
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eenmalig.clear.sources.values import Asked


class Unread:
    """Looks at every cell of one table that is not read, and refuses the table at its end."""

    def __init__(self, asked: Asked, sheet: int | None, read: frozenset[int]) -> None:
        self._asked = asked
        self._where = asked.label if sheet is None else f"{asked.label}, sheet {sheet}"
        self._read = read
        self._holding: set[int] = set()
        self._above = False
        self._moved = False

    def above(self, row: Sequence[str], *, is_header: bool) -> None:
        """Look at a row above the values, in the columns that are read below it."""
        if not is_header:
            cells = (cell for place, cell in enumerate(row) if place in self._read)
            self._above = self._above or any(map(holds_mobile, cells))

    def beside(self, row: Sequence[str], width: int) -> None:
        """Look at a row of values. Cells from ``width`` on are read by themselves."""
        for place, cell in enumerate(row[:width]):
            if place in self._read:
                continue
            if self._asked.column is None:
                # A place once seen is told; its other cells need no look.
                if place not in self._holding and holds_mobile(cell):
                    self._holding.add(place)
            elif same_label(cell, self._asked.column):
                self._moved = True

    def refuse(self) -> None:
        """Fail when a number would have been lost (``SOURCE_COLUMN``)."""
        mistakes = [
            f"{self._where}, column {place + 1}: holds numbers below no known header; "
            "state column: for the one to read"
            for place in sorted(self._holding)
        ]
        if self._above:
            mistakes.append(f"{self._where}: holds numbers above the header of the column stated")
        if self._moved:
            mistakes.append(f"{self._where}: the header stated occurs again in another column")
        if mistakes:
            raise EenmaligError(Code.SOURCE_COLUMN, *mistakes)
