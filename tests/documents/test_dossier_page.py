"""The dossier as a page that is kept: whole, in words of its own, and nothing in it acts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from tests.documents.test_report_html import Page

from eenmalig.documents.dossier_page import render_dossier_page

if TYPE_CHECKING:
    from collections.abc import Callable

    Sample = Callable[..., dict[str, Any]]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_page_is_well_formed_and_in_its_language(language: str, dossier: Sample) -> None:
    page = Page(render_dossier_page(dossier(language)))
    assert page.open == []
    assert ("html", "lang", language) in page.attributes
    assert page.text.startswith("OEFENING")


def test_it_shows_what_approvers_read(dossier: Sample) -> None:
    text = Page(render_dossier_page(dossier())).text
    for said in (
        dossier()["text"],
        "525 ontvangers , uit 743 gelezen waarden.",
        "Politie police-lelystad 22 november 2026 om 14:40 uur",
        "Toestemming van de zaaksofficier: brief van 3 november 2026",
        dossier()["digest"],
    ):
        assert said in text


def test_it_loads_nothing_and_runs_nothing_whatever_people_wrote(dossier: Sample) -> None:
    hostile = "<script>alert(1)</script> [x](https://x.example) ![y](https://y.example/z.png)"
    html = render_dossier_page({**dossier(), "criterion": hostile, "complaints": hostile})
    page = Page(html)
    loading = {"src", "href", "srcset", "data", "action", "poster", "background"}
    assert [each for each in page.attributes if each[1] in loading] == []
    assert not re.search(r"<script|<link|<iframe|<img|@import|url\(", html, re.IGNORECASE)
    assert "alert(1)" in page.text
    assert "default-src 'none'" in html


def test_every_cell_has_a_heading_and_no_heading_is_empty(dossier: Sample) -> None:
    html = render_dossier_page(dossier())
    rows = re.findall(r"<tr>(.*?)</tr>", html, re.DOTALL)
    assert rows
    assert all(re.match(r'\s*<th scope="(?:row|col)"', row) for row in rows)
    heads = re.findall(r"<thead>(.*?)</thead>", html, re.DOTALL)
    assert all(re.search(r"<th[^>]*>[^<]", head) for head in heads)


def test_a_live_dossier_does_not_say_oefening(dossier: Sample) -> None:
    html = render_dossier_page(dossier(rehearsal=False))
    assert "oefening" not in Page(html).text.lower()
