from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from tests.cleartext.sources.builders import ods as open_spreadsheet
from tests.cleartext.sources.builders import xls as old_spreadsheet

from eenmalig.cleartext.sources import FieldKind, Locator, read
from eenmalig.cleartext.sources.tables import ods, workbook_process
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

Sheets = Mapping[str, Sequence[Sequence[Any]]]


def as_xls(sheets: Sheets, hidden: Sequence[str] = ()) -> bytes:
    return old_spreadsheet.xls(sheets, hidden=dict.fromkeys(hidden, old_spreadsheet.VERY_HIDDEN))


def as_ods(sheets: Sheets, hidden: Sequence[str] = ()) -> bytes:
    return open_spreadsheet.ods(sheets, hidden=hidden)


Saved = Callable[..., bytes]
both = pytest.mark.parametrize("saved", [as_xls, as_ods])


def texts(values: list[RawValue]) -> list[str]:
    return [each.text for each in values]


@pytest.mark.parametrize(("saved", "name"), [(as_xls, "xls"), (as_ods, "ods")])
def test_a_workbook_is_recognised_by_its_content(
    saved: Saved, name: str, reading: Reading, mobile: str
) -> None:
    content = saved({"a": [["Naam", "Tel"], ["Jan", mobile]]})
    for stated in (None, name):
        (value,) = reading(content, stated=stated)
        assert (value.text, value.field, value.owner) == (mobile, FieldKind.PHONE, False)
    with pytest.raises(EenmaligError):
        reading(content, stated="xlsx")


@both
def test_hidden_sheets_and_headers_further_down_are_read(
    saved: Saved, reading: Reading, mobile: str, other: str
) -> None:
    sheets = {
        "a": [["Tel"], [mobile]],
        "b": [["rapport"], [None], ["x", "Mobiel"], ["y", other]],
    }
    assert [(each.text, each.locator) for each in reading(saved(sheets, hidden=["b"]))] == [
        (mobile, Locator(1, 2, 1)),
        (other, Locator(2, 4, 2)),
    ]


@both
def test_rows_keep_their_position_below_empty_rows_and_columns(
    saved: Saved, reading: Reading, mobile: str
) -> None:
    sheets = {"a": [[None], [None], [None, None, "Tel"], [None], [None, None, mobile]]}
    (value,) = reading(saved(sheets))
    assert value.locator == Locator(1, 5, 3)


@both
def test_whole_numbers_keep_their_digits_and_dates_are_none(
    saved: Saved, reading: Reading, mobile: str
) -> None:
    digits = mobile.removeprefix("+")
    shown = old_spreadsheet.Date(46024) if saved is as_xls else date(2026, 1, 2)
    cells = [float(digits), digits, "3.16123E+10", 612.5, shown]
    values = texts(reading(saved({"a": [["Naam", "Tel"], *(["x", each] for each in cells)]})))
    assert values[:4] == [digits, digits, "3.16123E+10", "612.5"]
    assert values[4].startswith("date ")


@both
def test_a_cell_with_several_lines_stays_one_value(
    saved: Saved, reading: Reading, mobile: str, other: str
) -> None:
    sheets = {"a": [["Tel"], [f"{mobile}\n{other}"]]}
    assert texts(reading(saved(sheets))) == [f"{mobile}\n{other}"]


@both
def test_a_contacts_sheet_gives_the_telephone_lines_of_its_entries(
    saved: Saved, reading: Reading, mobile: str, other: str
) -> None:
    entries = f"Phone-Mobile: {mobile}\nEmail-Home: jan@example.com\nPhone-: {other}"
    sheets = {"Contacts": [["Contacts (1)"], ["#", "Name", "Entries"], [1.0, "Jan", entries]]}
    assert texts(reading(saved(sheets))) == [mobile, other]


