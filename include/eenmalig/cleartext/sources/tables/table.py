"""Tables, whatever they came from: finding the columns with numbers, and reading them.

The header may stand below a few lines of other text. A row with a value of six digits or more
is never taken for a header, and no cell of any row is ever shown.
"""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.tables import deletion, told_columns
from eenmalig.cleartext.sources.tables.listed_contacts import (
    has_words,
    labelled_numbers,
    numbers_in_entries,
)
from eenmalig.cleartext.sources.tables.parties import parties_in
from eenmalig.cleartext.sources.tables.unread import Unread
from eenmalig.cleartext.sources.values import Asked, FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.labels import (
    holds_long_digits,
    may_say_number,
    may_say_telephone,
    mentions_telephone,
    reads_like_mobile,
    same_label,
    says_telephone,
)
from eenmalig.cleartext.sources.words.listed import listed_numbers
from eenmalig.cleartext.sources.words.mobiles import holds_mobile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

HEADER_WITHIN_ROWS = 30
_ROWS_AT_ONCE = 100


class Column(NamedTuple):
    """A column with numbers: its place from 0, its kind, whether each cell lists several.

    A column that is not ``sure`` holds other things too, such as the kind of telephone: only its
    cells with digits are read. ``own`` is what its header says beside, and ``labels`` are the
    places of what a row says about the number, ``notes`` of remarks.
    """

    place: int
    kind: FieldKind
    entries: bool = False
    sure: bool = True
    own: str = ""
    labels: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()


class Header(NamedTuple):
    """How many rows precede the first value, the columns to read, how wide the header is.

    Without a header there are no such rows, and the width is 0. ``moments`` are the places of
    moments of contact, ``deleted`` and ``states`` of what says that a record was deleted.
    """

    rows: int
    columns: tuple[Column, ...]
    width: int = 0
    moments: tuple[int, ...] = ()
    deleted: tuple[int, ...] = ()
    states: tuple[int, ...] = ()


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
            or _labelled(above, may_say_telephone, FieldKind.UNLABELLED, head)
        )
    named = _labelled(head, lambda text: same_label(text, column), FieldKind.PHONE, alone=True)
    return named or (_at(head, int(column)) if column.isdecimal() else None)


def values(
    rows: Iterable[Sequence[str]], header: Header | None, asked: Asked, sheet: int | None = None
) -> Iterator[RawValue]:
    """Yield every cell of the columns below the header, empty ones too, but no empty rows.

    With it goes what the row says about it: its labels, and the latest moment of contact.

    A cell beyond the header's last column counts when it holds a Dutch mobile: a delimiter that
    nobody quoted must not make a number disappear. With ``asked.every_cell`` each number counts
    wherever it stands, and a header is not needed.

    Fails at the end when a cell that is not read holds a Dutch mobile (``SOURCE_COLUMN``), unless
    a person stated the column and so chose to leave the others.
    """
    if asked.every_cell:
        yield from _everywhere(rows, header, sheet)
        return
    if header is None:
        return
    places = frozenset(column.place for column in header.columns)
    unread = Unread(asked, sheet, places, named=header.width > 0)
    following = iter(rows)
    for number, row in enumerate(islice(following, header.rows), start=1):
        unread.above(row, is_header=number == header.rows)
    first = header.rows + 1
    while batch := list(islice(following, _ROWS_AT_ONCE)):
        for number, row in enumerate(batch, start=first):
            if "".join(row).strip():
                yield from _in_row(row, header, sheet, number)
        unread.beside(batch, header.width or max(map(len, batch)))
        first += len(batch)
    unread.refuse()


def _in_row(
    row: Sequence[str], header: Header, sheet: int | None, number: int
) -> Iterator[RawValue]:
    moment = told_columns.last_moment(row, header.moments) if header.moments else None
    marked = header.deleted or header.states
    deleted = bool(marked) and deletion.is_deleted(row, header.deleted, header.states)
    size = len(row)
    for column in header.columns:
        text = row[column.place] if column.place < size else ""
        if not (column.sure or holds_long_digits(text)):
            continue
        where = Locator(sheet, number, column.place + 1)
        has_labels = column.labels or column.notes
        label = (
            told_columns.label(column.own, row, column.labels, column.notes)
            if has_labels
            else column.own
        )
        for value, kind, name in _in_cell(text, column):
            yield RawValue(
                value,
                kind,
                owner=False,
                locator=where,
                label=f"{label} {name}".strip() if name else label,
                last_used=moment,
                deleted=deleted,
            )
    for place in range(header.width or size, size):
        if reads_like_mobile(row[place]) or holds_mobile(row[place]):
            # Which column it was pushed out of is not known: what any of them says may be about it.
            own = " ".join(column.own for column in header.columns if column.own)
            first = header.columns[0]
            yield RawValue(
                row[place],
                FieldKind.UNLABELLED,
                owner=False,
                locator=Locator(sheet, number, place + 1),
                label=told_columns.label(own, row, first.labels, first.notes),
                last_used=moment,
                deleted=deleted,
            )


