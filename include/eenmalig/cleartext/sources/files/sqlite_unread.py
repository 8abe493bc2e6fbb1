"""What a database holds beside the columns that are read: no number may vanish there unseen.

SQLite itself looks every column of every plain table over once, and leaves the few whose values
end as a Dutch mobile does. Only these are then compared with the mobiles that were read, which
stand in a field of bits, one for each Dutch mobile there can be: exact, and of one size however
many are read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.messengers.whatsapp_address import Address
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from eenmalig.cleartext.sources.files.sqlite_rows import Database

_FEWEST = 3
_COLUMNS_AT_ONCE = 40
_LONGEST = 60
_NINE = "6[1-58]" + "[0-9]" * 7
_SIGNS = " -./()"
_NO_SIGNS = str.maketrans("", "", f"{_SIGNS}\u00a0")
# Nine bare digits are none: where nobody says telephone they may be a citizen's number.
_MOBILE = re.compile(r"(?:(?<!\w)(?:\+|00)?310?|(?<!\w)0)6([1-58][0-9]{7})$")
_ANY_MOBILE = re.compile(r"6([1-58][0-9]{7})(?![0-9])")


class Mobiles:
    """A set of Dutch mobiles in any spelling, in 12.5 MB at most."""

    def __init__(self) -> None:
        self._bits = bytearray(10**8 // 8)

    def add(self, text: str) -> None:
        """Note every mobile that a text holds, and rather one too many: it was read."""
        for subscriber in _ANY_MOBILE.findall(text.translate(_NO_SIGNS)):
            number = int(subscriber)
            self._bits[number >> 3] |= 1 << (number & 7)

    def holds(self, subscriber: int) -> bool:
        """Return whether the mobile with these eight digits after the 6 was added."""
        return bool(self._bits[subscriber >> 3] & 1 << (subscriber & 7))


class UnreadColumn(NamedTuple):
    """A column of a database by its position, and by its name to ask for it."""

    table: int
    position: int
    within: str
    name: str

    def __repr__(self) -> str:
        """Show no name: a schema may hold anything."""
        return f"UnreadColumn({self.table}, {self.position})"


def unread_columns(
    database: Database, read: Mobiles, nobodys: frozenset[tuple[str, str]]
) -> Iterator[UnreadColumn]:
    """Yield each column with mobiles of people that were not read.

    At least three of its values must be such, and half of those that were not read in another
    place. ``nobodys`` are columns whose numbers are nobody's, such as those of a network's own
    exchange. A table that cannot be read through is passed over: what matters of it was read.
    Fails when all of it takes too long (``SOURCE_UNREADABLE``).
    """
    for position, (table, names) in enumerate(database.tables(), start=1):
        columns = [
            UnreadColumn(position, place, table, name)
            for place, name in enumerate(names, start=1)
            if (table, name) not in nobodys
        ]
        for start in range(0, len(columns), _COLUMNS_AT_ONCE):
            for column, filled in _promising(database, columns[start : start + _COLUMNS_AT_ONCE]):
                if _loses(database, column, filled, read):
                    yield column


def refuse(
    label: str, columns: Sequence[UnreadColumn], accepted: frozenset[tuple[int, int]]
) -> None:
    """Fail when a column is not accepted, or an accepted one loses nothing (``SOURCE_COLUMN``)."""
    places = {(column.table, column.position) for column in columns}
    mistakes = [
        f"{label}, table {table}, column {column}: holds numbers that are not read; look whose "
        f"they are, and give them as a table, or pass them over by unread: [{table}/{column}]"
        for table, column in sorted(places - accepted)
    ]
    mistakes += [
        f"{label}, unread: {table}/{column} is no column whose numbers are not read"
        for table, column in sorted(accepted - places)
    ]
    if mistakes:
        raise EenmaligError(Code.SOURCE_COLUMN, *mistakes)


def values_of(database: Database, column: UnreadColumn) -> Iterator[str]:
    """Yield what ends as a mobile does in a column."""
    name, table = _quoted(column.name), _quoted(column.within)
    for (value,) in database.answers(f"SELECT {name} FROM {table} WHERE {_ends(name)}"):  # noqa: S608 - quoted
        yield _text(value)


def _promising(
    database: Database, columns: Sequence[UnreadColumn]
) -> list[tuple[UnreadColumn, int]]:
    """Return the columns with enough that may be mobiles, and how many values each has."""
    if not columns:
        return []
    counts = []
    for column in columns:
        name = _quoted(column.name)
        counts += [f"count(NULLIF({name}, ''))", f"sum({_ends(name)})"]
    question = f"SELECT {', '.join(counts)} FROM {_quoted(columns[0].within)}"  # noqa: S608 - quoted
    try:
        (row,) = database.answers(question)
    except EenmaligError:
        if database.is_out_of_time:
            raise
        # One column may hold more in a value than is taken; the others are looked at by themselves.
        halves = (columns[: len(columns) // 2], columns[len(columns) // 2 :])
        return [each for half in halves if len(columns) > 1 for each in _promising(database, half)]
    pairs = zip(columns, row[::2], row[1::2], strict=True)
    return [(column, filled) for column, filled, ending in pairs if (ending or 0) >= _FEWEST]


def _loses(database: Database, column: UnreadColumn, filled: int, read: Mobiles) -> bool:
    known = lost = 0
    try:
        for text in values_of(database, column):
            subscriber = _subscriber(text)
            if subscriber is not None:
                lost += not read.holds(subscriber)
                known += read.holds(subscriber)
    except EenmaligError:
        if database.is_out_of_time:
            raise
    return lost >= _FEWEST and 2 * lost >= filled - known


def _subscriber(text: str) -> int | None:
    """Return the eight digits after the 6 of a Dutch mobile, None where the text is none."""
    user = text if "@" not in text else Address(text).number() or ""
    mobile = _MOBILE.search(user.translate(_NO_SIGNS))
    return int(mobile[1]) if mobile else None


def _ends(name: str) -> str:
    """Return SQL for whether a value ends in nine digits as a Dutch mobile, but for signs."""
    user = f"substr({name}, 1, instr({name} || '@', '@') - 1)"
    for sign in _SIGNS:
        user = f"replace({user}, '{sign}', '')"
    end = f"substr({user}, -9) GLOB '{_NINE}'"
    return f"CASE WHEN length({name}) BETWEEN 9 AND {_LONGEST} THEN {end} ELSE 0 END"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: Any) -> str:
    return value.decode("utf-8", errors="replace") if isinstance(value, bytes) else str(value)
