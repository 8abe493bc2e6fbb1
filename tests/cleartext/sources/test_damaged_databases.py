"""Databases as carving and half copies leave them: read where nothing is lost, else refused."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import databases as build

from eenmalig.cleartext.sources import read
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 400
INDEXED = f"{build.CALLLOG} CREATE INDEX by_number ON calls (number);"
ENDLESS = """(WITH RECURSIVE endless(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM endless)
 SELECT n AS {first}, n AS {second} FROM endless)"""


@pytest.fixture
def path(tmp_path: Path, mobile: str) -> Path:
    calls: build.Rows = {"calls": [{"number": mobile, "date": 1} for _ in range(ROWS)]}
    return build.database(tmp_path / "export", INDEXED, calls)


def count(path: Path) -> int:
    return len(list(read(path, position=1, column=None, format=None)))


def refusal(path: Path) -> str:
    begun = time.monotonic()
    with pytest.raises(EenmaligError) as raised:
        count(path)
    assert time.monotonic() - begun < 10
    assert raised.value.code in {Code.SOURCE_UNREADABLE, Code.SOURCE_FORMAT}
    return str(raised.value)


def page_of(path: Path, name: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        ((page,),) = connection.execute(query, (name,))
    return int(page)


def overwrite(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)


@pytest.mark.parametrize("filler", [b"\0", b"\xff", b"\x0d"])
def test_a_damaged_index_loses_nothing(filler: bytes, path: Path) -> None:
    overwrite(path, (page_of(path, "by_number") - 1) * 4096, filler * 4096)
    assert count(path) == ROWS


@pytest.mark.parametrize("filler", [b"\0", b"\xff", b"\x0d"])
def test_a_damaged_page_of_a_table_that_is_read_is_refused(filler: bytes, path: Path) -> None:
    overwrite(path, (page_of(path, "calls") - 1) * 4096, filler * 4096)
    assert "damaged" in refusal(path)


def test_a_wrong_list_of_free_pages_loses_nothing(path: Path) -> None:
    overwrite(path, 32, (999_999).to_bytes(4, "big") + (77).to_bytes(4, "big"))
    assert count(path) == ROWS


@pytest.mark.parametrize(("pages", "readable"), [(3, True), (900, False)])
def test_a_wrong_count_of_pages_is_refused_unless_all_is_there(
    pages: int, readable: object, path: Path
) -> None:
    with path.open("ab") as file:
        file.write(bytes(40 * 4096))
    overwrite(path, 28, (path.stat().st_size // 4096 + pages - 3).to_bytes(4, "big"))
    if readable:
        assert count(path) == ROWS
    else:
        assert "cut off" in refusal(path)


@pytest.mark.parametrize("schema", [build.CONTACTS2, build.MSGSTORE])
def test_without_the_table_that_leads_to_its_numbers_a_database_is_refused(
    schema: str, tmp_path: Path, mobile: str
) -> None:
    gone = {"mimetypes", "jid"}
    kept = [each for each in schema.split(";\n") if not any(f"TABLE {g} (" in each for g in gone)]
    calls: build.Rows = {"calls": [{"number": mobile, "date": 1}]}
    path = build.database(tmp_path / "half", build.CALLLOG + ";\n".join(kept), calls)
    assert "lacks a table which leads to its numbers" in refusal(path)


def test_an_endless_view_beside_real_tables_is_not_read(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for view, first, second in (("siminfo", "icc_id", "number"), ("sms", "address", "date")):
            held = ENDLESS.format(first=first, second=second)
            connection.execute(f"CREATE VIEW {view} AS SELECT * FROM {held}")
        connection.commit()
    assert count(path) == ROWS


def test_a_trigger_of_the_database_never_runs(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TRIGGER hostile AFTER INSERT ON calls BEGIN SELECT load_extension('x'); END"
        )
        connection.commit()
    assert count(path) == ROWS


def test_a_table_without_row_ids_is_refused_rather_than_read_in_doubt(
    tmp_path: Path, mobile: str
) -> None:
    schema = "CREATE TABLE calls (number TEXT PRIMARY KEY, date, type, numbertype) WITHOUT ROWID;"
    rows: build.Rows = {"calls": [{"number": mobile, "date": 1}]}
    refusal(build.database(tmp_path / "export", schema, rows))


def test_a_huge_blob_in_a_column_that_is_not_read_costs_nothing(
    tmp_path: Path, mobile: str
) -> None:
    schema = "CREATE TABLE calls (_id INTEGER PRIMARY KEY, junk, number, date, type, numbertype);"
    rows: build.Rows = {"calls": [{"junk": bytes(50_000_000), "number": mobile, "date": 1}]}
    begun = time.monotonic()
    assert count(build.database(tmp_path / "export", schema, rows)) == 1
    assert time.monotonic() - begun < 10