@both
def test_a_sheet_with_numbers_below_no_known_header_is_refused(
    saved: Saved, reading: Reading, mobile: str, other: str
) -> None:
    sheets = {"a": [["Tel"], [mobile]], "Jansen": [["Bijnaam"], *[["x"]] * 40, [other]]}
    with pytest.raises(EenmaligError) as raised:
        reading(saved(sheets))
    assert raised.value.code is Code.SOURCE_COLUMN
    assert raised.value.mistakes == ("source 1, sheet 2: holds numbers below no known header",)
    with pytest.raises(EenmaligError) as raised:
        reading(saved(sheets), column="bijnaam")
    assert raised.value.code is Code.SOURCE_COLUMN
    assert raised.value.mistakes == ("source 1, sheet 1: holds numbers but not the column stated",)


@both
def test_a_stated_column_decides_what_is_read(
    saved: Saved, reading: Reading, mobile: str, other: str
) -> None:
    sheets = {"a": [["Tel", "Bijnaam"], [mobile, other]], "Jansen": [["Notitie"], ["x"]]}
    assert texts(reading(saved(sheets), column="bijnaam")) == [other]


@both
def test_nine_digits_count_in_a_sheet_without_a_heading_and_not_below_another(
    saved: Saved, reading: Reading, mobile: str
) -> None:
    nine = int(mobile[3:])
    held = {"a": [["Tel"], [mobile]], "b": [["BSN"], [nine]]}
    assert texts(reading(saved(held))) == [mobile]
    with pytest.raises(EenmaligError) as raised:
        reading(saved({"a": [["Tel"], [mobile]], "b": [[nine]]}))
    assert raised.value.mistakes == ("source 1, sheet 2: holds numbers below no known header",)


@both
@pytest.mark.parametrize("heading", ["Prepaid", "Bundel", "Klantnr", "BSN"])
@pytest.mark.parametrize("above", [[], [[2024]], [["Telefoonkosten"], [2024]], [["Overzicht"]]])
def test_nine_digits_below_another_heading_are_no_telephones_whatever_stands_above_it(
    saved: Saved, heading: str, above: list[list[Any]], reading: Reading, mobile: str
) -> None:
    nine = int(mobile[3:])
    sheets = {"a": [["Tel", heading], [mobile, nine]], "b": [*above, [heading], [nine], [nine]]}
    assert texts(reading(saved(sheets))) == [mobile]


@both
@pytest.mark.parametrize("above", [[["Bundels"]], [["Overzicht"], [2024]]])
def test_nine_digits_below_a_heading_of_telephones_count_whatever_stands_above_it(
    saved: Saved, above: list[list[Any]], reading: Reading, mobile: str
) -> None:
    sheet = [*above, ["Prepaid telefoon"], [int(mobile[3:])]]
    with pytest.raises(EenmaligError) as raised:
        reading(saved({"a": [["Tel"], [mobile]], "b": sheet}))
    assert raised.value.mistakes == ("source 1, sheet 2: holds numbers below no known header",)


@both
def test_of_an_exclusion_list_every_number_of_every_sheet_counts(
    saved: Saved, tmp_path: Path, mobile: str, other: str
) -> None:
    path = tmp_path / "list"
    path.write_bytes(saved({"a": [["naam", "nummer"], ["x", mobile]], "b": [["y", other]]}))
    for column in (None, "nummer"):
        values = read(path, position=1, column=column, format=None, is_list=True)
        same = texts(list(values)) == [mobile, other]
        assert same
    with pytest.raises(EenmaligError) as raised:
        list(read(path, position=1, column="bijnaam", format=None, is_list=True))
    said = "exclusion list 1: the column stated is not there, in any sheet"
    assert raised.value.mistakes == (said,)


@both
def test_no_known_header_in_any_sheet_is_refused(
    saved: Saved, reading: Reading, mobile: str
) -> None:
    for column in (None, "Achternaam"):
        with pytest.raises(EenmaligError) as raised:
            reading(saved({"a": [["Bijnaam"], [mobile]]}), column=column)
        assert raised.value.code is Code.SOURCE_COLUMN
        assert mobile[3:] not in str(raised.value)


