"""Our Markdown as HTML: it shows what the Markdown shows, and nothing in free text acts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents.dossier_text import render_dossier
from eenmalig.documents.markdown import plain
from eenmalig.documents.markup import as_html

if TYPE_CHECKING:
    from collections.abc import Callable

HOSTILE = "<script>alert(1)</script> [x](https://evil.example) ![y](z) {{ 1 }} <b>& *vet*"


def test_free_text_stays_text(dossier: Callable[..., dict[str, Any]]) -> None:
    shown = as_html(render_dossier({**dossier(), "criterion": HOSTILE, "text": HOSTILE}), 3)
    for tag in ("<script", "<a ", "<img", "<b>", "<em>"):
        assert tag not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; [x](https://evil.example)" in shown
    assert "{{ 1 }}" in shown


def test_html_of_markdown_that_is_not_ours_is_shown_and_not_taken() -> None:
    assert "<i>" not in as_html("<i>x</i>\n\n<div>y</div>")
    assert as_html(plain("<i>")) == "<p>&lt;i&gt;</p>\n"


def test_headings_begin_where_the_page_lets_them(dossier: Callable[..., dict[str, Any]]) -> None:
    shown = as_html(render_dossier(dossier()), 3)
    assert "<h1>" not in shown
    assert "<h2>" not in shown
    assert shown.count("<h3>") == 1
    assert "<h4>" in shown
    assert "<table>" in shown
