"""The numbers in one cell of a table, each with what the cell says about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.numbers.splitting import split, with_ranges_whole
from eenmalig.cleartext.sources.tables.listed_contacts import (
    has_words,
    labelled_numbers,
    numbers_in_entries,
)
from eenmalig.cleartext.sources.tables.parties import NamedParty, marks_owner, parties_in
from eenmalig.cleartext.sources.values import FEWEST_IN_GROUP, FieldKind
from eenmalig.cleartext.sources.words.identifiers import Service, number_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from eenmalig.cleartext.sources.tables.columns import Column
    from eenmalig.cleartext.sources.tables.sides import Side

# Of an own number whatever is beside it is left: one too many is harmless there.
_OWN = re.compile(r"\+?\d(?:[\s().-]{0,2}\d){5,20}")

# In a shorter cell two mobiles do not fit.
_LONGEST_ALONE = 18


class CellNumber(NamedTuple):
    """A number as a cell holds it, and the name beside it."""

    text: str
    kind: FieldKind
    name: str = ""
    owner: bool = False
    group: bool = False

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "CellNumber()"


def numbers_in(
    text: str,
    column: Column,
    *,
    other_service: bool,
    own_side: Side | None,
    own_row: bool = False,
) -> Iterable[CellNumber]:
    """Return the numbers of a cell, and an empty one where it holds none.

    With ``other_service`` the row is of a program that does not know people by their number: what
    no header calls a telephone counts there only as it is dialled. ``own_side`` is the seized
    telephone's, where that is known. With ``own_row`` the row says that its numbers are.
    """
    if column.owner:
        return [CellNumber(own, FieldKind.PHONE, owner=True) for own in _OWN.findall(text)]
    if own_row and (owned := _OWN.findall(text)):
        return [CellNumber(own, FieldKind.PHONE, owner=True) for own in owned]
    numbers = list(_numbers(with_ranges_whole(text), column, own_side))
    return list(_dialled(numbers)) if other_service else numbers


def _numbers(text: str, column: Column, own_side: Side | None) -> Iterator[CellNumber]:
    if column.entries:
        for value, kind, label in numbers_in_entries(text):
            yield CellNumber(value, kind, label)
        return
    # Of several receivers nobody knows which is the telephone's own.
    own = own_side is not None and column.side is own_side and not _holds_several(text)
    if column.kind is not FieldKind.UNLABELLED:
        yield from _telephones(text, column, own_cell=own)
        return
    several = column.together or any(map(str.isalpha, text))
    parties = list(parties_in(text)) if several else [NamedParty(text, "", owner=False)]
    group = column.together and len(parties) >= FEWEST_IN_GROUP
    own = own and len(parties) == 1
    for number, name, marked in parties:
        yield CellNumber(number, column.kind, name, owner=own or marked, group=group)


def _holds_several(text: str) -> bool:
    if len(text) <= _LONGEST_ALONE:
        return False
    return len(split(text)) > 1 or len(_OWN.findall(text)) > 1


def _telephones(text: str, column: Column, *, own_cell: bool) -> Iterator[CellNumber]:
    if not has_words(text):
        yield CellNumber(text, column.kind, owner=own_cell)
        return
    for value, label in labelled_numbers(text):
        owned = _OWN.findall(value) if own_cell or marks_owner(label) else []
        for own in owned:
            yield CellNumber(own, column.kind, label, owner=True)
        if not owned:
            yield CellNumber(value, column.kind, label)


def _dialled(numbers: Iterable[CellNumber]) -> Iterator[CellNumber]:
    for number in numbers:
        if number.kind is FieldKind.PHONE:
            yield number
        elif (text := number_in(number.text, Service.OTHER)) is not None:
            yield number._replace(text=text)
