from __future__ import annotations

import os
import secrets
import sqlite3
from contextlib import closing
from itertools import islice
from typing import TYPE_CHECKING, Any

import pytest
from tests.cleartext.sources.builders import databases as build

from eenmalig.cleartext.sources import read
from eenmalig.cleartext.sources.files import sqlite_copy, sqlite_rows
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path


def calls(count: int, number: str = "1") -> build.Rows:
    return {"calls": [{"number": number, "date": 1} for _ in range(count)]}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Jansen.db"


def refusal(path: Path, **more: Any) -> EenmaligError:
    with pytest.raises(EenmaligError) as raised:
        list(read(path, position=1, column=None, format=None, **more))
    assert "Jansen" not in str(raised.value)
    assert raised.value.__context__ is None
    return raised.value


def test_the_copy_stands_below_the_scratch_folder_and_is_removed(
    tmp_path: Path, path: Path
) -> None:
    build.write_ahead(path, build.CALLLOG, {}, calls(200))
    before = sorted(each.name for each in tmp_path.iterdir())
    scratch = tmp_path / "vault" / "scratch"
    reading = read(path, position=1, column=None, format=None, scratch=scratch)
    next(reading)
    (folder,) = scratch.iterdir()
    held = {each.name: each.stat().st_mode & 0o777 for each in folder.iterdir()}
    assert held["export"] == held["export-wal"] == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(list(reading)) == 199
    assert list(scratch.iterdir()) == []
    scratch.rmdir()
    scratch.parent.rmdir()
    assert sorted(each.name for each in tmp_path.iterdir()) == before


def test_the_copy_is_removed_when_reading_stops_early(tmp_path: Path, path: Path) -> None:
    build.database(path, build.CALLLOG, calls(200))
    reading = read(path, position=1, column=None, format=None, scratch=tmp_path / "scratch")
    next(reading)
    reading.close()  # type: ignore[attr-defined]
    assert list((tmp_path / "scratch").iterdir()) == []


def test_the_original_is_not_changed(tmp_path: Path, path: Path) -> None:
    build.write_ahead(path, build.CALLLOG, calls(1), calls(2))
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert len(list(read(path, position=1, column=None, format=None))) == 3
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


def test_a_database_whose_tables_stand_in_a_missing_wal_says_so(path: Path) -> None:
    build.write_ahead(path, build.CALLLOG, {}, calls(2))
    path.with_name(f"{path.name}-wal").unlink()
    error = refusal(path)
    assert error.code is Code.SOURCE_FORMAT
    assert "-wal file, which is missing or empty" in str(error)


@pytest.mark.parametrize("cut", [1, 40, 4_120, 4_130])
def test_a_wal_that_is_cut_off_is_refused_or_gives_all_that_was_committed(
    path: Path, cut: int
) -> None:
    build.write_ahead(path, build.CALLLOG, calls(1), calls(500))
    wal = path.with_name(f"{path.name}-wal")
    os.truncate(wal, wal.stat().st_size - cut)
    if cut == 4_120:
        # Cut on a border it reads as a change that was never finished, as on the telephone.
        assert len(list(read(path, position=1, column=None, format=None))) == 1
    else:
        assert "-wal file is damaged or cut off" in str(refusal(path))


@pytest.mark.parametrize("changed", [3, 40, 32 + 8, 32 + 24 + 2_000])
def test_a_wal_with_a_changed_byte_is_refused(path: Path, changed: int) -> None:
    build.write_ahead(path, build.CALLLOG, calls(1), calls(500))
    wal = path.with_name(f"{path.name}-wal")
    content = bytearray(wal.read_bytes())
    content[changed] ^= 1
    wal.write_bytes(content)
    assert "damaged" in str(refusal(path))


def test_a_wal_that_ends_in_leftovers_of_an_earlier_round_is_read(path: Path) -> None:
    build.write_ahead(path, build.CALLLOG, calls(1), calls(500))
    wal = path.with_name(f"{path.name}-wal")
    with wal.open("ab") as file:
        file.write(secrets.token_bytes(3_000))
    assert len(list(read(path, position=1, column=None, format=None))) == 501


def test_a_wal_of_another_database_is_refused(path: Path) -> None:
    build.write_ahead(path, build.CALLLOG, calls(1), calls(1))
    wal = path.with_name(f"{path.name}-wal")
    wal.write_bytes(b"no wal at all" * 10)
    assert "damaged" in str(refusal(path))


def test_a_truncated_database_is_refused(path: Path) -> None:
    build.database(path, build.CALLLOG, calls(2_000))
    os.truncate(path, path.stat().st_size - 4096)
    error = refusal(path)
    assert error.code is Code.SOURCE_UNREADABLE
    assert "cut off" in str(error)


def test_an_interrupted_change_is_refused(path: Path) -> None:
    build.database(path, build.CALLLOG, calls(2))
    journal = path.with_name(f"{path.name}-journal")
    journal.write_bytes(bytes.fromhex("d9d505f920a163d7") + bytes(504))
    assert "during a change" in str(refusal(path))
    journal.write_bytes(bytes(512))
    assert len(list(read(path, position=1, column=None, format=None))) == 2


