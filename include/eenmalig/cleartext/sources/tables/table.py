"""Tables, whatever they came from: reading the columns with numbers.

No cell of any row is ever shown.
"""

from __future__ import annotations

from itertools import islice, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.tables import (
    country_columns,
    deletion,
    every_row,
    label_countries,
    row_questions,
    services,
    sides,
    told_columns,
    whole_columns,
)
from eenmalig.cleartext.sources.tables.blocks import Blocks
from eenmalig.cleartext.sources.tables.cell_numbers import numbers_in
from eenmalig.cleartext.sources.tables.columns import Header
from eenmalig.cleartext.sources.tables.listed_contacts import words_beside
from eenmalig.cleartext.sources.tables.services import Accounts
from eenmalig.cleartext.sources.tables.unread import Unread
from eenmalig.cleartext.sources.values import Asked, Beside, FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.labels import holds_long_digits, reads_like_mobile, words_of
from eenmalig.cleartext.sources.words.listed import listed_numbers
from eenmalig.cleartext.sources.words.mobiles import holds_mobile
from eenmalig.domain.list_words import NOT_TEXTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from eenmalig.cleartext.sources.tables.columns import Column
    from eenmalig.cleartext.sources.tables.sides import Side

_ROWS_AT_ONCE = 100
_WIDEST = 1024


def values(
    rows: Iterable[Sequence[str]], header: Header | None, asked: Asked, sheet: int | None = None
) -> Iterator[RawValue]:
    """Yield every cell of the columns below the header, empty ones too, but no empty rows.

    With it goes what the row says about it: its labels, its country, and the latest moment of
    contact. Where another program than telephony, or one like it, is named, accounts are left.

    A cell beyond the header's last column counts when it holds a Dutch mobile: a delimiter that
    nobody quoted must not make a number disappear. With ``asked.every_cell`` each number counts
    wherever it stands, and a header is not needed.

    Fails at the end when a cell that is not read holds a Dutch mobile (``SOURCE_COLUMN``), unless
    a person stated the columns and so chose to leave the others.
    """
    if asked.every_cell:
        yield from _everywhere(rows, header, sheet)
        return
    if header is not None:
        yield from every_row.marked(_below(rows, header, asked, sheet), header)


def _below(
    rows: Iterable[Sequence[str]], header: Header, asked: Asked, sheet: int | None
) -> Iterator[RawValue]:
    places = header.left.union(column.place for column in header.columns)
    unread = Unread(asked, sheet, places, named=header.width > 0)
    blocks = Blocks(header)
    following = iter(rows)
    for number, row in enumerate(islice(following, header.rows), start=1):
        unread.above(row, is_header=number == header.rows)
        blocks.above(row)
    first = header.rows + 1
    while batch := list(islice(following, _ROWS_AT_ONCE)):
        for part, said in blocks.parts(batch):
            columns: Iterable[Sequence[str]] = zip_longest(*part, fillvalue="")
            at_once = None
            # Of far wider rows the columns would take memory: these are looked at one by one.
            if max(map(len, part)) <= _WIDEST:
                columns = list(columns)
                at_once = whole_columns.values(part, columns, said, sheet, first, by_itself=_in_row)
            yield from at_once or _row_by_row(part, said, sheet, first)
            # What stands beyond the header's width was read by itself.
            unread.beside(islice(columns, header.width or None))
            first += len(part)
    unread.refuse()


def _row_by_row(
    batch: Sequence[Sequence[str]], header: Header, sheet: int | None, first: int
) -> Iterator[RawValue]:
    for number, row in enumerate(batch, start=first):
        if "".join(row).strip():
            yield from _in_row(row, header, sheet, number)


class _Said(NamedTuple):
    """What a row says about each of its numbers, whatever column they stand in."""

    against: str
    moment: datetime | None
    deleted: bool
    own_side: Side | None
    own_row: bool


def _said(row: Sequence[str], header: Header) -> _Said:
    spoken_against = bool(header.questions) and row_questions.speak_against(row, header.questions)
    marked = header.deleted or header.states
    return _Said(
        against=NOT_TEXTED if spoken_against else "",
        moment=told_columns.last_moment(row, header.moments) if header.moments else None,
        deleted=bool(marked) and deletion.is_deleted(row, header.deleted, header.states),
        own_side=sides.own_side(row, header.directions) if header.directions else None,
        own_row=_is_own_row(row, header),
    )


