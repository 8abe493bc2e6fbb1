"""Tables in HTML, named ``.xls`` as a rule: each cell in its column, and nothing beside lost."""

from __future__ import annotations

import tracemalloc
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders.web_page import page, table

from eenmalig.cleartext.sources import Locator, detected, read
from eenmalig.cleartext.sources.tables import markup_rows
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]


def placed(values: list[RawValue]) -> list[tuple[str, Locator]]:
    return [(value.text, value.locator) for value in values]


def test_a_page_is_recognised_and_its_tables_are_read_as_sheets(
    reading: Reading, tmp_path: Path, mobile: str, other: str
) -> None:
    content = page(
        table([["Naam", "Telefoon"], ["Jan", mobile]]), table([["Mobiel"], [f"{other}\n{mobile}"]])
    )
    values = reading(content)
    assert placed(values) == [(mobile, Locator(1, 2, 2)), (f"{other}\n{mobile}", Locator(2, 2, 1))]
    assert values[0].label == "Jan"
    assert detected(tmp_path / "export", "source 1") == "html"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_part_of_a_page_without_ends_is_read_in_any_encoding(
    encoding: str, reading: Reading, mobile: str
) -> None:
    begun = f"<TABLE><TR><TD>Naam<TD>Priv\u00e9 mobiel<TR><TD>Zo\u00eb<TD>{mobile}"
    (value,) = reading(begun.encode(encoding))
    assert value.text == mobile
    assert value.label.endswith("Zo\u00eb")


def test_cells_over_several_rows_and_columns_move_no_number(
    reading: Reading, mobile: str, other: str
) -> None:
    rows = (
        "<tr><th>Groep<th>Naam<th>Telefoon<th>x"
        f"<tr><td rowspan=2>A<td>Jan<td>{mobile}<td>1"
        f"<tr><td>Piet<td>{other}<td>2<tr><td colspan=2>B<td>{mobile}<td>3"
    )
    assert placed(reading(page(f"<table>{rows}</table>"))) == [
        (mobile, Locator(1, 2, 3)),
        (other, Locator(1, 3, 3)),
        (mobile, Locator(1, 4, 3)),
    ]


def test_a_line_that_ends_in_the_file_alone_ends_no_line_of_a_cell(
    reading: Reading, mobile: str
) -> None:
    cell = f"<td>\n  {mobile[:6]}\n\t<b>{mobile[6:9]}</b>{mobile[9:]} </td>"
    (value,) = reading(page(f"<table><tr><td>Tel</td></tr><tr>{cell}</tr></table>"))
    assert value.text == f"{mobile[:6]} {mobile[6:]}"


@pytest.mark.parametrize("name", ["x:num", "sdval"])
def test_digits_that_a_cell_does_not_show_are_read_from_beside_it(
    name: str, reading: Reading, mobile: str
) -> None:
    digits = mobile.removeprefix("+")
    cells = [
        f'<td {name}="{digits}">3,16E+10</td>',
        f'<td {name}="{digits[3:]}">06-{digits[3:]}</td>',
    ]
    rows = "".join(f"<tr>{cell}</tr>" for cell in cells)
    values = reading(page(f"<table><tr><td>Tel</td></tr>{rows}</table>"))
    assert [value.text for value in values] == [digits, f"06-{digits[3:]}"]


@pytest.mark.parametrize("tag", ["p", "script", "caption", "div"])
def test_a_number_beside_the_tables_is_refused_and_in_a_list_read(
    tag: str, reading: Reading, tmp_path: Path, mobile: str, other: str
) -> None:
    beside = f"<{tag}>bel {other}</{tag}>"
    content = page(table([["Tel"], [mobile]]), beside=beside)
    with pytest.raises(EenmaligError) as raised:
        reading(content)
    assert raised.value.code is Code.SOURCE_COLUMN
    assert other[3:] not in str(raised.value)
    values = read(tmp_path / "export", position=1, format=None, is_list=True)
    assert {value.text for value in values} == {mobile, other}


def test_tables_within_tables_are_refused(reading: Reading, mobile: str) -> None:
    inner = table([["Tel"], [mobile]])
    with pytest.raises(EenmaligError, match="tables within tables"):
        reading(page(f"<table><tr><td>{inner}</td></tr></table>"))


@pytest.mark.parametrize(
    "rows",
    [
        "<tr>" + "<td>1" * 20_000,
        "<tr><td colspan=1000>" + "<tr><td colspan=1000>" * 100_000,
        "<tr><td>" + "x" * 2_000_000,
        "<tr><td>" + "0612 " * 400_000,
    ],
)
def test_a_page_that_claims_far_more_than_it_holds_is_refused(rows: str, reading: Reading) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(page(f"<table>{rows}"))
    assert raised.value.code is Code.SOURCE_UNREADABLE


def test_a_few_cells_over_many_rows_claim_as_much(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(markup_rows, "_MOST_CLAIMED", 1024**2)
    with pytest.raises(EenmaligError, match="claims far more cells"):
        reading(page("<table><tr>" + "<td rowspan=65534>" * 16_000 + "<tr>" * 200))


def test_memory_does_not_grow_with_the_page(tmp_path: Path, mobile: str) -> None:
    path = tmp_path / "export"

    def peak(count: int) -> int:
        path.write_bytes(page(table([["Naam", "Tel"], *[["Jan", mobile]] * count])))
        tracemalloc.start()
        assert sum(1 for _ in read(path, position=1, format=None)) == count
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    assert peak(20_000) < 2 * peak(2000)
