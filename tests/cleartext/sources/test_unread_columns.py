"""A column of a database with numbers that are not read is told by its position, and refused."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cleartext.choosing import chosen
from tests.cleartext.sources.builders import databases as build

from eenmalig.cleartext.sources import read
from eenmalig.cleartext.sources.files.sqlite_unread import Mobiles, UnreadColumn
from eenmalig.errors import Code, EenmaligError
from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable

# Behind the one of calls, and the one in which SQLite counts.
TABLE = 3


def with_column(path: Path, called: str, values: list[Any], column: str = "wie") -> Path:
    """Write a list of calls, and a table beside it whose second column holds ``values``."""
    build.database(path, build.CALLLOG, {"calls": [{"number": called, "date": 1}]})
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f'CREATE TABLE erbij (een TEXT, "{column}")')
        rows = [("x", value) for value in values]
        connection.executemany("INSERT INTO erbij VALUES (?, ?)", rows)
    return path


def texts(path: Path, *unread: tuple[int, int], is_list: bool = False) -> list[str]:
    accepted = frozenset(unread)
    values = read(path, position=1, column=None, format=None, unread=accepted, is_list=is_list)
    return [value.text for value in values]


def refused(path: Path, *unread: tuple[int, int]) -> EenmaligError:
    with pytest.raises(EenmaligError) as raised:
        texts(path, *unread)
    assert raised.value.code is Code.SOURCE_COLUMN
    return raised.value


def national(mobile: str) -> str:
    return f"06 {mobile[4:]}"


def of_whatsapp(mobile: str) -> str:
    return f"{mobile[1:]}@s.whatsapp.net"


def packed(mobile: str) -> bytes:
    return mobile.encode()


def whole(mobile: str) -> int:
    return int(mobile[1:])


@pytest.mark.parametrize(
    "spelled", [str, national, of_whatsapp, packed, whole, "p:{}".format, "SMS;-;{}".format]
)
def test_a_column_of_numbers_that_is_not_read_is_told_by_its_position(
    spelled: Callable[[str], Any], tmp_path: Path, mobiles: Callable[[int], list[str]]
) -> None:
    called, *unread = mobiles(4)
    path = with_column(tmp_path / "x", called, [*map(spelled, unread), None, ""], "Jansen")
    (said,) = refused(path).mistakes
    assert f"table {TABLE}, column 2" in said
    assert f"unread: [{TABLE}/2]" in said
    assert "Jansen" not in said


def test_a_column_that_a_person_passed_over_is_not_read(
    tmp_path: Path, mobiles: Callable[[int], list[str]]
) -> None:
    called, *unread = mobiles(4)
    path = with_column(tmp_path / "x", called, unread)
    assert texts(path, (TABLE, 2)) == [called]
    assert refused(path, (TABLE, 1)).mistakes[0].startswith("source 1, table 3, column 2")


def test_a_place_where_nothing_is_passed_over_is_a_mistake(tmp_path: Path, mobile: str) -> None:
    path = with_column(tmp_path / "x", mobile, ["a"])
    assert texts(path) == [mobile]
    (said,) = refused(path, (TABLE, 2), (9, 9)).mistakes[:1]
    assert said.startswith("source 1, unread: 3/2")


def test_places_to_pass_over_are_of_databases_only(tmp_path: Path, mobile: str) -> None:
    path = tmp_path / "x"
    path.write_text(f"Tel\n{mobile}\n")
    assert "is for columns of a database" in str(refused(path, (1, 1)))


def test_numbers_that_are_read_elsewhere_lose_nobody(
    tmp_path: Path, mobiles: Callable[[int], list[str]]
) -> None:
    people = mobiles(5)
    rows: build.Rows = {
        "calls": [
            {"number": national(each), "date": 1, "name": each, "normalized_number": each}
            for each in people
        ]
    }
    path = build.database(tmp_path / "x", build.CALLLOG, rows)
    assert texts(path) == list(map(national, people))


@pytest.mark.parametrize(
    "values",
    [
        # Two are too few.
        lambda people: people[:2],
        # Most are no numbers: a text in which somebody is named.
        lambda people: [*people, "a", "b", "c", "d"],
        # Nine digits may be a citizen's number, and others go on.
        lambda people: [each[3:] for each in people],
        lambda people: [f"{each}12" for each in people],
        lambda people: [f"{each[1:]}@lid" for each in people],
    ],
)
def test_what_is_no_column_of_numbers_is_not_refused(
    values: Any, tmp_path: Path, mobiles: Callable[[int], list[str]]
) -> None:
    called, *people = mobiles(4)
    assert texts(with_column(tmp_path / "x", called, values(people))) == [called]


def test_the_numbers_of_a_network_s_exchange_are_nobody_s(
    tmp_path: Path, mobiles: Callable[[int], list[str]]
) -> None:
    people, exchanges = mobiles(3), mobiles(3)
    rows: build.Rows = {
        "sms": [
            {"thread_id": 1, "address": one, "date": 1, "service_center": other}
            for one, other in zip(people, exchanges, strict=True)
        ]
    }
    assert texts(build.database(tmp_path / "x", build.MMSSMS, rows)) == people


def test_of_an_exclusion_list_such_a_column_is_read_too(
    tmp_path: Path, mobiles: Callable[[int], list[str]]
) -> None:
    called, *others = mobiles(4)
    path = with_column(tmp_path / "x", called, others)
    assert texts(path, is_list=True) == [called, *others]


@pytest.mark.parametrize("column", ['a"b', "a';b", "rowid", "select", "\u00e9\n"])
def test_no_name_of_a_column_hinders_the_look(
    column: str, tmp_path: Path, mobiles: Callable[[int], list[str]]
) -> None:
    called, *others = mobiles(4)
    path = build.database(tmp_path / "x", build.CALLLOG, {"calls": [{"number": called, "date": 1}]})
    quoted = column.replace('"', '""')
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f'CREATE TABLE "{quoted}" (een TEXT, "{quoted}" TEXT)')
        connection.executemany(f'INSERT INTO "{quoted}" VALUES (1, ?)', [(x,) for x in others])
    assert "column 2" in str(refused(path))


def test_a_column_beside_one_with_huge_values_is_looked_at(
    tmp_path: Path, mobiles: Callable[[int], list[str]]
) -> None:
    called, *others = mobiles(4)
    path = with_column(tmp_path / "x", called, others)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE erbij SET een = ?", ("x" * 1_000_000,))
    assert "column 2" in str(refused(path))


def test_a_damaged_table_that_is_not_read_hinders_nothing(tmp_path: Path, mobile: str) -> None:
    path = with_column(tmp_path / "x", mobile, ["a"] * 2000)
    with closing(sqlite3.connect(path)) as connection:
        query = "SELECT rootpage FROM sqlite_master WHERE name = 'erbij'"
        ((page,),) = connection.execute(query)
    with path.open("r+b") as file:
        file.seek((page - 1) * 4096)
        file.write(b"\xff" * 4096)
    assert texts(path) == [mobile]


def test_a_set_of_mobiles_is_exact_and_takes_every_spelling(
    mobiles: Callable[[int], list[str]],
) -> None:
    known, *others = mobiles(50)
    noted = Mobiles()
    noted.add(national(known))
    assert noted.holds(int(known[4:]))
    assert not any(noted.holds(int(each[4:])) for each in others)


def test_a_column_shows_no_name() -> None:
    assert "Jansen" not in repr(UnreadColumn(1, 2, "Jansen", "Jansen"))


@settings(deadline=None, max_examples=25)
@given(
    seed=st.integers(0, 2**32),
    unread=st.integers(0, 6),
    known=st.integers(0, 3),
    words=st.integers(0, 6),
)
def test_a_column_is_refused_when_half_of_what_is_not_read_elsewhere_are_people(
    seed: int, unread: int, known: int, words: int
) -> None:
    called, *people = islice(numbers.mobiles(Random(seed)), unread + 1)
    values = [*people, *[called] * known, *["woord"] * words]
    with tempfile.TemporaryDirectory() as folder:
        path = with_column(Path(folder) / "x", called, values)
        loses = unread >= 3 and unread >= words
        if loses:
            assert "column 2" in str(refused(path))
        accepted = frozenset({(TABLE, 2)} if loses else set())
        tally, texted = chosen(path, unread=accepted)
    assert (tally.read, texted) == (1, {called})
