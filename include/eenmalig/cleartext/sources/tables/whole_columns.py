"""Rows of a table read column by column, which is several times as fast as row by row.

It gives what ``table.values`` gives row by row, and leaves to that whatever it does not know: a
row by itself, or the table.
"""

from __future__ import annotations

import re
from itertools import chain, compress, repeat
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.numbers import country_names
from eenmalig.cleartext.sources.tables import (
    country_columns,
    deletion,
    label_countries,
    row_questions,
    services,
    told_columns,
)
from eenmalig.cleartext.sources.tables.listed_contacts import has_words
from eenmalig.cleartext.sources.values import FieldKind, Locator, RawValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from eenmalig.cleartext.numbers.stated_country import Beside
    from eenmalig.cleartext.sources.tables.columns import Column, Header

    Columns = Sequence[Sequence[str]]

# A letter of ASCII, or any other sign beyond it but the hard space of spreadsheets.
_MAY_BE_WORDS = re.compile("[A-Za-z\x80-\x9f\xa1-\U0010ffff]")
_MAY_SAY_ABROAD = re.compile("buitenland|foreign|nummer|nr|sim|tel|mobiel|gsm|06|prepaid|number")
# With more of other rows it is no quicker.
_MOST_OTHERS = 2
# What a column or a header may say here. Anything else that is said is read row by row.
_COLUMN_SAYS = frozenset(("own", "labels", "notes", "country", "side", "contact"))
_HEADER_SAYS = frozenset(
    """
    width moments deleted states programs origins directions questions parties left stated
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)


def values(  # noqa: PLR0913 - what is known of some rows
    rows: Columns,
    columns: Columns,
    header: Header,
    sheet: int | None,
    first: int,
    *,
    by_itself: Callable[[Sequence[str], Header, int | None, int], Iterable[RawValue]],
) -> Iterable[RawValue] | None:
    """Return the values of these rows, or None when they must be read one by one.

    ``columns`` are the same cells, short rows filled up; ``first`` is the first row's position.
    ``by_itself`` reads one row.
    """
    if not _says_only(header, _HEADER_SAYS):
        return None
    if not all(_is_plain(column, header, columns) for column in header.columns):
        return None
    numbers: Sequence[int] = range(first, first + len(rows))
    if not all(map(str.strip, columns[header.columns[0].place])):
        filled = [bool("".join(row).strip()) for row in rows]
        numbers = list(compress(numbers, filled))
        rows = list(compress(rows, filled))
        columns = [list(compress(column, filled)) for column in columns]
    others = _other_rows(rows, columns, header)
    if len(others) * _MOST_OTHERS > len(rows):
        return None
    moments, deleted = _moments(rows, columns, header), _deleted(rows, header)
    read = [
        map(
            RawValue,
            columns[column.place],
            repeat(column.kind),
            repeat(False),  # noqa: FBT003 - the field owner, by its place
            map(Locator, repeat(sheet), numbers, repeat(column.place + 1)),
            _labels(rows, columns, column),
            moments,
            deleted,
            repeat(False),  # noqa: FBT003 - the field group
            repeat(column.contact),
            _beside(rows, column),
        )
        for column in header.columns
    ]
    if len(read) == 1 and not others:
        return read[0]
    of_rows: list[Iterable[RawValue]] = list(zip(*read, strict=True))
    for place in others:
        of_rows[place] = by_itself(rows[place], header, sheet, numbers[place])
    return chain.from_iterable(of_rows)


def _other_rows(rows: Columns, columns: Columns, header: Header) -> set[int]:
    """Return the places of rows with words in a cell of numbers, or cells beyond the header.

    So is a row whose label is a country or a program: that says more than whose the number is.
    So is one that answers that it may not be texted.
    """
    wider = bool(header.width) and len(columns) > header.width
    others = {place for place, row in enumerate(rows) if wider and len(row) > header.width}
    if asked := header.questions:
        others |= {n for n, row in enumerate(rows) if row_questions.speak_against(row, asked)}
    for column in header.columns:
        cells = columns[column.place]
        # Most columns end here.
        if _MAY_BE_WORDS.search("".join(cells)):
            others.update(place for place, cell in enumerate(cells) if has_words(cell))
    for place in {place for column in header.columns for place in column.labels + column.notes}:
        labels = [cell.strip().casefold() for cells in columns[place : place + 1] for cell in cells]
        # Most columns end here too.
        if _MAY_SAY_ABROAD.search("\n".join(labels)):
            others.update(n for n, label in enumerate(labels) if label_countries.says_abroad(label))
        for known in (country_names.names(), services.label_programs()):
            # Most columns end here.
            if not known.isdisjoint(labels):
                others.update(row for row, label in enumerate(labels) if label in known)
    return others


def _says_only(described: NamedTuple, known: frozenset[str]) -> bool:
    defaults = described._field_defaults.items()
    return all(getattr(described, name) == usual for name, usual in defaults if name not in known)


def _is_plain(column: Column, header: Header, columns: Columns) -> bool:
    """Return whether a cell without words is one value, and its labels stand in each row."""
    if not _says_only(column, _COLUMN_SAYS):
        return False
    if max((column.place, *column.labels)) >= len(columns):
        return False
    if column.country is not None and column.country.international:
        return False
    if column.own and label_countries.in_header(column.own):
        return False
    # Whose side a row's direction is of tells whose the number is.
    if header.directions and column.side is not None:
        return False
    # Where no header says telephone, the program and the side tell what it is.
    told = header.programs or header.origins or header.directions
    return column.kind is FieldKind.PHONE or not told


def _labels(rows: Columns, columns: Columns, column: Column) -> Iterable[str]:
    if column.notes:
        return [told_columns.label(column.own, row, column.labels, column.notes) for row in rows]
    if not column.labels:
        return repeat(column.own)
    if len(column.labels) == 1 and not column.own:
        return map(str.strip, columns[column.labels[0]])
    told = (columns[place] for place in column.labels)
    return map(str.strip, map("\n".join, zip(repeat(column.own), *told)))


def _moments(rows: Columns, columns: Columns, header: Header) -> Iterable[datetime | None]:
    places = [place for place in header.moments if place < len(columns)]
    if not places:
        return repeat(None)
    if len(places) == 1:
        return told_columns.moments_in(columns[places[0]])
    return [told_columns.last_moment(row, places) for row in rows]


def _deleted(rows: Columns, header: Header) -> Iterable[bool]:
    if not (header.deleted or header.states):
        return repeat(False)  # noqa: FBT003 - a value
    return [deletion.is_deleted(row, header.deleted, header.states) for row in rows]


def _beside(rows: Columns, column: Column) -> Iterable[Beside | None]:
    if column.country is None:
        return repeat(None)
    return [country_columns.beside(row, column.country) for row in rows]
