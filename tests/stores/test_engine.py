"""Databases: a transaction holds whole or not at all, and what is damaged is told as such."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from eenmalig.errors import Code, EenmaligError
from eenmalig.stores import engine as engines
from eenmalig.stores.engine import Moment, engine, make, revision, writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

METADATA = sa.MetaData()
TABLE = sa.Table(
    "things",
    METADATA,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", Moment),
    sa.Column("text", sa.String),
)
ADD = TABLE.insert()


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with one table, and rows enough for several pages; who changes it, copies it."""
    file = tmp_path_factory.mktemp("folder") / "a name with % and ? in it.db"
    make(file)
    with writing(engine(file, Code.INVENTORY_DAMAGED)) as connection:
        METADATA.create_all(connection)
        connection.execute(ADD, [{"text": "x" * 500} for _ in range(40)])
    return file


@pytest.fixture
def file(path: Path, tmp_path: Path) -> Path:
    copied = tmp_path / path.name
    copied.write_bytes(path.read_bytes())
    return copied


@pytest.fixture
def database(file: Path) -> sa.Engine:
    return engine(file, Code.INVENTORY_DAMAGED)


def rows(database: sa.Engine) -> int:
    with database.begin() as connection:
        count: int = connection.execute(sa.select(sa.func.count()).select_from(TABLE)).scalar_one()
        return count


def test_a_transaction_that_fails_leaves_nothing(database: sa.Engine) -> None:
    def fail() -> None:
        with writing(database) as connection:
            connection.execute(ADD.values(text="one"))
            connection.exec_driver_sql("CREATE TABLE more (id INTEGER)")
            connection.execute(TABLE.delete().where(TABLE.c.id == 1))
            raise ZeroDivisionError

    before = rows(database)
    with pytest.raises(ZeroDivisionError):
        fail()
    assert rows(database) == before
    assert not sa.inspect(database).has_table("more")


def test_a_transaction_that_ends_holds_whole(database: sa.Engine, file: Path) -> None:
    before = rows(database)
    with writing(database) as connection:
        connection.execute(ADD.values(text="one"))
        connection.execute(ADD.values(text="two"))
        assert rows(database) == before
    assert rows(engine(file, Code.INVENTORY_DAMAGED)) == before + 2


def test_who_writes_second_waits_from_its_first_look_on(database: sa.Engine) -> None:
    before, seen = rows(database), []
    begun = threading.Event()

    def second() -> None:
        begun.set()
        with writing(database) as connection:
            seen.append(connection.execute(sa.select(TABLE.c.id)).all())

    with writing(database) as connection:
        waiting = threading.Thread(target=second)
        waiting.start()
        assert begun.wait(10)
        time.sleep(0.3)
        assert seen == []
        connection.execute(ADD.values(text="one"))
    waiting.join(30)
    assert [len(each) for each in seen] == [before + 1]


def test_who_only_looks_does_not_wait(database: sa.Engine) -> None:
    before = rows(database)
    with writing(database) as connection:
        connection.execute(ADD.values(text="one"))
        assert rows(database) == before


def test_who_waited_for_too_long_fails_and_the_database_is_not_called_damaged(
    database: sa.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_SETTINGS", ("PRAGMA busy_timeout = 50",))
    with writing(database), pytest.raises(sa.exc.OperationalError), writing(database):
        pass


def test_a_connection_is_durable_and_leaves_nothing_that_was_deleted(database: sa.Engine) -> None:
    with database.connect() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("synchronous", "journal_mode", "secure_delete", "temp_store")
        }
        waits = connection.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    assert told == {
        "synchronous": 3,
        "journal_mode": "truncate",
        "secure_delete": 1,
        "temp_store": 2,
    }
    assert waits >= 10_000


def test_what_was_deleted_stands_in_no_page_and_in_no_journal(
    database: sa.Engine, file: Path
) -> None:
    with writing(database) as connection:
        connection.execute(ADD.values(text="nobody may read this"))
    assert b"nobody may read this" in file.read_bytes()
    with writing(database) as connection:
        connection.execute(TABLE.delete().where(TABLE.c.text == "nobody may read this"))
    for each in file.parent.iterdir():
        assert b"nobody may read this" not in each.read_bytes()


def test_no_database_is_made_by_opening_one(tmp_path: Path) -> None:
    database = engine(tmp_path / "nothing.db", Code.INVENTORY_DAMAGED)
    for use in (rows, revision):
        with pytest.raises(EenmaligError):
            use(database)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["a?b", "a#b", "a%20b", "a b", "a&mode=memory", "één"])
def test_a_database_stands_in_the_file_that_was_named_whatever_that_is_called(
    tmp_path: Path, name: str
) -> None:
    make(tmp_path / name)
    with writing(engine(tmp_path / name, Code.INVENTORY_DAMAGED)) as connection:
        METADATA.create_all(connection)
    assert {path.name for path in tmp_path.iterdir()} <= {name, f"{name}-journal"}
    assert (tmp_path / name).stat().st_size > 0


def test_a_database_is_made_once_and_for_us_alone(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "made.db"
    make(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    with pytest.raises(FileExistsError):
        make(path)


def missing(file: Path) -> None:
    file.unlink()


def empty(file: Path) -> None:
    file.write_bytes(b"")


def cut_in_its_header(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:50])


def cut_to_one_page(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:4096])


def cut_in_half(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 2])


def garbage(file: Path) -> None:
    file.write_bytes(b"garbage " * 5000)


def garbage_in_the_middle(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:4096] + b"\xa5" * (len(content) - 4096))


def folder_in_its_place(file: Path) -> None:
    file.unlink()
    file.mkdir()


DAMAGE = [
    missing,
    empty,
    cut_in_its_header,
    cut_to_one_page,
    cut_in_half,
    garbage,
    garbage_in_the_middle,
    folder_in_its_place,
]


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.parametrize("code", [Code.INVENTORY_DAMAGED, Code.ANSWERS_DAMAGED])
def test_a_damaged_database_is_told_with_its_own_code_by_whoever_reads_or_writes(
    file: Path, damage: Callable[[Path], None], code: Code
) -> None:
    opened_before = engine(file, code)
    rows(opened_before)
    damage(file)
    for database in (opened_before, engine(file, code)):
        with pytest.raises(EenmaligError) as caught, database.begin() as connection:
            connection.execute(sa.select(TABLE)).all()
        assert caught.value.code is code
        with pytest.raises(EenmaligError) as caught, writing(database) as connection:
            connection.execute(TABLE.update().values(text="y" * 600))
        assert caught.value.code is code


def test_what_a_rule_of_the_table_refuses_is_no_damage(database: sa.Engine) -> None:
    with pytest.raises(sa.exc.IntegrityError), writing(database) as connection:
        connection.execute(ADD.values(id=1))


def test_no_error_shows_what_was_to_be_written(database: sa.Engine) -> None:
    with pytest.raises(sa.exc.IntegrityError) as caught, writing(database) as connection:
        connection.execute(ADD.values(id=1, text="secret"))
    assert "secret" not in str(caught.value)


def test_a_database_put_in_anothers_place_is_the_one_that_is_read(
    database: sa.Engine, file: Path
) -> None:
    older, before = file.read_bytes(), rows(database)
    with writing(database) as connection:
        connection.execute(ADD.values(text="one"))
    assert rows(database) == before + 1
    file.with_name("older").write_bytes(older)
    file.with_name("older").replace(file)
    assert rows(database) == before
