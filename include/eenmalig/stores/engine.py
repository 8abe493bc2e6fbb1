"""The one place for databases: addresses, settings of a connection, types, transactions, upgrades.

SQLite below ``EENMALIG_HOME``, durable against a power cut: each commit is synced, and so is the
folder that names the journal. What only SQLite can do stays in this module.
"""

from __future__ import annotations

import logging
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.private_files import OURS_ALONE, make_folder, write_new

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MIGRATIONS = Path(__file__).with_name("migrations")
# What SQLite says of a file that is no database, was cut, or lacks what a statement names.
_DAMAGED = (
    "SQLITE_CANTOPEN",
    "SQLITE_CORRUPT",
    "SQLITE_ERROR",
    "SQLITE_FORMAT",
    "SQLITE_NOTADB",
)
_WRITES = "eenmalig_writes"
# A database is written by whole pages, of which none is smaller.
_SMALLEST_PAGE = 512
# Milliseconds that a connection waits for another's transaction before it fails.
_PATIENCE = 20_000
_SETTINGS = (
    f"PRAGMA busy_timeout = {_PATIENCE}",
    "PRAGMA journal_mode = TRUNCATE",
    "PRAGMA synchronous = EXTRA",
    "PRAGMA secure_delete = ON",
    "PRAGMA temp_store = MEMORY",
)


class Moment(sa.types.TypeDecorator[datetime]):
    """A moment, given and returned in UTC."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Return what is stored. SQLite knows no time zones: there it stands without one."""
        if value is None:
            return None
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Return what was given."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class MomentOrOdd(Moment):
    """A moment, or what stands in its place where that is none: one odd row hides no other."""

    cache_ok = True

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], Any]:
        """Return what reads a value, and gives back as it stands what it cannot read."""
        read = super().result_processor(dialect, coltype)

        def tried(value: Any) -> Any:
            try:
                return read(value) if read else value
            except (OverflowError, TypeError, ValueError):
                return value

        return tried


class JsonOrNone(sa.types.TypeDecorator[dict[str, Any]]):
    """What is kept as JSON and is display: None where it is no mapping, or cannot be read."""

    impl = sa.JSON
    cache_ok = True

    def result_processor(self, dialect: sa.Dialect, coltype: object) -> Callable[[Any], Any]:
        """Return what reads a value."""
        read = super().result_processor(dialect, coltype)

        def tried(value: Any) -> dict[str, Any] | None:
            try:
                found = read(value) if read else value
            except (RecursionError, TypeError, ValueError):
                return None
            return found if isinstance(found, dict) else None

        return tried


def engine(path: Path, damaged: Code) -> sa.Engine:
    """Return an engine for the database in a file, which must be there: none is made by this.

    Whatever a connection is used for fails with ``damaged`` when the file is no database, was cut
    short, or lacks a table.
    """
    # Each use opens the file anew: one that was put in its place meanwhile is the one that is read.
    made = sa.create_engine(
        # Not as one text: whoever takes that apart would undo the quoting of "?", "#" and "%".
        sa.URL.create(
            "sqlite", database=f"file:{quote(str(path))}", query={"mode": "rw", "uri": "true"}
        ),
        hide_parameters=True,
        poolclass=sa.NullPool,
    )

    def whole(*_: object) -> None:
        # A pipe in the place of one of these would be waited for without end.
        for each in (path, *(path.with_name(path.name + end) for end in ("-journal", "-wal"))):
            if os.path.lexists(each) and not each.is_file():
                raise EenmaligError(damaged)
        # What is cut within its last page would be read as if that page ended in nothing.
        if path.stat().st_size % _SMALLEST_PAGE:
            raise EenmaligError(damaged)

    event.listen(made, "connect", whole)
    event.listen(made, "connect", _settings)
    event.listen(made, "begin", _begin)

    def explained(context: sa.engine.ExceptionContext) -> EenmaligError | None:
        its = getattr(context.original_exception, "sqlite_errorname", "")
        return EenmaligError(damaged) if its.startswith(_DAMAGED) else None

    event.listen(made, "handle_error", explained, retval=True)
    return made


def is_made(path: Path) -> bool:
    """Whether a database stands there, whatever it is."""
    return path.exists()


def is_exposed(path: Path) -> bool:
    """Whether others than its owner can read or write a database that stands there."""
    return path.is_file() and bool(path.stat().st_mode & 0o077)


def is_busy(error: BaseException) -> bool:
    """Whether a database could not be used since another process held it for too long."""
    its = getattr(getattr(error, "orig", None), "sqlite_errorname", "")
    return its.startswith("SQLITE_BUSY")


def make_ours_alone(path: Path) -> None:
    """Let nobody but its owner read or write a database."""
    path.chmod(OURS_ALONE)


def make(path: Path) -> None:
    """Make an empty database, for us alone. Fails with ``FileExistsError`` when one is there."""
    make_folder(path.parent)
    write_new(path, b"")


@contextmanager
def writing(engine: sa.Engine) -> Iterator[sa.Connection]:
    """Give a connection with one transaction, which is durable when the block has ended.

    Nobody else writes from its first look until its end, so what it read still holds when it
    commits. An error in the block leaves everything as it was.
    """
    with engine.execution_options(**{_WRITES: True}).begin() as connection:
        yield connection


def revision(engine: sa.Engine) -> int:
    """Return the number of the last migration that a database has seen, 0 without any."""
    with engine.connect() as connection:
        if not sa.inspect(connection).has_table("alembic_version"):
            return 0
        return int(
            connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
        )


def upgrade(engine: sa.Engine, database: str) -> None:
    """Bring a database up to date by the migrations of ``database``, all of them or none.

    ``database`` names a folder of ``migrations``. Alembic is imported here, since only an
    installation needs it.
    """
    # Before it is imported: it tells of its own parts even then.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    from alembic import command  # noqa: PLC0415 - not in every task that reads a database
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("version_locations", str(_MIGRATIONS / database))
    config.set_main_option("path_separator", "os")
    with writing(engine) as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _settings(connection: Any, _: object) -> None:
    # Transactions are begun by _begin: the driver's own begins would come too late for a look.
    connection.isolation_level = None
    for setting in _SETTINGS:
        connection.execute(setting)


def _begin(connection: sa.Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
