"""Workbooks that a person opens without a word: what is shown there is what is read."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from tests.cleartext.sources.builders import ods, xls

from eenmalig.cleartext.sources import read
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*cells: object, code: str = "General") -> bytes:
    """Return a workbook with these cells below a header, each with this number format."""
    made, content = openpyxl.Workbook(), io.BytesIO()
    sheet = made.active or made.create_sheet()
    sheet.append(["Telefoon"])
    for position, cell in enumerate(cells, start=2):
        sheet.append([cell])
        sheet.cell(position, 1).number_format = code
    made.save(content)
    return content.getvalue()


def changed(
    content: bytes,
    change: Callable[[bytes], bytes] = bytes,
    named: Callable[[str], str] = str,
) -> bytes:
    """Return a workbook with its sheet changed, and its parts named otherwise."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w") as after:
        for name in before.namelist():
            part = before.read(name)
            after.writestr(named(name), change(part) if name == SHEET else part)
    return made.getvalue()


def texts(values: list[RawValue]) -> list[str]:
    return [value.text for value in values]


@pytest.mark.parametrize(
    "named",
    [
        lambda name: name.replace("/", "\\"),
        lambda name: f"/{name}",
        lambda name: "\\" + name.replace("/", "\\"),
        str.upper,
    ],
)
def test_parts_are_found_however_an_archive_names_them(
    named: Callable[[str], str], reading: Reading, mobile: str
) -> None:
    assert texts(reading(changed(workbook(mobile), named=named))) == [mobile]


EXTENTS = [
    "A0", "A0:AZ48943", "", "A1:XFD1048576", "B5:C6", "A1", "$A$1:$B$2", "A:B", "#REF!",
    "A1:XFD9999999",
]  # fmt: skip


@pytest.mark.parametrize("extent", [f'<dimension ref="{extent}"/>' for extent in EXTENTS] + [
    "", "<dimension/>", "<dimension ref='A0'></dimension>"
])  # fmt: skip
def test_what_a_sheet_says_of_its_extent_means_nothing(
    extent: str, reading: Reading, mobile: str
) -> None:
    def told(part: bytes) -> bytes:
        return re.sub(rb"<dimension [^>]*>", extent.encode(), part)

    assert texts(reading(changed(workbook(mobile, int(mobile[1:])), told))) == [mobile, mobile[1:]]


@pytest.mark.parametrize("space", [b" ", b"\n", b"\r\n\t ", b"\xc2\xa0"[:0] + b"\t"])
def test_space_around_a_value_is_no_part_of_it(space: bytes, reading: Reading, mobile: str) -> None:
    def spaced(part: bytes) -> bytes:
        part = re.sub(rb"<v ?/>|<v></v>", b"", part)
        return part.replace(b"<v>", b"<v>" + space).replace(b"</v>", space + b"</v>")

    content = changed(workbook(mobile, int(mobile[1:])), spaced)
    assert texts(reading(content)) == [mobile, mobile[1:]]


def test_a_number_is_read_with_the_digits_that_its_format_shows(
    reading: Reading, mobile: str
) -> None:
    last, nine, whole = int(mobile[4:]), int(mobile[3:]), int(mobile[1:])
    assert texts(reading(workbook(last, code='"06-"00000000'))) == [f"06-{mobile[4:]}"]
    assert texts(reading(workbook(last, code='[Red]\\0\\6" "00000000;0'))) == [f"06 {mobile[4:]}"]
    assert texts(reading(workbook(nine, code="0000000000"))) == [f"0{mobile[3:]}"]
    assert texts(reading(workbook(nine, code="0#########"))) == [f"0{mobile[3:]}"]
    assert texts(reading(workbook(nine, code='"+32"0'))) == [f"+32{mobile[3:]}"]
    assert texts(reading(workbook(nine, code="[$+32]0"))) == [f"+32{mobile[3:]}"]
    assert texts(reading(workbook(whole, code='"+"00 0 00000000'))) == [f"+31 6 {mobile[4:]}"]


