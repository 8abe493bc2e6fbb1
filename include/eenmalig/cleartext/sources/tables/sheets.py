"""Workbooks, whatever they came from: which sheets hold numbers, and reading those."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.tables import sheet_names
from eenmalig.cleartext.sources.tables.header import HEADER_WITHIN_ROWS, find_header
from eenmalig.cleartext.sources.tables.table import own_numbers, values
from eenmalig.cleartext.sources.values import FieldKind
from eenmalig.cleartext.sources.words.labels import (
    holds_long_digits,
    may_say_telephone,
    mentions_telephone,
)
from eenmalig.cleartext.sources.words.mobiles import tells_mobile
from eenmalig.domain.list_words import NOT_TEXTED, heads_list
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from eenmalig.cleartext.sources.tables.columns import Header
    from eenmalig.cleartext.sources.values import Asked, RawValue


class Sheet(NamedTuple):
    """The rows of a sheet, what it is called, and what all of its workbook's are."""

    rows: Iterator[list[str]]
    name: str = ""
    names: Callable[[], Iterable[str]] = tuple


def numbers_in_sheets(sheets: Iterable[Sheet], asked: Asked) -> Iterator[RawValue]:
    """Yield the cells of the columns with numbers, sheet by sheet, reading each sheet once.

    Where its name says so, a sheet is one of own numbers, an address book, or a list of who may
    not be texted. With ``asked.every_cell`` every number of every sheet is given, whatever it is
    called. Of several columns stated a sheet may have some.

    Fails at the end when no sheet has a known column, or one of those stated,
    and when a sheet without them holds what is a Dutch mobile (``SOURCE_COLUMN``): it would be
    lost in silence.
    """
    has_header = False
    lacking = set(asked.columns)
    unread = []
    for position, sheet in enumerate(sheets, start=1):
        rows = sheet.rows
        head = list(islice(rows, HEADER_WITHIN_ROWS))
        header = find_header(head, asked.columns)
        has_header = has_header or header is not None
        lacking -= header.stated if header is not None else set()
        if asked.every_cell:
            yield from values(chain(head, rows), header, asked, position)
        elif sheet_names.say_own(sheet.name) and not (header and asked.columns):
            yield from own_numbers(chain(head, rows), position)
        elif header is not None:
            yield from values(chain(head, rows), _of_sheet(header, sheet), asked, position)
        elif _holds_numbers(chain(head, rows), asked.countries):
            unread.append(position)
    _refuse_unread(asked, unread, has_header=has_header and not lacking)


def _of_sheet(header: Header, sheet: Sheet) -> Header:
    """Return the header of a sheet with what its name says of all numbers below it."""
    if heads_list(sheet.name):
        return header.below(NOT_TEXTED)
    if sheet_names.say_address_book(sheet.name) and any(
        map(sheet_names.say_contact_was_made, sheet.names())
    ):
        return header.below(contact=True)
    return header


def _refuse_unread(asked: Asked, unread: list[int], *, has_header: bool) -> None:
    """Fail when no sheet has a column, or when the sheets at these positions hold numbers."""
    stated = bool(asked.columns)
    if not has_header and (stated or not asked.every_cell):
        one = "the column" if len(asked.columns) == 1 else "one of the columns"
        what = f"{one} stated is not there" if stated else "no header is known"
        raise EenmaligError(Code.SOURCE_COLUMN, f"{asked.label}: {what}, in any sheet")
    lacking = "but not the column stated" if stated else "below no known header"
    mistakes = [f"{asked.label}, sheet {position}: holds numbers {lacking}" for position in unread]
    if mistakes:
        raise EenmaligError(Code.SOURCE_COLUMN, *mistakes)


def _holds_numbers(rows: Iterable[list[str]], countries: Sequence[str]) -> bool:
    """Return whether a sheet that is not read holds a mobile of one of these countries.

    A spreadsheet drops the first zero of what it takes for a figure. So nine bare digits count
    too, but not below a heading that says nothing of telephones: they are citizens' numbers. The
    heading is what stands last above the figures: a title or a year may stand above it.
    """
    heading: dict[int, bool] = {}
    below: set[int] = set()
    for row in rows:
        for place, text in enumerate(row):
            if not text.strip():
                continue
            if holds_long_digits(text):
                below.add(place)
            elif place not in below and any(map(str.isalpha, text)):
                heading[place] = mentions_telephone(text) or may_say_telephone(text)
            figure = text.isdecimal() and heading.get(place, True)
            kind = FieldKind.PHONE if figure else FieldKind.UNLABELLED
            if tells_mobile(text, kind, countries):
                return True
    return False


def parted(lines: Iterator[list[list[str]]]) -> Iterator[Iterator[list[str]]]:
    """Part the lists of rows at the empty ones, each of which begins a sheet.

    Read a sheet's rows before asking for the next sheet: what is left of them is gone then.
    """
    more = next(lines, None) is not None

    def rows() -> Iterator[list[str]]:
        nonlocal more
        for line in lines:
            if not line:
                return
            yield from line
        more = False

    while more:
        sheet = rows()
        yield sheet
        for _ in sheet:
            pass
