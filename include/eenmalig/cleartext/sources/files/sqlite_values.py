"""From rows of a telephone's database to values: what every family of databases needs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from eenmalig.cleartext.sources.files import sqlite_programs, sqlite_rows, sqlite_unread
from eenmalig.cleartext.sources.values import Beside, FieldKind, Locator, RawValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from eenmalig.cleartext.sources.files.sqlite_rows import Database
    from eenmalig.cleartext.sources.values import Asked

UNIX = datetime(1970, 1, 1, tzinfo=UTC)
APPLE = datetime(2001, 1, 1, tzinfo=UTC)
# A table by its name and the columns that it must have; some tables that a program has.
Tables: TypeAlias = tuple[tuple[str, ...], ...]
# A telephone that was never set begins in 1970 or 2001: such a moment is no date of contact.
_EARLIEST = datetime(2001, 1, 2, tzinfo=UTC)
NANOSECONDS_FROM = 1_000_000_000_000
_LATEST = datetime(2100, 1, 1, tzinfo=UTC)


class StoredNumber(NamedTuple):
    """A number as one row stores it, with what stands beside it. ``repr`` shows nothing of it."""

    text: str
    label: str = ""
    last_used: datetime | None = None
    owner: bool = False
    deleted: bool = False
    field: FieldKind = FieldKind.PHONE
    group: bool = False
    contact: bool = False
    beside: Beside | None = None

    def __repr__(self) -> str:
        """Show no number and no name: this may end in a traceback."""
        return "StoredNumber()"


class Part(NamedTuple):
    """One table that a format reads: what must be there, and how its rows are read.

    ``numbers`` yields one entry for every row, None for a row without a telephone number.
    ``together`` says that the first table holds numbers which the others lead to: without those
    the database is refused, or its numbers would be lost in silence.
    """

    needs: Tables
    numbers: Callable[[Database], Iterator[StoredNumber | None]]
    together: bool = False


def recognised(path: Path, programs: Sequence[Tables]) -> bool:
    """Return whether this copy of a database has all tables of one of the programs.

    Never of one that another program has which is known and not read.
    """
    return sqlite_rows.holds(path, *programs) and sqlite_programs.not_read(path) is None


def values(
    path: Path,
    asked: Asked,
    parts: Sequence[Part],
    nobodys: frozenset[tuple[str, str]] = frozenset(),
) -> Iterator[RawValue]:
    """Yield the numbers of every part that is there.

    The locator's sheet is the part's position, its row the position among the rows read.
    ``nobodys`` are columns, by table and name, whose numbers are no person's. Of an exclusion list
    the numbers of all other columns are yielded too, after the parts.
    Fails when a table is missing that leads to the numbers of another (``SOURCE_UNREADABLE``), and
    when a column that is not read loses people (``SOURCE_COLUMN``).
    """
    with sqlite_rows.opened(path, asked.label) as database:
        read = sqlite_unread.Mobiles()
        for position, part in enumerate(parts, start=1):
            if not _is_there(part, database):
                continue
            for row, number in enumerate(part.numbers(database), start=1):
                if number is not None:
                    read.add(number.text)
                    yield _value(number, Locator(position, row, None))
        unread = sqlite_unread.unread_columns(database, read, nobodys)
        if not asked.every_cell:
            sqlite_unread.refuse(asked.label, list(unread), asked.unread)
            return
        for column in unread:
            place = len(parts) + column.table
            for row, text in enumerate(sqlite_unread.values_of(database, column), start=1):
                yield _value(StoredNumber(text), Locator(place, row, column.position))


def _is_there(part: Part, database: Database) -> bool:
    has = [database.has(*table) for table in part.needs]
    if part.together and has[0] and not all(has):
        raise database.unreadable(
            "is a database that lacks a table which leads to its numbers; a complete copy is needed"
        )
    return all(has)


def _value(number: StoredNumber, where: Locator) -> RawValue:
    return RawValue(
        number.text,
        number.field,
        owner=number.owner,
        locator=where,
        label=number.label,
        last_used=number.last_used,
        deleted=number.deleted,
        group=number.group,
        contact=number.contact,
        beside=number.beside,
    )


def one_has_rows(database: Database, *tables: str) -> bool:
    """Return whether one of the tables is there and holds something."""
    there = (table for table in tables if database.has(table))
    return any(next(database.rows(table), None) is not None for table in there)


def text_of(value: Any) -> str:
    """Return a column as text: BLOBs hold text too, and whole numbers have no fraction."""
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", errors="replace").strip("\0 ")
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def label_of(*values: Any) -> str:
    """Return names and field labels in one text."""
    return " ".join(filter(None, map(text_of, values)))


def stated(
    text: str,
    *,
    country: str = "",
    dialled_in: str = "",
    international: str = "",
    address: str = "",
) -> Beside | None:
    """Return what stands beside a number, None where that is nothing, or the number once more."""
    other = international if international != text else ""
    if not (country or dialled_in or other or address):
        return None
    return Beside(country, dialled_in, other, address)


def moment(value: Any, since: datetime, a_second: int = 1) -> datetime | None:
    """Return the moment that lies ``value`` after ``since``, or None when it is no date."""
    if not isinstance(value, int | float) or value <= 0:
        return None
    try:
        at = since + timedelta(seconds=value / a_second)
    except (OverflowError, ValueError):
        return None
    return at if _EARLIEST < at < _LATEST else None


def apple_moment(value: Any) -> datetime | None:
    """Return a moment of Apple's: seconds since 2001, or nanoseconds since iOS 11."""
    if isinstance(value, int | float) and value > NANOSECONDS_FROM:
        return moment(value, APPLE, 1_000_000_000)
    return moment(value, APPLE)


def latest(known: dict[Any, datetime], key: Any, at: datetime | None) -> None:
    """Keep the latest moment for each key."""
    if at is not None and (key not in known or known[key] < at):
        known[key] = at


def later(one: datetime | None, other: datetime | None) -> datetime | None:
    """Return the later of two moments, either of which may be unknown."""
    return max(filter(None, (one, other)), default=None)