@pytest.mark.parametrize(
    "code", ["0", "#,##0.00", "0.00E+00", "@", '"EUR "0', "dd-mm-yyyy", "###0", "# ?/?"]
)
def test_other_formats_change_no_number(code: str, reading: Reading, mobile: str) -> None:
    assert texts(reading(workbook(int(mobile[1:]), code=code))) == [mobile[1:]]


@pytest.mark.parametrize("code", ['"06-"0.0', '[<=99999999]"06-"0;0', '"+32"#,##0'])
def test_a_number_that_is_shown_in_a_way_not_known_is_refused_and_counted(
    code: str, tmp_path: Path, mobile: str
) -> None:
    path = tmp_path / "export"
    path.write_bytes(workbook(int(mobile[3:]), mobile, code=code))
    shown, text = texts(list(read(path, position=1, format=None)))
    assert shown == f"{mobile[3:]} is shown otherwise"
    assert text == mobile


@pytest.mark.parametrize("code", ['"06-"0', '"+32"0', "0000000000"])
def test_such_a_format_in_an_old_workbook_is_refused_with_what_to_ask_for(
    code: str, reading: Reading, mobile: str
) -> None:
    sheets: dict[str, list[list[xls.Cell]]] = {"a": [["Tel"], [float(mobile[4:])]]}
    assert texts(reading(xls.xls(sheets, code='"EUR "#,##0.00'))) == [str(int(mobile[4:]))]
    with pytest.raises(EenmaligError, match="ask for it saved as XLSX") as raised:
        reading(xls.xls(sheets, code=code))
    assert raised.value.code is Code.SOURCE_UNREADABLE


def open_spreadsheet(cells: str, style: str = "") -> bytes:
    rows = "".join(f"<table:table-row>{cell}</table:table-row>" for cell in cells.split("\0"))
    content = ods.content(ods.table("a", ods.row(["Tel"]) + rows))
    content = content.replace("</office:automatic-styles>", f"{style}</office:automatic-styles>")
    return ods.zipped({"content.xml": content, "META-INF/manifest.xml": "<a/>"})


def text_cell(paragraphs: str) -> str:
    return f'<table:table-cell office:value-type="string">{paragraphs}</table:table-cell>'


def test_each_line_of_a_cell_of_an_open_spreadsheet_stands_by_itself(
    reading: Reading, mobile: str, other: str
) -> None:
    cells = [
        text_cell(f"<text:p>{mobile}</text:p><text:p>{other}</text:p>"),
        text_cell(f"<text:p>{mobile}<text:line-break/>{other}</text:p>"),
        text_cell(
            f"<text:p><text:span>{mobile}<text:line-break></text:line-break></text:span>{other}</text:p>"
        ),
        text_cell(f"<text:p>{mobile}<text:tab/>{other}</text:p>"),
        text_cell(f'<text:p>{mobile}<text:s/>{other}<text:s text:c="2"/></text:p>'),
    ]
    read_as = [
        re.sub(r"\s", "|", text.strip())
        for text in texts(reading(open_spreadsheet("\0".join(cells))))
    ]
    assert read_as == [f"{mobile}|{other}"] * 5


def test_a_number_of_an_open_spreadsheet_is_read_with_the_digits_it_shows(
    reading: Reading, mobile: str
) -> None:
    last, whole = mobile[4:].lstrip("0"), mobile[1:]
    style = (
        '<number:number-style style:name="N1"><number:text>06-</number:text></number:number-style>'
    )
    cells = [
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
        for value, shown in [
            (last, f"06-{mobile[4:]}"), (whole, "3,16E+10"), (whole, whole), (whole, f"{whole},00"),
        ]
    ]  # fmt: skip
    values = texts(reading(open_spreadsheet("\0".join(cells), style)))
    assert values == [f"06-{mobile[4:]}", whole, whole, whole]
