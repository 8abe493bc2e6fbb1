from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import openpyxl
import pytest

from eenmalig.cleartext.sources import FieldKind, Locator
from eenmalig.cleartext.sources.tables import xlsx as spreadsheet
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]


def workbook(**sheets: Iterable[Iterable[object]]) -> openpyxl.Workbook:
    made = openpyxl.Workbook()
    for sheet in made.worksheets:
        made.remove(sheet)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    return made


def saved(made: openpyxl.Workbook) -> bytes:
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def rewritten(content: bytes, pattern: bytes, by: bytes) -> bytes:
    """Return the workbook with one thing changed in its first sheet."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for name in before.namelist():
            part = before.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part, changed = re.subn(pattern, by, part)
                assert changed == 1
            after.writestr(name, part)
    return held.getvalue()


def texts(values: list[RawValue]) -> list[str]:
    return [each.text for each in values]


def test_whole_numbers_and_floats_keep_their_digits(reading: Reading, mobile: str) -> None:
    digits = mobile.removeprefix("+")
    cells = [int(digits), float(digits), digits, mobile, "3.16123E+10"]
    made = workbook(a=[["Naam", "Tel"], *(["x", each] for each in cells)])
    assert texts(reading(saved(made))) == [digits, digits, digits, mobile, "3.16123E+10"]


def test_dates_are_never_read_as_digits(reading: Reading) -> None:
    made = workbook(a=[["Tel"], [datetime(2026, 1, 2, tzinfo=UTC).replace(tzinfo=None)]])
    assert texts(reading(saved(made)))[0].startswith("date ")


def test_hidden_sheets_are_read_and_located(reading: Reading, mobile: str, other: str) -> None:
    made = workbook(a=[["Tel"], [mobile]], b=[["rapport"], [], ["x", "Mobiel"], ["y", other]])
    made["b"].sheet_state = "veryHidden"
    assert [(each.text, each.locator) for each in reading(saved(made))] == [
        (mobile, Locator(1, 2, 1)),
        (other, Locator(2, 4, 2)),
    ]


def test_a_cell_with_several_lines_stays_one_value(
    reading: Reading, mobile: str, other: str
) -> None:
    made = workbook(a=[["Tel"], [f"{mobile}\n{other}"]])
    assert texts(reading(saved(made))) == [f"{mobile}\n{other}"]


def test_empty_cells_are_given_and_empty_rows_are_not(reading: Reading, mobile: str) -> None:
    made = workbook(a=[["Naam", "Tel"], ["Jan"], [], [None, None], ["Piet", mobile]])
    assert texts(reading(saved(made))) == ["", mobile]


def test_wrong_dimensions_lose_no_row(reading: Reading, mobile: str, other: str) -> None:
    content = saved(workbook(a=[["Naam", "Tel"], ["Jan", mobile], ["Piet", other]]))
    spoiled = rewritten(content, rb'<dimension ref="[^"]+"', b'<dimension ref="A1"')
    assert texts(reading(spoiled)) == [mobile, other]


def test_a_number_stored_in_scientific_notation_keeps_its_digits(
    reading: Reading, mobile: str
) -> None:
    digits = mobile.removeprefix("+")
    content = saved(workbook(a=[["Tel"], [int(digits)]]))
    stored = f"<v>{digits[0]}.{digits[1:]}E10</v>".encode()
    assert texts(reading(rewritten(content, b"<v>%s</v>" % digits.encode(), stored))) == [digits]


def test_a_contacts_sheet_gives_the_telephone_lines_of_its_entries(
    reading: Reading, mobile: str, other: str
) -> None:
    entries = f"Phone-Mobile: {mobile}\nEmail-Home: jan@example.com\nPhone-: {other}"
    header = ["#", "Name", "Entries", "Source", "Account"]
    rows = [[1, "Jan", entries, "Phone", ""], [2, "Piet", "Email-: piet@example.com", "", ""]]
    made = workbook(Contacts=[["Contacts (2)"], header, *rows])
    values = reading(saved(made))
    assert texts(values) == [mobile, other, ""]
    assert [each.field for each in values[:2]] == [FieldKind.PHONE, FieldKind.PHONE]
    assert values[0].locator == Locator(1, 3, 3)


def test_a_sheet_with_numbers_below_no_known_header_is_refused(
    reading: Reading, mobile: str, other: str
) -> None:
    made = workbook(a=[["Tel"], [mobile]], Jansen=[["Bijnaam", "x"], ["y", other]])
    with pytest.raises(EenmaligError) as raised:
        reading(saved(made))
    assert raised.value.code is Code.SOURCE_COLUMN
    assert raised.value.mistakes == ("source 1, sheet 2: holds numbers below no known header",)
    assert "Jansen" not in str(raised.value)


def test_a_sheet_without_numbers_needs_no_header(reading: Reading, mobile: str) -> None:
    made = workbook(summary=[["Gemaakt door", "x"]], a=[["Tel"], [mobile]])
    assert texts(reading(saved(made))) == [mobile]


def test_a_stated_column_decides_what_is_read(reading: Reading, mobile: str, other: str) -> None:
    rows = [["Tel", "Bijnaam"], [mobile, other]]
    made = workbook(a=rows, b=[["rapport"], ["x"]])
    assert texts(reading(saved(made), column="bijnaam")) == [other]


@pytest.mark.parametrize("heading", ["mobiel", "x"])
def test_a_sheet_with_numbers_but_without_the_stated_column_is_refused(
    heading: str, reading: Reading, mobile: str, other: str
) -> None:
    made = workbook(a=[["telefoon"], [mobile]], b=[[heading], [other]])
    with pytest.raises(EenmaligError) as raised:
        reading(saved(made), column="telefoon")
    assert raised.value.code is Code.SOURCE_COLUMN
    assert raised.value.mistakes == ("source 1, sheet 2: holds numbers but not the column stated",)


@pytest.mark.parametrize("spelling", ["{n}", "{d}", "(06) {r}", "0{n} / 0{n}", "tel: 0{n}"])
@pytest.mark.parametrize("above", [[], [["mobiel bijnaam"]]])
def test_a_sheet_without_a_header_is_refused_whatever_the_spelling(
    spelling: str, above: list[list[object]], reading: Reading, mobile: str, other: str
) -> None:
    n = other[3:]
    cell = spelling.format(n=n, r=n[1:], d=f"06.{n[1:3]}.{n[3:5]}.{n[5:7]}.{n[7:]}")
    figure: object = int(cell) if cell.isdecimal() else cell
    made = workbook(a=[["Tel"], [mobile]], b=[*above, [figure]])
    with pytest.raises(EenmaligError) as raised:
        reading(saved(made))
    assert raised.value.mistakes[0].startswith("source 1, sheet 2")


def test_citizens_numbers_on_another_sheet_refuse_nothing(
    reading: Reading, mobile: str, other: str
) -> None:
    made = workbook(a=[["Tel", "BSN"], [mobile, int(other[3:])]], b=[["BSN"], [int(other[3:])]])
    assert texts(reading(saved(made))) == [mobile]


def test_a_formula_without_an_outcome_is_refused(reading: Reading, mobile: str) -> None:
    content = saved(workbook(a=[["Tel"], ["x"], [mobile]], b=[['="0"&A1'], ["x"]]))
    with pytest.raises(EenmaligError) as raised:
        reading(content)
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert "formulas without an outcome" in raised.value.mistakes[0]


@pytest.mark.parametrize("outcome", ["{m}", ""])
def test_a_formula_with_an_outcome_is_read(outcome: str, reading: Reading, mobile: str) -> None:
    content = saved(workbook(a=[["Tel"], ["=B2"], [mobile]]))
    value = outcome.format(m=mobile)
    stored = f'<c r="A2" t="str"><f>B2</f><v>{value}</v></c>'.encode()
    content = rewritten(content, rb'<c r="A2"><f>.*?</c>', stored)
    assert [each for each in texts(reading(content)) if each] == [value, mobile][not value :]


def test_no_known_header_in_any_sheet_is_refused(reading: Reading, mobile: str) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(saved(workbook(a=[["Bijnaam"], [mobile]])))
    assert raised.value.code is Code.SOURCE_COLUMN
    assert mobile[3:] not in str(raised.value)


def test_a_number_shown_as_a_date_gives_no_warning_that_quotes_it(
    reading: Reading, mobile: str
) -> None:
    made = workbook(a=[["Naam", "Tel"], ["Jan", int(mobile.removeprefix("+"))]])
    made["a"]["B2"].number_format = "yyyy-mm-dd"
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert len(reading(saved(made))) == 1
    assert caught == []


def test_a_workbook_that_unpacks_to_far_too_much_is_refused(
    reading: Reading, mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "LARGEST_UNPACKED", 1000)
    with pytest.raises(EenmaligError) as raised:
        reading(saved(workbook(a=[["Tel"], [mobile]])))
    assert raised.value.code is Code.SOURCE_UNREADABLE


def test_a_damaged_workbook_is_refused_without_a_librarys_words(
    reading: Reading, mobile: str
) -> None:
    content = saved(workbook(a=[["Tel"], [mobile]]))
    with pytest.raises(EenmaligError) as raised:
        reading(rewritten(content, rb"</sheetData>.*", b"<c>"))
    assert raised.value.code is Code.SOURCE_UNREADABLE
    said = "is damaged, or claims far more cells than an export holds; ask for CSV"
    assert raised.value.mistakes == (f"source 1: {said}",)
    assert raised.value.__context__ is None
