"""Finding the columns of a table to read, by its first rows.

The header may stand below a few lines of other text. A row with a value of six digits or more
is never taken for a header.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.tables import (
    country_columns,
    deletion,
    row_questions,
    sides,
    told_columns,
)
from eenmalig.cleartext.sources.tables.columns import Column, Header
from eenmalig.cleartext.sources.tables.header_rows import header_row, header_rows
from eenmalig.cleartext.sources.tables.role import Role
from eenmalig.cleartext.sources.values import FieldKind
from eenmalig.cleartext.sources.words.labels import (
    holds_long_digits,
    may_say_number,
    may_say_telephone,
    mentions_telephone,
    reads_like_mobile,
    same_label,
    words_of,
)
from eenmalig.cleartext.sources.words.mobiles import holds_mobile
from eenmalig.cleartext.sources.words.owner_words import says_whether
from eenmalig.cleartext.sources.words.whose import says_whose

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from eenmalig.cleartext.sources.tables.header_rows import HeaderRow

HEADER_WITHIN_ROWS = 30
# What is read when it is the most telling that a table has: a column of who called tells nothing
# beside a column of telephones.
_READ_WITH = {
    Role.NUMBER: (Role.NUMBER,),
    Role.ENTRIES: (Role.ENTRIES,),
    Role.PARTY: (Role.PARTY, Role.PARTLY),
}
_TELEPHONES = frozenset((Role.NUMBER, Role.ENTRIES, Role.OWNER))
# Whoever is named in one cell of these took part together.
_TOGETHER = frozenset(("participants", "participant", "deelnemers", "deelnemer"))
# These tell of the country of a number.
_OF_COUNTRIES = frozenset((Role.COUNTRY, Role.DIALLED_IN, Role.INTERNATIONAL, Role.ADDRESS))
# No value beside a number has the words of these.
_NEVER_VALUES = frozenset((Role.OWNER, Role.PROGRAM, *_OF_COUNTRIES))


def find_header(head: Sequence[Sequence[str]], columns: Sequence[str]) -> Header | None:
    """Return the columns to read, judged by the first rows, or None when that is not known.

    ``columns`` are what a person stated: a header's text, or a position from 1, which also works
    for a table without a header; one that is there is enough. Without them, known headers are
    looked for, sure ones first, and only above the first cell that is spelled like a Dutch mobile.
    """
    if columns:
        return _stated(head, columns)
    candidates = header_rows(list(takewhile(_holds_no_mobile, head[:HEADER_WITHIN_ROWS])))
    for telling, read in _READ_WITH.items():
        for row in candidates:
            places = [place for place, role in enumerate(row.roles) if role in read]
            if places:
                below = head[row.number :] if telling is Role.PARTY else ()
                certain = _certain(places, row.texts, row.roles, below)
                return _header(row, dict.fromkeys(places), certain)
    return None


def _stated(head: Sequence[Sequence[str]], columns: Sequence[str]) -> Header | None:
    """Return the columns that a person stated, by the header's text or else by their positions."""
    for row in header_rows(head[:HEADER_WITHIN_ROWS]):
        places = {place: column for column in columns for place in row.places_of(column)}
        if places:
            by_position = set(columns).difference(places.values())
            places = _positions(by_position, len(row.texts)) | places
            return _header(row, places, frozenset(places), alone=True)
    places = _positions(columns, max(map(len, head), default=0))
    return _at(head, places) if places else None


def _positions(columns: Iterable[str], width: int) -> dict[int, str]:
    positions = {int(column) - 1: column for column in columns if column.isdecimal()}
    return {place: column for place, column in positions.items() if 0 <= place < width}


def _at(head: Sequence[Sequence[str]], places: Mapping[int, str]) -> Header:
    """Return the columns at some places; rows above a known header there hold no numbers."""
    for number, plain in enumerate(head[:HEADER_WITHIN_ROWS], start=1):
        if any(holds_long_digits(plain[place]) for place in places if place < len(plain)):
            break
        row = header_row(head, number)
        cells = [row.texts[place] for place in places if place < len(row.texts)]
        if any(map(_labels_telephones, cells)) or (
            any(cell.strip() for cell in cells)
            and not _NEVER_VALUES.isdisjoint(row.roles)
            and not any(map(holds_long_digits, plain))
        ):
            header = _header(row, places, frozenset(places), alone=True)
            return header._replace(width=0)
    columns = tuple(Column(place, FieldKind.PHONE) for place in sorted(places))
    return Header(0, columns, stated=frozenset(places.values()))