def _in_cell(text: str, column: Column) -> Iterable[tuple[str, FieldKind, str]]:
    if column.entries:
        return numbers_in_entries(text)
    if has_words(text):
        apart = parties_in if column.kind is FieldKind.UNLABELLED else labelled_numbers
        return ((number, column.kind, words) for number, words in apart(text))
    return ((text, column.kind, ""),)


def _everywhere(
    rows: Iterable[Sequence[str]], header: Header | None, sheet: int | None
) -> Iterator[RawValue]:
    """Yield what can be used of every cell; what cannot only where a number was expected."""
    places = {column.place for column in header.columns if column.sure} if header else set()
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            below = header is not None and number > header.rows
            expected = below and place in places
            for candidate in listed_numbers(
                cell, expected=expected or (header is None and holds_long_digits(cell))
            ):
                where = Locator(sheet, number, place + 1)
                yield RawValue(candidate, FieldKind.PHONE, owner=False, locator=where)


def _labelled(
    head: Sequence[Sequence[str]],
    is_label: Callable[[str], bool],
    kind: FieldKind,
    table: Sequence[Sequence[str]] = (),
    *,
    alone: bool = False,
) -> Header | None:
    """Return the first header with such labels, and unless ``alone`` what may say telephone.

    ``table`` are the first rows of values too.
    """
    for number, row in enumerate(head[:HEADER_WITHIN_ROWS], start=1):
        places = [index for index, cell in enumerate(row) if is_label(cell)]
        if not places or any(holds_long_digits(cell) for cell in row):
            continue
        certain = _certain(places, row, table[number:])
        columns = [
            Column(place, kind, _is_entries(row[place]), sure=place in certain) for place in places
        ]
        columns += [
            Column(index, FieldKind.UNLABELLED, sure=False)
            for index, cell in enumerate(row)
            if not alone and index not in places and mentions_telephone(cell)
        ]
        return _with_what_it_says(number, sorted(columns), row)
    return None


def _certain(
    places: Sequence[int], row: Sequence[str], below: Sequence[Sequence[str]]
) -> frozenset[int]:
    """Return which columns hold numbers only: beside these, who called may be told by name.

    A column of running numbers (``Nr``) is none.
    """
    numbers = frozenset(
        place
        for place in places
        if may_say_number(row[place])
        and any(holds_long_digits(cells[place]) for cells in below if place < len(cells))
    )
    parties = frozenset(place for place in places if told_columns.may_say_party(row[place]))
    return frozenset(places) - parties if numbers else frozenset(places)


def _with_what_it_says(number: int, columns: list[Column], row: Sequence[str]) -> Header:
    sure = frozenset(column.place for column in columns if column.sure)
    described = tuple(
        column._replace(
            own=told_columns.own_label(row[column.place]),
            labels=told_columns.labels(row, column.place, sure | {column.place}),
            notes=told_columns.remarks(row, sure | {column.place}),
        )
        for column in columns
    )
    return Header(
        rows=number,
        columns=described,
        width=len(row),
        moments=told_columns.moments(row, sure),
        deleted=deletion.places(row, sure),
        states=deletion.states(row, sure),
    )


def _at(head: Sequence[Sequence[str]], position: int) -> Header | None:
    """Return the column at a position; rows above a known header in it hold no numbers."""
    index = position - 1
    if index < 0 or all(index >= len(row) for row in head):
        return None
    column = Column(index, FieldKind.PHONE)
    for number, row in enumerate(head[:HEADER_WITHIN_ROWS], start=1):
        cell = row[index] if index < len(row) else ""
        if holds_long_digits(cell):
            break
        if mentions_telephone(cell) or may_say_telephone(cell):
            return _with_what_it_says(number, [column], row)._replace(width=0)
    return Header(0, (column,))


def _holds_no_mobile(row: Sequence[str]) -> bool:
    return not any(reads_like_mobile(cell) or holds_mobile(cell) for cell in row)


def _is_entries(text: str) -> bool:
    return same_label(text, "entries")
