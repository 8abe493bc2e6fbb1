"""Rows that may be a table's header, each with the row of groups above it, where there is one.

``Afzender | | Ontvanger |`` above ``Naam | Nummer | Naam | Nummer`` tells whose each number is.
A group reaches to the next one; where cells were merged downwards the lower row is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.tables import told_columns
from eenmalig.cleartext.sources.tables.column_roles import roles
from eenmalig.cleartext.sources.tables.role import Role
from eenmalig.cleartext.sources.words.labels import holds_long_digits, same_label
from eenmalig.cleartext.sources.words.whose import says_whose

if TYPE_CHECKING:
    from collections.abc import Sequence

_NUMBERS = frozenset((Role.NUMBER, Role.ENTRIES, Role.PARTY, Role.PARTLY, Role.ABOUT))
# Of a whole row, whatever group it stands below.
_OF_ROW = frozenset((Role.PROGRAM, Role.ORIGIN, Role.DIRECTION, Role.LEFT))
# A longer cell is a sentence.
_LONGEST_GROUP = 60


class HeaderRow(NamedTuple):
    """A row from 1, its texts with those of their groups, what each is for, and the row alone.

    ``group`` is the row of groups, 0 where there is none.
    """

    number: int
    texts: Sequence[str]
    roles: Sequence[Role | None]
    alone: Sequence[str]
    group: int = 0

    def places_of(self, column: str) -> list[int]:
        """Return where a stated header stands: of several groups not in the owner's."""
        places = [
            place
            for place, (text, alone) in enumerate(zip(self.texts, self.alone, strict=True))
            if same_label(text, column) or same_label(alone, column)
        ]
        others = [place for place in places if self.roles[place] is not Role.OWNER]
        return others or places


def header_rows(head: Sequence[Sequence[str]]) -> list[HeaderRow]:
    """Return the rows that hold no values, but for those of groups."""
    rows = [
        header_row(head, number)
        for number, row in enumerate(head, start=1)
        if not any(map(holds_long_digits, row))
    ]
    of_groups = {row.group for row in rows}
    return [row for row in rows if row.number not in of_groups]


def header_row(head: Sequence[Sequence[str]], number: int) -> HeaderRow:
    """Return the row at a position from 1, as a header."""
    row = head[number - 1]
    # An empty row may part the two.
    filled = (
        one for one in (number - 1, number - 2) if one > 0 and any(map(str.strip, head[one - 1]))
    )
    group = next(filled, 0)
    above = head[group - 1] if group else ()
    plain = roles(row)
    parted = group < number - 1
    if not _are_groups(above, row, plain, parted=parted):
        return HeaderRow(number, row, plain, row)
    more = len(above) - len(row)
    alone, plain = [*row, *[""] * more], (*plain, *[None] * more)
    groups = _filled(above, len(alone))
    own = [*above, *[""] * -more]
    texts = list(map(_joined, groups, alone, own, plain))
    told = tuple(map(_of_group, groups, plain, roles(texts)))
    return HeaderRow(number, texts, told, alone, group)


def _are_groups(
    above: Sequence[str], row: Sequence[str], known: Sequence[Role | None], *, parted: bool
) -> bool:
    """Return whether a row names groups of the columns that the row below it names.

    There are fewer of them than columns, and more than one or not at the begin, as a title is; and
    most of what stands below them is known as a header. Where an empty row parts the two, texts
    side by side at the begin are a title too, such as what the report is about.
    """
    if not above or any(map(holds_long_digits, (*above, *row))):
        return False
    groups = _filled(above, len(row))
    named = [place for place, text in enumerate(row) if text.strip()]
    names = {groups[place] for place in named} - {""}
    if not 0 < len(names) < len(named) or max(map(len, names)) > _LONGEST_GROUP:
        return False
    texts = {row[place].strip() for place in named}
    is_title = len(texts) == len(named) and _begins(above, len(names), parted=parted)
    if is_title or not any(known[place] in _NUMBERS and groups[place] for place in named):
        return False
    tell = [place for place in named if known[place] or told_columns.tells_of_row(row[place])]
    return len(tell) * 2 > len(named)


def _begins(above: Sequence[str], names: int, *, parted: bool) -> bool:
    side_by_side = all(text.strip() for text in above[:names])
    return side_by_side and (parted or names == 1)


def _filled(above: Sequence[str], width: int) -> list[str]:
    """Return the group of each column: the last one named at its left."""
    filled: list[str] = []
    group = ""
    for place in range(width):
        group = (above[place].strip() if place < len(above) else "") or group
        filled.append(group)
    return filled


def _joined(group: str, text: str, own: str, role: Role | None) -> str:
    if not text.strip():
        return own
    both = f"{group} {text}".strip()
    if role is not None:
        return text if role in _OF_ROW else both
    # A name is about every number of its row where its group does not tell whose it is.
    is_told = told_columns.labels_somebody(both) or says_whose(group)
    return both if told_columns.labels_somebody(text) and is_told else text


def _of_group(group: str, alone: Role | None, joined: Role | None) -> Role | None:
    """Return what a column is for: what it says with its group, or else by itself.

    A number below a group that is not known is somebody's, perhaps no customer's.
    """
    if joined not in {None, Role.ABOUT} or alone not in _NUMBERS:
        return joined
    return Role.ABOUT if says_whose(group) else alone
