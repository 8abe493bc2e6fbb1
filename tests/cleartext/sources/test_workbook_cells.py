"""Cells as other programs than ours write them: none may read as empty, or as something else."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from tests.cleartext.sources.builders import ods

from eenmalig.cleartext.sources import FieldKind, Locator
from eenmalig.cleartext.sources.tables import workbook_process
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

SHEET = "xl/worksheets/sheet1.xml"


def saved(*rows: Sequence[object], chart_between: bool = False) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active or made.create_sheet()
    if chart_between:
        made.create_chartsheet("grafiek")
        sheet = made.create_sheet("tabel")
    for row in rows:
        sheet.append(list(row))
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def with_part(content: bytes, change: Callable[[bytes], bytes], name: str = SHEET) -> bytes:
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for each in before.namelist():
            part = before.read(each)
            after.writestr(each, change(part) if each == name else part)
    return held.getvalue()


def with_rows(xml: str) -> bytes:
    """Return a workbook whose only sheet holds these rows, below a header in row 1."""
    header = '<row r="1"><c r="A1" t="str"><v>Naam</v></c><c r="B1" t="str"><v>Tel</v></c></row>'
    body = f"<sheetData>{header}{xml}</sheetData>".encode()
    return with_part(
        saved(["x"]), lambda part: re.sub(rb"<sheetData>.*</sheetData>", lambda _: body, part)
    )


def texts(values: Sequence[RawValue]) -> list[str]:
    return [each.text for each in values]


@pytest.mark.parametrize("kind", ['t="e"', "s='0' t='e'"])
@pytest.mark.parametrize("error", ["#N/A", "#VALUE!", "#SPILL!"])
def test_an_error_is_given_as_it_stands_and_never_as_an_empty_cell(
    kind: str, error: str, reading: Reading, mobile: str
) -> None:
    cells = f'<row r="2"><c r="B2" {kind}><v>{error}</v></c></row>'
    cells += f'<row r="3"><c r="B3" t="str"><v>{mobile}</v></c></row>'
    assert texts(reading(with_rows(cells))) == [error, mobile]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B2" t="str"><v><![CDATA[{m}]]></v></c>',
        '<c r="B2" t="inlineStr"><is><t>{m}</t></is></c>',
        '<c r="B2" t="inlineStr"><is><r><t>{h}</t></r><r><t>{r}</t></r></is></c>',
        '<c r="B2" t="str"><v>{h}<!-- x -->{r}</v></c>',
        '<c/><c t="str"><v>{m}</v></c>',
        '<c r="b2" t="str"><v>{m}</v></c>',
        '<c r="B2" t="str"><f>A1</f><v>{m}</v></c>',
    ],
)
def test_a_text_is_read_however_its_cell_is_written(
    cell: str, reading: Reading, mobile: str
) -> None:
    written = cell.format(m=mobile, h=mobile[:6], r=mobile[6:])
    assert texts(reading(with_rows(f'<row r="2">{written}</row>'))) == [mobile]


def test_verbatim_text_in_an_open_spreadsheet_is_read(reading: Reading, mobile: str) -> None:
    rows = ods.row(["Tel"]) + ods.row(["x"]).replace(">x<", f"><![CDATA[{mobile}]]><")
    made = {"content.xml": ods.content(ods.table("a", rows)), "META-INF/manifest.xml": "<a/>"}
    assert texts(reading(ods.zipped(made))) == [mobile]


def test_a_part_in_an_encoding_that_reads_as_empty_is_refused(
    reading: Reading, mobile: str
) -> None:
    def in_utf16(part: bytes) -> bytes:
        return part.decode().replace("UTF-8", "UTF-16").encode("utf-16")

    with pytest.raises(EenmaligError) as raised:
        reading(with_part(saved(["Tel"], [mobile]), in_utf16))
    assert raised.value.code is Code.SOURCE_UNREADABLE


def test_names_with_a_prefix_are_read(reading: Reading, mobile: str) -> None:
    def prefixed(part: bytes) -> bytes:
        return re.sub(rb"<(/?)(\w)", rb"<\1x:\2", part).replace(b"xmlns=", b"xmlns:x=")

    assert texts(reading(with_part(saved(["Tel"], [mobile]), prefixed))) == [mobile]


def test_rich_text_and_merged_cells_are_read(reading: Reading, mobile: str) -> None:
    made = openpyxl.Workbook()
    sheet = made.active or made.create_sheet()
    sheet.append(["Tel", "Naam"])
    bold = TextBlock(InlineFont(b=True), mobile[6:])
    sheet["A2"] = CellRichText(mobile[:6], bold)
    sheet.merge_cells("A2:B3")
    held = io.BytesIO()
    made.save(held)
    assert texts(reading(held.getvalue())) == [mobile]


def test_a_number_keeps_its_digits_when_it_is_shown_as_a_date(
    reading: Reading, mobile: str
) -> None:
    digits = mobile.removeprefix("+")
    made = openpyxl.Workbook()
    sheet = made.active or made.create_sheet()
    sheet.append(["Tel"])
    sheet.append([int(digits)])
    sheet["A2"].number_format = "d-m-yyyy"
    held = io.BytesIO()
    made.save(held)
    assert texts(reading(held.getvalue())) == [digits]


@pytest.mark.parametrize(
    "moment",
    [
        datetime.fromisoformat("2026-01-02 03:04"),
        date(2026, 1, 2),
        time(3, 4),
        timedelta(days=40_000),
    ],
)
def test_no_kind_of_moment_is_read_as_digits(moment: object, reading: Reading) -> None:
    (text,) = texts(reading(saved(["Tel"], [moment])))
    assert text.startswith("date ")


def test_a_cell_beyond_the_header_is_read_although_another_row_is_wider(
    reading: Reading, mobile: str, other: str
) -> None:
    values = reading(saved(["Naam", "Tel"], ["Jan", mobile, other], ["Piet", mobile, None, "x"]))
    assert [(each.text, each.field) for each in values] == [
        (mobile, FieldKind.PHONE),
        (other, FieldKind.UNLABELLED),
        (mobile, FieldKind.PHONE),
    ]


def test_a_chart_among_the_sheets_counts_as_one(reading: Reading, mobile: str) -> None:
    (value,) = reading(saved(["Tel"], [mobile], chart_between=True))
    assert value.locator == Locator(3, 2, 1)


def test_a_cell_at_the_far_end_costs_no_memory_of_ours(reading: Reading) -> None:
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(EenmaligError, match="claims far more cells"):
        reading(with_rows(far))


def test_a_workbook_of_many_cells_is_read_within_a_limit_of_memory(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = (
        '<row><c t="str"><v>Jan</v></c><c t="str"><v>0{}</v></c>' + "<c><v>1</v></c>" * 4 + "</row>"
    )
    content = with_rows("".join(row.format(each) for each in range(100_000)))
    assert len(reading(content)) == 100_000
    monkeypatch.setattr(workbook_process, "MOST_MEMORY", 64 * 1024**2)
    with pytest.raises(EenmaligError, match="claims far more cells"):
        reading(content)