@pytest.mark.parametrize("stated", [None, "signal"])
def test_an_encrypted_database_is_named_as_such(path: Path, stated: str | None) -> None:
    path.write_bytes(secrets.token_bytes(20 * 4096))
    with pytest.raises(EenmaligError) as raised:
        list(read(path, position=1, column=None, format=stated))
    assert raised.value.code is Code.SOURCE_FORMAT
    assert "is encrypted" in str(raised.value)


def test_a_database_encrypted_behind_its_header_is_named_as_such(path: Path) -> None:
    build.database(path, build.CALLLOG, calls(2))
    content = path.read_bytes()
    path.write_bytes(content[:92] + content[24:28] + secrets.token_bytes(len(content) - 96))
    assert "encrypted or damaged" in str(refusal(path)) or "damaged" in str(refusal(path))


def test_a_database_of_another_program_is_refused(path: Path) -> None:
    build.database(path, "CREATE TABLE spel (naam TEXT, telefoon TEXT);", {})
    assert "without the tables of a known program" in str(refusal(path))


@pytest.mark.parametrize(
    "schema",
    [
        """CREATE VIEW calls AS WITH RECURSIVE endless(number, date) AS
           (SELECT 1, 1 UNION ALL SELECT number + 1, 1 FROM endless) SELECT * FROM endless;""",
        "CREATE VIRTUAL TABLE calls USING fts4(number, date);",
    ],
)
def test_a_view_or_a_virtual_table_is_never_read(path: Path, schema: str) -> None:
    build.database(path, schema, {})
    assert "without the tables of a known program" in str(refusal(path))


def test_a_column_that_is_computed_is_never_read(path: Path) -> None:
    computed = "number AS (hex(zeroblob(9000)))"
    schema = f"CREATE TABLE calls (_id INTEGER PRIMARY KEY, date, type, numbertype, {computed});"
    build.database(path, schema, {"calls": [{"date": 1}]})
    assert "without the tables of a known program" in str(refusal(path))


def test_a_join_without_an_index_is_stopped(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_rows, "SECONDS", 0.2)
    schema = build.CONTACTS2.replace("_id INTEGER PRIMARY KEY AUTOINCREMENT", "_id INTEGER")
    rows: build.Rows = {
        "mimetypes": [{"_id": 5, "mimetype": build.PHONE_V2}],
        "raw_contacts": [{"_id": 0} for _ in range(20_000)],
        "data": [
            {"mimetype_id": 5, "raw_contact_id": each + 1, "data1": "1"} for each in range(20_000)
        ],
    }
    build.database(path, schema, rows)
    assert "takes too long" in str(refusal(path))


def test_a_page_that_is_counted_twice_is_damage_and_no_endless_table(path: Path) -> None:
    build.database(path, build.CALLLOG, calls(5_000))
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'calls'"
        ((root,),) = connection.execute(query)
    content = bytearray(path.read_bytes())
    start = (root - 1) * 4096
    assert content[start] == 5, "an interior page"
    cells = [int.from_bytes(content[start + 12 + 2 * each :][:2], "big") for each in range(2)]
    content[start + cells[1] : start + cells[1] + 4] = content[start + cells[0] :][:4]
    path.write_bytes(content)
    assert "damaged" in str(refusal(path))


def test_a_value_longer_than_any_telephone_writes_is_refused(path: Path) -> None:
    build.database(path, build.CALLLOG, calls(1, "1" * (sqlite_rows.LONGEST_VALUE + 1)))
    assert refusal(path).code is Code.SOURCE_UNREADABLE


def test_a_database_that_is_too_large_with_its_wal_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.write_ahead(path, build.CALLLOG, calls(1), calls(500))
    monkeypatch.setattr(sqlite_copy, "LARGEST_BYTES", path.stat().st_size + 1)
    assert "larger than" in str(refusal(path))


def test_a_link_beside_a_database_is_not_followed(tmp_path: Path, path: Path) -> None:
    build.database(path, build.CALLLOG, calls(1))
    path.with_name(f"{path.name}-wal").symlink_to(tmp_path / "elsewhere")
    assert len(list(read(path, position=1, column=None, format=None))) == 1


def test_invalid_text_is_replaced_and_counted(path: Path) -> None:
    build.database(path, build.CALLLOG, {"calls": [{"number": b"\xff\xfe06", "date": 1}]})
    (found,) = read(path, position=1, column=None, format=None)
    assert found.text == "\ufffd\ufffd06"


def test_rows_are_not_gathered_before_they_are_given(path: Path) -> None:
    build.database(path, build.CALLLOG, calls(5_000))
    reading = read(path, position=1, column=None, format=None)
    assert len(list(islice(reading, 3))) == 3


def test_a_table_is_given_companions_in_vain(tmp_path: Path) -> None:
    table = tmp_path / "Jansen.csv"
    table.write_text("Tel\n1\n")
    assert "is no database" in str(refusal(table, companions=(table,)))


def test_a_schema_in_broken_text_is_refused(path: Path) -> None:
    build.database(path, build.CALLLOG, calls(2))
    path.write_bytes(
        path.read_bytes().replace(b"CREATE TABLE calls (_id", b"CREATE TABLE calls \xac_id")
    )
    assert "is a database that is" in str(refusal(path))
