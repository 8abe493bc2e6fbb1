"""The certificate for who hears it: tagged as PDF/UA-1 wants it, in reading order."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.documents.reading_pdf import artifacts, reader, structure

from eenmalig.documents.certificate_pdf import render_certificate
from eenmalig.documents.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    Sample = Callable[..., dict[str, Any]]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_reader_is_told_title_language_and_that_there_are_tags(
    language: str, certificate: Sample
) -> None:
    read = reader(render_certificate(certificate(language)))
    root: Any = read.root_object
    assert root["/MarkInfo"] == {"/Marked": True, "/Suspects": False}
    assert root["/Lang"] == language
    assert root["/ViewerPreferences"]["/DisplayDocTitle"].value is True
    assert read.metadata
    assert read.metadata.title == words(language).say("certificate", "title")
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_its_title_and_each_section_are_headings(language: str, certificate: Sample) -> None:
    said = words(language).say
    document = structure(render_certificate(certificate(language)))
    assert [each.text for each in document.all("H1")] == [said("certificate", "title")]
    assert [each.text for each in document.all("H2")] == [
        said("certificate", "facts"),
        said("report", "approvals"),
        said("certificate", "items"),
        said("scan", "title"),
        said("certificate", "beyond"),
        said("certificate", "looked"),
        said("certificate", "seal"),
    ]
    kinds = ["H1", "P", "P", "P", "H2", "L", "H2", "P", "Table", "H2", "Table", "P", "H2", "P"]
    assert [each.kind for each in document.within][: len(kinds)] == kinds


def test_each_fact_is_a_label_with_its_value(certificate: Sample) -> None:
    (facts,) = structure(render_certificate(certificate())).all("L")
    told = {each.all("Lbl")[0].text: each.all("LBody")[0].text for each in facts.all("LI")}
    assert len(told) == len(facts.within)
    assert told["Stad"] == "Lelystad"
    assert told["Aangevraagd door"] == "data-team-lelystad"
    assert told["Afloop"] == "verzonden en afgerond"


def test_each_column_has_a_header_and_each_row_its_cells(certificate: Sample) -> None:
    items = certificate()["items"] * 6
    tables = structure(render_certificate({**certificate(), "items": items})).all("Table")
    headers = [[each.text for each in table.all("TH")] for table in tables]
    assert headers == [
        ["Autoriteit", "Medewerker", "Besluit", "Wanneer"],
        ["Wat", "Aantal", "Hoe", "Hoe vastgesteld", "Wanneer (Nederlandse tijd)"],
        ["Wat", "Tot"],
    ]
    rows = [table.all("TBody")[0].all("TR") for table in tables]
    assert [len(each) for each in rows] == [3, len(items), 6]
    for columns, each in zip(headers, rows, strict=True):
        assert {len(row.all("TD")) for row in each} == {len(columns)}
    first = [cell.text for cell in rows[0][0].within]
    when = "22 november 2026 om 14:00 uur (Nederlandse tijd, UTC+1)"
    assert first == ["Politie", "police-lelystad", "akkoord", when]


def test_what_each_page_repeats_is_no_content(certificate: Sample) -> None:
    """The banner, the footer, and the head of a table that goes on."""
    pdf = render_certificate({**certificate(), "items": certificate()["items"] * 6})
    content, repeated = structure(pdf), artifacts(pdf)
    assert "OEFENING" not in content.text
    assert "Pagina" not in content.text
    assert content.text.count("Hoe vastgesteld") == 1
    for number, said in enumerate(repeated, start=1):
        assert said.startswith("OEFENING")
        assert said.endswith(f"lelystad-2026-11-22-qwxz | Pagina {number} van {len(repeated)}")
    assert "Hoe vastgesteld" in repeated[1]
