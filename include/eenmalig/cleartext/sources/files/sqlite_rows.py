"""Reading the tables of a scratch copy: plain tables only, read-only, in bounded time and memory.

No view, trigger or virtual table is touched, no extension loaded, no function of the schema
trusted. Rows come in the order of their ids; ids that do not rise are damage, and the usual
trick to make a small file endless.
"""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.cleartext.sources.files import sqlite_wal
from eenmalig.cleartext.sources.files.sqlite_copy import is_database, lacks_wal
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

SECONDS = 5.0
BYTES_A_SECOND = 2_000_000
LONGEST_VALUE = 256 * 1024

# Every plain table has it, and no list of columns names it.
_ROW_ID = "rowid"
_ROWS_AT_ONCE = 64
_STEPS_BETWEEN_LOOKS = 10_000
_SETTINGS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA mmap_size = 0",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -8000",
    # An index made for one question would cost memory without bound.
    "PRAGMA automatic_index = OFF",
    "PRAGMA query_only = ON",
)
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LONGEST_VALUE,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 50,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


class Joined(NamedTuple):
    """A table beside the main one: the row whose ``key`` is the main table's ``by``.

    Columns that another version of the program lacks are None.
    """

    table: str
    key: str
    by: str
    columns: tuple[str, ...]


class Database:
    """An open copy. We name tables and columns, the file only where all are looked at."""

    def __init__(self, connection: sqlite3.Connection, label: str, size: int) -> None:
        self._connection = connection
        self._label = label
        self._allowed = SECONDS + size / BYTES_A_SECOND
        self._spent = 0.0
        self._resumed = time.monotonic()
        self._columns: dict[str, frozenset[str]] = {}
        connection.set_progress_handler(self._takes_too_long, _STEPS_BETWEEN_LOOKS)
        for kind, most in _LIMITS.items():
            connection.setlimit(kind, most)
        for setting in _SETTINGS:
            self._done(setting)
        # Reads the whole schema, and with it the -wal file.
        self._done("SELECT count(*) FROM sqlite_master")

    def has(self, table: str, *columns: str) -> bool:
        """Return whether there is a plain table with these columns, computed ones left out."""
        known = self._of(table)
        return bool(known) and known.issuperset(set(columns) - {_ROW_ID})

    def rows(
        self,
        table: str,
        *columns: str,
        only: Mapping[str, Sequence[int | str]] | None = None,
        joined: Sequence[Joined] = (),
    ) -> Iterator[tuple[Any, ...]]:
        """Yield the columns of every row, then those of the joined tables; None for what is not.

        ``only`` keeps rows whose column holds one of the values; no other row is looked into.
        Fails when the database is damaged or takes too long to read (``SOURCE_UNREADABLE``).
        """
        previous: int | None = None
        wanted = only or {}
        values = [value for each in wanted.values() for value in each]
        for row in self._fetched(self._question(table, columns, wanted, joined), *values):
            if previous is not None and row[0] <= previous:
                raise self.unreadable("is a database that is damaged; a new copy is needed")
            previous = row[0]
            yield row[1:]

    def tables(self) -> list[tuple[str, Sequence[str]]]:
        """Return every table in the order of the schema with its columns, none of a virtual one."""
        made = self._fetched("SELECT name, sql FROM sqlite_master WHERE type = 'table'")
        return [
            (
                name,
                [] if _is_virtual(str(sql)) else [column for (column,) in self._columns_of(name)],
            )
            for name, sql in list(made)
        ]

    def answers(self, question: str) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a question whose names are quoted. Fails as ``rows`` does."""
        return self._fetched(question)

    @property
    def is_out_of_time(self) -> bool:
        """Whether reading took all the time that there was."""
        return self._spent > self._allowed

    def _columns_of(self, table: str) -> Iterator[tuple[Any, ...]]:
        return self._fetched("SELECT name FROM pragma_table_info(?)", table)

    def _question(
        self,
        table: str,
        columns: Sequence[str],
        only: Mapping[str, Sequence[int | str]],
        joined: Sequence[Joined],
    ) -> str:
        chosen = ["main.rowid", *self._chosen("main", table, columns)]
        beside = ""
        for number, other in enumerate(joined):
            name = f"beside{number}"
            if self.has(other.table, other.key) and self.has(table, other.by):
                chosen += self._chosen(name, other.table, other.columns)
                beside += f' LEFT JOIN "{other.table}" AS {name}'
                beside += f' ON {name}."{other.key}" = main."{other.by}"'
            else:
                chosen += ["NULL"] * len(other.columns)
        kept = [
            f'main."{column}" IN ({", ".join("?" * len(values))})'
            for column, values in only.items()
        ]
        where = f" WHERE {' AND '.join(kept)}" if kept else ""
        start = f'SELECT {", ".join(chosen)} FROM "{table}" AS main NOT INDEXED'  # noqa: S608 - all names are ours
        return f"{start}{beside}{where} ORDER BY main.rowid"

    def _chosen(self, name: str, table: str, columns: Sequence[str]) -> list[str]:
        known = self._of(table)
        return [f'{name}."{column}"' if column in known else "NULL" for column in columns]

    def _of(self, table: str) -> frozenset[str]:
        if table not in self._columns:
            plain = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?"
            made = [str(sql) for (sql,) in self._fetched(plain, table)]
            is_plain = made and not any(map(_is_virtual, made))
            columns = self._columns_of(table) if is_plain else ()
            self._columns[table] = frozenset(column for (column,) in columns)
        return self._columns[table]

    def _fetched(self, question: str, *values: int | str) -> Iterator[tuple[Any, ...]]:
        cursor = self._timed(lambda: self._connection.execute(question, values))
        while batch := self._timed(lambda: cursor.fetchmany(_ROWS_AT_ONCE)):
            yield from batch

    def _done(self, statement: str) -> None:
        self._timed(lambda: self._connection.execute(statement).fetchall())

    def _timed(self, work: Callable[[], Any]) -> Any:
        """Run a piece of work in SQLite; only its time counts, not that of who reads the rows."""
        self._resumed = time.monotonic()
        try:
            return work()
        except (sqlite3.Error, sqlite3.Warning, OverflowError, UnicodeDecodeError) as error:
            why = _reason_of(error)
        finally:
            self._spent += time.monotonic() - self._resumed
        raise self.unreadable(why)

    def _takes_too_long(self) -> int:
        return int(self._spent + time.monotonic() - self._resumed > self._allowed)

    def unreadable(self, why: str) -> EenmaligError:
        """Return the error that says what is wrong with which source."""
        return EenmaligError(Code.SOURCE_UNREADABLE, f"{self._label}: {why}")


def _is_virtual(sql: str) -> bool:
    return "VIRTUAL" in sql.upper().split("(")[0].split()[:2]


def _reason_of(error: Exception) -> str:
    code = getattr(error, "sqlite_errorcode", None)
    if code == sqlite3.SQLITE_INTERRUPT:
        return "is a database that takes too long to read; a new copy is needed"
    if code == sqlite3.SQLITE_NOTADB:
        return "is a database that is encrypted or damaged; a decrypted, complete one is needed"
    return "is a database that is damaged or cut off; a new copy is needed"


@contextmanager
def opened(path: Path, label: str) -> Iterator[Database]:
    """Open a scratch copy, never an original: SQLite writes its index beside what it opens.

    Fails when it is encrypted, damaged, or its ``-wal`` was not taken over whole
    (``SOURCE_UNREADABLE``).
    """
    wal = path.with_name(path.name + "-wal")
    size = path.stat().st_size + (wal.stat().st_size if wal.exists() else 0)
    place = f"{path.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(place, uri=True, isolation_level=None)) as connection:
        connection.text_factory = _text
        database = Database(connection, label, size)
        sqlite_wal.refuse_passed_over(path, label)
        yield database


def _text(content: bytes) -> str:
    return content.decode("utf-8", errors="replace")


def holds(path: Path, *any_of: Sequence[tuple[str, ...]]) -> bool:
    """Return whether this copy of a database has all tables of one of the groups.

    A table is given by its name and the columns that it must have.
    """
    if not is_database(path):
        return False
    try:
        with opened(path, "") as database:
            return any(all(database.has(*table) for table in group) for group in any_of)
    except EenmaligError:
        return False


def what_it_is(path: Path, label: str) -> str:
    """Return what to say about a copy of a database that no reader recognises."""
    try:
        with opened(path, label):
            pass
    except EenmaligError as error:
        return error.mistakes[0].removeprefix(f"{label}: ")
    known = "is a database without the tables of a known program"
    if lacks_wal(path):
        return (
            f"{known}: they may stand in its -wal file, which is missing or empty; it is needed too"
        )
    return f"{known}; the one that holds contacts, calls or messages is needed"
