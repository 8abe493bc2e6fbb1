"""Databases of programs that are not read: recognised, and refused with what to ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import databases as build

from eenmalig.cleartext.sources import detected, read
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path

# As ALEAPP and plaso read them.
VIBER_CALLS = """
CREATE TABLE calls (_id INTEGER PRIMARY KEY AUTOINCREMENT, call_id LONG NOT NULL,
 number TEXT NOT NULL, canonized_number TEXT NOT NULL, viber_call BOOLEAN, date LONG,
 duration LONG, type INT, presentation INT);
"""
VIBER_PEOPLE = """
CREATE TABLE vibernumbers (_id INTEGER PRIMARY KEY AUTOINCREMENT, canonized_number TEXT NOT NULL,
 viber_name TEXT, member_id TEXT);
"""
VIBER_CONTACTS = """
CREATE TABLE phonebookcontact (_id INTEGER PRIMARY KEY, display_name TEXT, numbers_name TEXT);
CREATE TABLE phonebookdata (_id INTEGER PRIMARY KEY, contact_id INTEGER, data1 TEXT, data2 TEXT);
"""
VIBER_MESSAGES = """
CREATE TABLE participants (_id INTEGER PRIMARY KEY, participant_info_id INTEGER);
CREATE TABLE participants_info (_id INTEGER PRIMARY KEY, number TEXT, display_name TEXT);
CREATE TABLE messages (_id INTEGER PRIMARY KEY, address TEXT, date LONG, body TEXT);
"""
VIBER = [VIBER_CALLS, VIBER_PEOPLE, VIBER_CONTACTS, VIBER_MESSAGES]


def refusal(path: Path, stated: str | None = None) -> str:
    with pytest.raises(EenmaligError) as raised:
        list(read(path, position=1, column=None, format=stated))
    assert raised.value.code is Code.SOURCE_FORMAT
    return str(raised.value)


@pytest.mark.parametrize("schema", [*VIBER, "".join(VIBER)])
@pytest.mark.parametrize("stated", [None, "android"])
def test_a_database_of_viber_is_refused_by_its_name(
    schema: str, stated: str | None, tmp_path: Path
) -> None:
    path = build.database(tmp_path / "viber_data", schema, {})
    assert "Viber" in refusal(path, stated)
    with pytest.raises(EenmaligError, match="Viber"):
        detected(path, "source 1")


def test_a_program_s_tables_beside_those_of_viber_are_viber_s(tmp_path: Path, mobile: str) -> None:
    rows: build.Rows = {"calls": [{"number": mobile, "date": 1}]}
    both = build.database(tmp_path / "x", build.CALLLOG + VIBER_PEOPLE, rows)
    assert "Viber" in refusal(both)


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE calls (_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, type INTEGER);",
        "CREATE TABLE sms (_id INTEGER, address TEXT, date INTEGER, thread_id INTEGER);",
        "CREATE TABLE addr (_id INTEGER PRIMARY KEY, msg_id INTEGER, address TEXT);",
        "CREATE TABLE handle (id TEXT, service TEXT);",
        "CREATE TABLE message (address TEXT, date INTEGER, flags INTEGER);",
        "CREATE TABLE call (address TEXT, date INTEGER, duration INTEGER);",
        "CREATE TABLE recipient (_id INTEGER PRIMARY KEY, e164 TEXT);",
    ],
)
def test_no_database_is_recognised_by_a_table_that_other_programs_have_too(
    schema: str, tmp_path: Path
) -> None:
    path = build.database(tmp_path / "x", schema, {})
    assert "without the tables of a known program" in refusal(path)
