"""Spreadsheets in XML of Excel 2003: each cell in its place, as it is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders.office_2003 import cell, row, workbook

from eenmalig.cleartext.sources import Locator, detected
from eenmalig.cleartext.sources.tables import markup_rows
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

HEADER = row(["Naam", "Telefoon"])


def texts(values: list[RawValue]) -> list[str]:
    return [value.text for value in values]


def test_a_document_is_recognised_and_every_sheet_is_read(
    reading: Reading, tmp_path: Path, mobile: str, other: str
) -> None:
    sheets = {
        "a": HEADER + row(["Jan", mobile]),
        "b": row(["Mobiel"]) + row([f"{other}\n{mobile}"]),
    }
    values = reading(workbook(sheets))
    assert [(value.text, value.locator) for value in values] == [
        (mobile, Locator(1, 2, 2)),
        (f"{other}\n{mobile}", Locator(2, 2, 1)),
    ]
    assert detected(tmp_path / "export", "source 1") == "spreadsheetml"


def test_indexes_and_merged_cells_keep_every_number_in_its_place(
    reading: Reading, mobile: str, other: str
) -> None:
    placed = f"<Row>{cell(other, Index='2')}</Row>"
    merged = f"<Row>{cell('x', MergeAcross='1')}{cell(mobile)}</Row>"
    header = row(["Naam", "Telefoon", "Mobiel"])
    values = reading(workbook({"a": header + row(["Jan", mobile, ""], index=5) + placed + merged}))
    numbers = [(value.text, value.locator) for value in values if value.text]
    assert numbers == [
        (mobile, Locator(1, 5, 2)),
        (other, Locator(1, 6, 2)),
        (mobile, Locator(1, 7, 3)),
    ]


def test_a_number_is_read_as_it_is_shown(reading: Reading, mobile: str) -> None:
    last = mobile[4:]
    cells = f"<Row>{cell('Jan')}{cell(int(last), StyleID='shown')}</Row>"
    plain = f"<Row>{cell('Jan')}{cell(int(mobile[1:]))}</Row>"
    values = reading(workbook({"a": HEADER + cells + plain}, code='"06-"00000000'))
    assert texts(values) == [f"06-{last}", mobile[1:]]


def test_dates_are_none_and_comments_are_left(reading: Reading, mobile: str) -> None:
    note = f'<Comment><ss:Data ss:Type="String">bel {mobile}</ss:Data></Comment>'
    dated = '<Row><Cell/><Cell><Data ss:Type="DateTime">2026-01-02T00:00:00.000</Data></Cell></Row>'
    noted = f"<Row>{cell('x')}{cell(mobile).replace('</Cell>', note + '</Cell>')}</Row>"
    values = reading(workbook({"a": HEADER + dated + noted}))
    assert texts(values) == ["date 2026-01-02T00:00:00.000", mobile]


REFUSED = [
    ('<Row><Cell ss:Formula="=RC[-1]"/></Row>', "formulas without an outcome"),
    ('<Row ss:Index="99999999"/>', "far more cells"),
    ('<Row ss:Index="5"/><Row ss:Index="5"/>', "far more cells"),
    ('<Row><Cell ss:Index="99999"/></Row>', "far more cells"),
    ('<Row><Cell ss:Index="-1"/></Row>', "far more cells"),
    ('<Row><Cell ss:MergeAcross="16384"/></Row>', "far more cells"),
    ('<Row><Cell ss:Index="16000"/></Row>' * 200, "far more cells"),
    (f"<Row><Cell><Data>{'x' * 2_000_000}</Data></Cell></Row>", "far larger than a real one"),
    ("<Row><Cell>", "damaged"),
]


@pytest.mark.parametrize(("rows", "said"), REFUSED)
def test_what_is_damaged_or_claims_too_much_is_refused(
    rows: str, said: str, reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A page claims as much as is let pass, in test_web_pages: that takes seconds.
    monkeypatch.setattr(markup_rows, "_MOST_CLAIMED", 1024**2)
    with pytest.raises(EenmaligError, match=said) as raised:
        reading(workbook({"a": HEADER + rows}))
    assert raised.value.code is Code.SOURCE_UNREADABLE


def test_entities_are_not_expanded(reading: Reading, mobile: str) -> None:
    content = workbook({"a": HEADER + row(["Jan", "&a;"])}).replace(b"&amp;a;", b"&a;")
    declared = f'<!DOCTYPE x [<!ENTITY a "{mobile}">]><Workbook'.encode()
    with pytest.raises(EenmaligError, match="has a document type"):
        reading(content.replace(b"<Workbook", declared, 1))
