"""Tables, whatever they came from: finding the columns with numbers, and reading them.

The header may stand below a few lines of other text. A row with a value of six digits or more
is never taken for a header, and no cell of any row is ever shown.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.clear.sources.entries import numbers_in_entries
from eenmalig.clear.sources.labels import (
    holds_long_digits,
    may_say_telephone,
    reads_like_mobile,
    same_label,
    says_telephone,
)
from eenmalig.clear.sources.values import FieldKind, Locator, RawValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

HEADER_WITHIN_ROWS = 30


class Column(NamedTuple):
    """A column with numbers: its place from 0, its kind, whether each cell lists several."""

    place: int
    kind: FieldKind
    entries: bool = False


class Header(NamedTuple):
    """How many rows precede the first value, the columns to read, how wide the header is.

    Without a header there are no such rows, and the width is 0.
    """

    rows: int
    columns: tuple[Column, ...]
    width: int = 0


def find_header(head: Sequence[Sequence[str]], column: str | None) -> Header | None:
    """Return the columns to read, judged by the first rows, or None when that is not known.

    ``column`` is what a person stated: a header's text, or a position from 1, which also works
    for a table without a header. Without it, known headers are looked for, sure ones first, and
    only above the first cell that is spelled like a Dutch mobile.
    """
    if column is None:
        above = list(takewhile(_holds_no_mobile, head))
        return (
            _labelled(above, says_telephone, FieldKind.PHONE)
            or _labelled(above, _is_entries, FieldKind.PHONE)
            or _labelled(above, may_say_telephone, FieldKind.UNLABELLED)
        )
    named = _labelled(head, lambda text: same_label(text, column), FieldKind.PHONE)
    return named or (_at(head, int(column)) if column.isdecimal() else None)


def values(
    rows: Iterable[Sequence[str]], header: Header, sheet: int | None = None
) -> Iterator[RawValue]:
    """Yield every cell of the columns below the header, empty ones too, but no empty rows.

    A cell beyond the header's last column counts when it is spelled like a Dutch mobile: a
    delimiter that nobody quoted must not make a number disappear.
    """
    for number, row in enumerate(rows, start=1):
        if number <= header.rows or not any(cell.strip() for cell in row):
            continue
        for column in header.columns:
            text = row[column.place] if column.place < len(row) else ""
            where = Locator(sheet, number, column.place + 1)
            for each, kind in _in_cell(text, column):
                yield RawValue(each, kind, owner=False, locator=where)
        for place in range(header.width or len(row), len(row)):
            if reads_like_mobile(row[place]):
                where = Locator(sheet, number, place + 1)
                yield RawValue(row[place], FieldKind.UNLABELLED, owner=False, locator=where)


def _in_cell(text: str, column: Column) -> Iterable[tuple[str, FieldKind]]:
    return numbers_in_entries(text) if column.entries else [(text, column.kind)]


def _labelled(
    head: Sequence[Sequence[str]], is_label: Callable[[str], bool], kind: FieldKind
) -> Header | None:
    for number, row in enumerate(head[:HEADER_WITHIN_ROWS], start=1):
        found = [index for index, cell in enumerate(row) if is_label(cell)]
        if found and not any(holds_long_digits(cell) for cell in row):
            columns = tuple(Column(each, kind, _is_entries(row[each])) for each in found)
            return Header(number, columns, len(row))
    return None


def _at(head: Sequence[Sequence[str]], position: int) -> Header | None:
    """Return the column at a position; rows above a known header in it hold no numbers."""
    index = position - 1
    if index < 0 or all(index >= len(row) for row in head):
        return None
    above = 0
    for number, row in enumerate(head[:HEADER_WITHIN_ROWS], start=1):
        cell = row[index] if index < len(row) else ""
        if holds_long_digits(cell):
            break
        if says_telephone(cell) or may_say_telephone(cell):
            above = number
            break
    return Header(above, (Column(index, FieldKind.PHONE),))


def _holds_no_mobile(row: Sequence[str]) -> bool:
    return not any(reads_like_mobile(cell) for cell in row)


def _is_entries(text: str) -> bool:
    return same_label(text, "entries")
