"""What a sheet is called tells of all numbers in it, alike in every format of workbooks."""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from tests.cleartext.sources.builders import office_2003
from tests.cleartext.sources.builders.ods import ods
from tests.cleartext.sources.builders.texted import texted
from tests.cleartext.sources.builders.xls import xls

from eenmalig.cleartext.sources import read
from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.cleartext.sources import RawValue

FORMATS = ["xlsx", "xls", "ods", "spreadsheetml"]
ONE, TWO, OWN = islice(numbers.mobiles(Random(13)), 3)
_HEAD = ["Naam", "Telefoon"]
CALLS = [["Van", "Naar"], [TWO, ""]]


def values_of(kind: str, sheets: Mapping[str, list[list[str]]]) -> list[RawValue]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        if kind == "xlsx":
            book = Workbook()
            del book[book.sheetnames[0]]
            for name, rows in sheets.items():
                sheet = book.create_sheet(name)
                for row in rows:
                    sheet.append(row)
            book.save(path)
        elif kind == "spreadsheetml":
            rows_of = {name: "".join(map(office_2003.row, rows)) for name, rows in sheets.items()}
            path.write_bytes(office_2003.workbook(rows_of))
        else:
            path.write_bytes((xls if kind == "xls" else ods)(sheets))
        return list(read(path, position=1, format=kind))


@settings(max_examples=8)
@given(st.data())
def test_a_sheets_name_never_makes_a_recipient_and_loses_nobody(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(FORMATS))
    told = ["Geheimhouders", "Niet benaderen", "Contacts", "Adresboek", "User Accounts", "Getuigen"]
    name = data.draw(st.sampled_from(told))
    sheets = dict(data.draw(st.permutations([(name, [_HEAD, ["x", ONE]]), ("Call Log", CALLS)])))
    values = values_of(kind, sheets)
    assert texted(values) == {TWO}
    assert sum(ONE in value.text for value in values) == 1


@pytest.mark.parametrize("kind", FORMATS)
def test_an_address_book_beside_calls_is_one_of_mere_contacts(kind: str) -> None:
    values = values_of(kind, {"Contacten": [_HEAD, ["x", ONE]], "Oproepen": CALLS})
    assert {value.text: value.contact for value in values if value.text} == {ONE: True, TWO: False}


@pytest.mark.parametrize("kind", FORMATS)
def test_alone_it_is_what_the_source_is_declared_as(kind: str) -> None:
    assert texted(values_of(kind, {"Contacten": [_HEAD, ["x", ONE]], "Blad2": [["x"]]})) == {ONE}


@pytest.mark.parametrize("kind", FORMATS)
def test_accounts_card_and_device_hold_own_numbers(kind: str) -> None:
    facts = [["Name", "Value"], ["MSISDN", OWN], ["IMEI", "1" * 15]]
    values = values_of(
        kind,
        {
            "User Accounts": [["Username", "Entries"], ["jan", f"Phone: {OWN}"]],
            "SIM Data": facts,
            "Device Info": facts,
            "Messages": [["Van", "Naar"], [OWN, TWO]],
        },
    )
    assert texted(values) == {TWO}
    assert [value.owner for value in values] == [True, True, True, False, False]


@pytest.mark.parametrize("kind", FORMATS)
def test_whose_telephone_was_read_is_no_list(kind: str) -> None:
    assert texted(values_of(kind, {"Telefoon verdachte": [_HEAD, ["x", ONE]]})) == {ONE}
