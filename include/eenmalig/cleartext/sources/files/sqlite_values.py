"""From rows of a telephone's database to values: what every family of databases needs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.cleartext.sources.files import sqlite_rows
from eenmalig.cleartext.sources.values import FieldKind, Locator, RawValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from eenmalig.cleartext.sources.files.sqlite_rows import Database

UNIX = datetime(1970, 1, 1, tzinfo=UTC)
APPLE = datetime(2001, 1, 1, tzinfo=UTC)
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

    def __repr__(self) -> str:
        """Show no number and no name: this may end in a traceback."""
        return "StoredNumber()"


class Part(NamedTuple):
    """One table that a format reads: what must be there, and how its rows are read.

    ``numbers`` yields one entry for every row, None for a row without a telephone number.
    ``together`` says that the first table holds numbers which the others lead to: without those
    the database is refused, or its numbers would be lost in silence.
    """

    needs: tuple[tuple[str, ...], ...]
    numbers: Callable[[Database], Iterator[StoredNumber | None]]
    together: bool = False


def recognised(path: Path, parts: Sequence[Part]) -> bool:
    """Return whether this copy of a database has the tables of at least one part."""
    return sqlite_rows.holds(path, *(_telling(part) for part in parts))


def values(path: Path, label: str, parts: Sequence[Part]) -> Iterator[RawValue]:
    """Yield the numbers of every part that is there.

    The locator's sheet is the part's position, its row the position among the rows read.
    Fails when a table is missing that leads to the numbers of another (``SOURCE_UNREADABLE``).
    """
    with sqlite_rows.opened(path, label) as database:
        for position, part in enumerate(parts, start=1):
            has = [database.has(*table) for table in part.needs]
            if part.together and has[0] and not all(has):
                raise database.unreadable(
                    "is a database that lacks a table which leads to its numbers; a complete copy "
                    "is needed"
                )
            if all(has):
                for row, number in enumerate(part.numbers(database), start=1):
                    if number is not None:
                        yield _value(number, Locator(position, row, None))


def _telling(part: Part) -> tuple[tuple[str, ...], ...]:
    return part.needs[:1] if part.together else part.needs


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
    )


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
