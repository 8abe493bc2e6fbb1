"""What the headings of a table say of a list of exclusion."""

from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook
from tests.cleartext.sources.builders import office_2003, web_page

from eenmalig.cleartext.sources.tables.headings import said_by_headings
from eenmalig.domain.counting import Exclusion
from rehearsal import numbers

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.domain.list_words import SaidOfList


def said(path: Path, text: str) -> SaidOfList | None:
    path.write_text(text, encoding="utf-8")
    return said_by_headings(path, "csv", "file 1")


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_the_column_of_numbers_tells_whose_they_are(tmp_path: Path, delimiter: str) -> None:
    head = delimiter.join(("Naam", "Mobiel geheimhouder"))
    assert said(tmp_path / "a", f"{head}\n") == (Exclusion.PRIVILEGED, True)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Afgemeld\n", (Exclusion.OPTED_OUT, True)),
        ("Lijst van verdachten;;\nNaam;Telefoon\n", (Exclusion.SUSPECTS, True)),
        # Who of all customers is one is for a person to decide.
        ("Telefoon;Geheimhouder\n", (Exclusion.PRIVILEGED, False)),
        ("Telefoon;Afgemeld\n", (Exclusion.OPTED_OUT, False)),
        # A table of calls has the owner beside each.
        ("Nummer;Eigen nummer;Datum\n", None),
        ("Telefoon;Eigenaar\n", None),
        ("Telefoon;Naam\n", None),
        ("", None),
    ],
)
def test_a_title_tells_and_a_column_beside_asks(
    tmp_path: Path, text: str, expected: object
) -> None:
    assert said(tmp_path / "a", text) == expected


def test_below_the_first_number_nothing_is_a_heading(tmp_path: Path) -> None:
    mobile = next(numbers.mobiles(SystemRandom()))
    assert said(tmp_path / "a", f"Telefoon;Naam\n{mobile};x\n;geheimhouder\n") is None


def test_every_sheet_of_a_workbook_is_looked_at(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet().append(["Naam", "Telefoon"])
    book.create_sheet().append(["Telefoonnummer advocaten"])
    book.save(tmp_path / "a.xlsx")
    assert said_by_headings(tmp_path / "a.xlsx", "xlsx", "file 1") == (Exclusion.PRIVILEGED, True)


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Geheimhouders"], (Exclusion.PRIVILEGED, True)),
        (["Klanten", "Geheimhouders"], (Exclusion.PRIVILEGED, False)),
        (["Uitzonderingen"], (None, False)),
        (["Blad1", "Blad2"], None),
    ],
)
def test_the_names_of_sheets_tell_too(tmp_path: Path, names: list[str], expected: object) -> None:
    book = Workbook()
    del book[book.sheetnames[0]]
    for name in names:
        book.create_sheet(name).append(["Naam", "Telefoon"])
    book.save(tmp_path / "a.xlsx")
    assert said_by_headings(tmp_path / "a.xlsx", "xlsx", "file 1") == expected


def test_what_is_no_table_or_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("Geheimhouders\n")
    assert said_by_headings(tmp_path / "a", "vcard", "file 1") is None
    assert said_by_headings(tmp_path / "a", "xlsx", "file 1") is None


@pytest.mark.parametrize("kind", ["html", "spreadsheetml"])
def test_the_tables_of_a_page_and_the_sheets_of_a_document_are_looked_at(
    tmp_path: Path, kind: str
) -> None:
    path, head = tmp_path / "a", ["Naam", "Mobiel geheimhouder"]
    page, document = web_page.page(web_page.table([head])), {"a": office_2003.row(head)}
    path.write_bytes(page if kind == "html" else office_2003.workbook(document))
    assert said_by_headings(path, kind, "file 1") == (Exclusion.PRIVILEGED, True)


def test_the_names_of_sheets_tell_in_a_document_too(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(office_2003.workbook({"Geheimhouders": office_2003.row(["Telefoon"])}))
    assert said_by_headings(path, "spreadsheetml", "file 1") == (Exclusion.PRIVILEGED, True)