def _labels_telephones(cell: str) -> bool:
    return mentions_telephone(cell) or may_say_telephone(cell)


def _certain(
    places: Iterable[int],
    row: Sequence[str],
    said: Sequence[Role | None],
    below: Sequence[Sequence[str]],
) -> frozenset[int]:
    """Return which columns hold numbers only: beside these, who called may be told by name.

    A column of running numbers (``Nr``) is none.
    """
    whole = frozenset(place for place in places if said[place] is not Role.PARTLY)
    numbers = any(
        may_say_number(row[place])
        and any(holds_long_digits(cells[place]) for cells in below if place < len(cells))
        for place in whole
    )
    return frozenset(
        place for place in whole if not (numbers and told_columns.may_say_party(row[place]))
    )


def _header(
    header_row: HeaderRow,
    places: Mapping[int, str | None],
    certain: frozenset[int],
    *,
    alone: bool = False,
) -> Header:
    """Return what a header's row leads to. ``alone`` leaves what may say telephone beside it."""
    number, row, said = header_row.number, header_row.texts, header_row.roles
    beside = (Role.OWNER,) if alone else (Role.OWNER, Role.ABOUT)
    columns = [
        Column(
            place,
            FieldKind.PHONE if alone else _kind(said[place]),
            entries=_is_entries(row[place]),
            sure=place in certain,
            side=sides.side_of(row[place]),
            together=not _TOGETHER.isdisjoint(words_of(row[place])),
            contact=_is_entries(row[place]),
        )
        for place in places
    ]
    columns += [
        Column(
            place,
            _kind(role),
            sure=False,
            owner=role is Role.OWNER,
            whether=role is Role.OWNER and says_whether(row[place]),
            contact=role is Role.ABOUT and says_whose(row[place]),
        )
        for place, role in enumerate(said)
        if role in beside and place not in places
    ]
    return _with_what_it_says(number, sorted(columns), row, said)._replace(
        stated=frozenset(column for column in places.values() if column)
    )


def _with_what_it_says(
    number: int, columns: list[Column], row: Sequence[str], said: Sequence[Role | None]
) -> Header:
    sure = frozenset(column.place for column in columns if column.sure)
    numbers = [column.place for column in columns if not column.owner]
    two_sides = _has_two_sides(columns)
    ways = _of(said, Role.DIRECTION) if two_sides else ()
    of_countries = any(role in _OF_COUNTRIES for role in said)
    described = tuple(
        column._replace(
            own=told_columns.own_label(row[column.place]),
            labels=told_columns.labels(row, column.place, sure | {column.place}),
            notes=told_columns.remarks(row, sure | {column.place}),
            country=country_columns.places(row, said, column.place, numbers)
            if of_countries
            else None,
            side=column.side if two_sides else None,
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
        programs=_of(said, Role.PROGRAM),
        origins=_of(said, Role.ORIGIN),
        directions=sides.by_strength(row, ways),
        questions=row_questions.questions(row, frozenset(column.place for column in columns)),
        parties=_parties(row, columns) if len(numbers) > 1 else (),
        left=frozenset(_of(said, Role.LEFT)).union(*map(_once_more, described)),
    )


def _kind(role: Role | None) -> FieldKind:
    return FieldKind.PHONE if role in _TELEPHONES else FieldKind.UNLABELLED


def _of(said: Sequence[Role | None], wanted: Role) -> tuple[int, ...]:
    return tuple(place for place, role in enumerate(said) if role is wanted)


def _once_more(column: Column) -> tuple[int, ...]:
    return column.country.international if column.country else ()


def _has_two_sides(columns: Sequence[Column]) -> bool:
    return {sides.Side.FROM, sides.Side.TO} <= {column.side for column in columns}


def _parties(row: Sequence[str], columns: Sequence[Column]) -> tuple[int, ...]:
    """Return the places of numbers of both parties: by their sides, or where one says so."""
    if _has_two_sides(columns):
        return tuple(column.place for column in columns if column.side is not None)
    numbers = tuple(column.place for column in columns if not column.owner)
    return numbers if any(sides.says_other_party(row[place]) for place in numbers) else ()


def _holds_no_mobile(row: Sequence[str]) -> bool:
    return not any(reads_like_mobile(cell) or holds_mobile(cell) for cell in row)


def _is_entries(text: str) -> bool:
    return same_label(text, "entries")