def _in_row(
    row: Sequence[str], header: Header, sheet: int | None, number: int
) -> Iterator[RawValue]:
    said = _said(row, header)
    for column in header.columns:
        yield from _in_column(row, column, header, said, Locator(sheet, number, column.place + 1))
    for place in range(header.width or len(row), len(row)):
        if reads_like_mobile(row[place]) or holds_mobile(row[place]):
            yield _beyond(row, header, said, Locator(sheet, number, place + 1))


def _in_column(
    row: Sequence[str], column: Column, header: Header, said: _Said, where: Locator
) -> Iterator[RawValue]:
    text = row[column.place] if column.place < len(row) else ""
    beside = _beside(row, column)
    if beside is not None and beside.international and _holds_form_alone(row, column, header):
        text, beside = beside.international, beside._replace(international="")
    if not (column.sure or holds_long_digits(text)):
        return
    label = _label(row, column, said)
    accounts = _accounts(row, column, header)
    for found in numbers_in(
        text,
        column,
        other_service=accounts is Accounts.ALWAYS,
        own_side=said.own_side,
        own_row=said.own_row,
    ):
        known = accounts is not Accounts.PERHAPS or found.kind is FieldKind.PHONE
        yield RawValue(
            found.text if known or found.owner else services.in_doubt(found.text),
            found.kind,
            owner=found.owner,
            locator=where,
            label=f"{label}\n{found.name}".strip() if found.name else label,
            last_used=said.moment,
            deleted=said.deleted,
            group=found.group,
            contact=column.contact,
            beside=label_countries.with_name(beside, found.name or words_beside(found.text)),
        )


def _beyond(row: Sequence[str], header: Header, said: _Said, where: Locator) -> RawValue:
    """Return a number beyond the header's width.

    Which column it was pushed out of is not known: what any of them says may be about it.
    """
    own = " ".join(column.own for column in header.columns if column.own)
    first = next(column for column in header.columns if not column.owner)
    text = row[(where.column or 1) - 1]
    accounts = _accounts(row, first, header)
    return RawValue(
        text if accounts is Accounts.NEVER else services.in_doubt(text),
        FieldKind.UNLABELLED,
        owner=said.own_row,
        locator=where,
        label=_label(row, first._replace(own=own), said),
        last_used=said.moment,
        deleted=said.deleted,
        contact=any(column.contact for column in header.columns),
        beside=label_countries.with_name(_beside(row, first), words_beside(text)),
    )


def _beside(row: Sequence[str], column: Column) -> Beside | None:
    said = country_columns.beside(row, column.country) if column.country else None
    if column.own and (country := label_countries.in_header(column.own)):
        said = label_countries.with_country(said, country)
    return label_countries.with_labels(said, row, column.labels + column.notes)


def _accounts(row: Sequence[str], column: Column, header: Header) -> Accounts:
    labels = column.labels + column.notes
    if not (labels or header.programs or header.origins):
        return Accounts.NEVER
    return services.accounts(row, header.programs, header.origins, labels)


def _is_own_row(row: Sequence[str], header: Header) -> bool:
    """Return whether a column of the owner says yes instead of a number."""
    for column in header.columns:
        if column.owner and column.place < len(row):
            words = words_of(row[column.place])
            if deletion.says_yes(words) and (column.whether or len(words[0]) > 1):
                return True
    return False


def _holds_form_alone(row: Sequence[str], column: Column, header: Header) -> bool:
    """Return whether no column has the number whose international form stands beside ``column``."""
    forms = column.country.international if column.country is not None else ()
    numbers = (
        other.place
        for other in header.columns
        if other.country is not None and not set(forms).isdisjoint(other.country.international)
    )
    return not any(holds_long_digits(row[place]) for place in numbers if place < len(row))


def _label(row: Sequence[str], column: Column, said: _Said) -> str:
    own = f"{said.against} {column.own}".strip()
    if not (column.labels or column.notes):
        return own
    return told_columns.label(own, row, column.labels, column.notes)


def own_numbers(rows: Iterable[Sequence[str]], sheet: int | None) -> Iterator[RawValue]:
    """Yield each number of a table that tells of the telephone itself, as the owner's."""
    for value in _everywhere(rows, Header(0, ()), sheet):
        yield value._replace(owner=True)


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