@both
def test_a_damaged_workbook_is_refused(saved: Saved, reading: Reading, mobile: str) -> None:
    content = saved({"a": [["Tel"], [mobile]]})
    broken = [content[: len(content) // 2], content.replace(b"content.xml", b"content.xmk")]
    for each in broken[: 1 if saved is as_xls else 2]:
        with pytest.raises(EenmaligError) as raised:
            reading(each)
        assert raised.value.code in {Code.SOURCE_UNREADABLE, Code.SOURCE_FORMAT}
        assert mobile[3:] not in str(raised.value)


PROTECTED = [
    old_spreadsheet.xls({"a": [["Tel"]]}, encryption=old_spreadsheet.RC4),
    old_spreadsheet.xls({"a": [["Tel"]]}, encryption=old_spreadsheet.XOR),
    open_spreadsheet.ods({"a": [["Tel"]]}, encrypted=True),
    open_spreadsheet.zipped({"encrypted-package": "x", "META-INF/manifest.xml": "x"}),
    old_spreadsheet.compound("EncryptedPackage", b"x"),
]


@pytest.mark.parametrize("content", PROTECTED)
def test_a_protected_workbook_says_so(content: bytes, reading: Reading) -> None:
    with pytest.raises(EenmaligError, match="is protected by a password"):
        reading(content)


CELL = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
SPACE = '<table:table-cell table:number-columns-repeated="16000"/>'
FAR = "".join(
    f'<table:table-row table:number-rows-repeated="1000000">{cells}</table:table-row>'
    for cells in (CELL, SPACE + CELL)
)


def test_a_small_file_that_claims_billions_of_cells_is_refused_soon(reading: Reading) -> None:
    bomb = open_spreadsheet.zipped(
        {"content.xml": open_spreadsheet.content(open_spreadsheet.table("a", FAR))}
    )
    begun = time.monotonic()
    with pytest.raises(EenmaligError) as raised:
        reading(bomb)
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert time.monotonic() - begun < 10


def test_entities_are_not_expanded(reading: Reading, mobile: str) -> None:
    rows = open_spreadsheet.row(["Tel"]) + open_spreadsheet.row(["&a;"]).replace("&amp;", "&")
    text = open_spreadsheet.content(open_spreadsheet.table("a", rows))
    declared = f'<!DOCTYPE x [<!ENTITY a "{mobile}">]><office:'
    content = open_spreadsheet.zipped(
        {"content.xml": text.replace("<office:", declared, 1), "META-INF/manifest.xml": "<a/>"}
    )
    with pytest.raises(EenmaligError) as raised:
        reading(content)
    assert raised.value.code is Code.SOURCE_UNREADABLE


@both
def test_too_large_a_workbook_is_refused_unread(
    saved: Saved, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook_process, "LARGEST_BYTES", 100)
    with pytest.raises(EenmaligError, match="is larger than"):
        reading(saved({"a": [["Tel"]]}))


def test_what_unpacks_to_far_too_much_is_refused(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ods, "LARGEST_UNPACKED", 1000)
    with pytest.raises(EenmaligError, match="unpacks to far more"):
        reading(as_ods({"a": [["Tel"]]}))


def test_no_list_of_processes_names_the_file_and_none_stays(tmp_path: Path, mobile: str) -> None:
    path = tmp_path / "Jansen"
    path.write_bytes(as_xls({"a": [["Tel"], *[[mobile]] * 20_000]}))
    values = read(path, position=1, column=None, format=None)
    assert next(values).text == mobile
    (child,) = children()
    assert b"Jansen" not in child
    values.close()  # type: ignore[attr-defined]
    assert children() == []


def children() -> list[bytes]:
    """The command lines of the processes that this one started for a workbook."""
    found = []
    for each in os.listdir("/proc"):  # noqa: PTH208 - files of the system, some gone at once
        try:
            with open(f"/proc/{each}/cmdline", "rb") as command:  # noqa: PTH123 - as above
                line = command.read()
            with open(f"/proc/{each}/stat") as stat:  # noqa: PTH123 - as above
                parent = int(stat.read().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        if b"workbook_program" in line and parent == os.getpid():
            found.append(line)
    return found
