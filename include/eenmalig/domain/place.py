"""Where a value stands in an export, as text that a person can read and type back.

`12` is row 12; `2/14` is sheet 2, row 14; `2/14/3` is its column 3; `-/12/4` is row 12, column 4
of an export that has no sheets. `3-7` in the place of a row is all rows from 3 to 7.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterable

_NONE = "-"
# Eight digits are more than any export has rows.
_POSITION = r"[1-9]\d{0,7}"
_PLACE = re.compile(
    rf"(?:(?P<sheet>{_POSITION}|{_NONE})/)?"
    rf"(?P<row>{_POSITION})(?:-(?P<last>{_POSITION}))?"
    rf"(?:/(?P<column>{_POSITION}))?",
    re.ASCII,
)
_WRONG = "must be a row, sheet/row or sheet/row/column, such as 12, 2/14 or 2/14/3"


class Place(NamedTuple):
    """A row, or all rows up to ``last``, in positions from 1.

    ``sheet`` is None in an export without sheets. ``column`` is None where a whole row is meant.
    """

    sheet: int | None
    row: int
    column: int | None = None
    last: int | None = None

    def __str__(self) -> str:
        """Return the text that ``parse`` reads."""
        rows = str(self.row) if self.last is None else f"{self.row}-{self.last}"
        if self.column is not None:
            return f"{self.sheet or _NONE}/{rows}/{self.column}"
        return rows if self.sheet is None else f"{self.sheet}/{rows}"

    def covers(self, sheet: int | None, row: int, column: int | None) -> bool:
        """Return whether one position lies in this place: a whole row covers each column."""
        return (
            self.sheet == sheet
            and self.row <= row <= (self.last or self.row)
            and self.column in {None, column}
        )


def parse(text: str) -> Place:
    """Return the place that a person wrote.

    Fails with one ``HANDOVER_INVALID`` that quotes nothing: this may stand in a hand-over.
    """
    match = _PLACE.fullmatch(text.strip())
    # With a column there are three parts, so that nobody takes sheet/row for row/column.
    if match is None or (match["column"] and not match["sheet"]):
        raise EenmaligError(Code.HANDOVER_INVALID, _WRONG)
    if match["sheet"] == _NONE and not match["column"]:
        raise EenmaligError(Code.HANDOVER_INVALID, _WRONG)
    row, last = int(match["row"]), _number(match["last"])
    if last is not None and last <= row:
        raise EenmaligError(Code.HANDOVER_INVALID, "must end with a row after the one it begins at")
    sheet = None if match["sheet"] == _NONE else _number(match["sheet"])
    return Place(sheet, row, _number(match["column"]), last)


def compressed(places: Iterable[Place]) -> list[Place]:
    """Return the same rows in as few places as can be, sorted, each row once.

    Takes single rows. Rows that follow each other in one sheet and column become one place.
    """
    spans = []
    for (sheet, column), group in groupby(sorted(set(places), key=_order), key=_column):
        rows = [place.row for place in group]
        # What rises by one with its index keeps its distance to it.
        for _, run in groupby(enumerate(rows), key=lambda pair: pair[1] - pair[0]):
            together = [row for _, row in run]
            last = together[-1] if len(together) > 1 else None
            spans.append(Place(sheet, together[0], column, last))
    return spans


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _column(place: Place) -> tuple[int | None, int | None]:
    return place.sheet, place.column


def _order(place: Place) -> tuple[int, int, int]:
    return place.sheet or 0, place.column or 0, place.row
