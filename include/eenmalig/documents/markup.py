"""Our own Markdown as HTML, for a page: nothing in it acts, and no link is made of free text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it.token import Token


def as_html(markdown: str, first_heading: int = 1) -> str:
    """Return a document of ours as HTML, its largest heading as one of level ``first_heading``.

    HTML that stands in the Markdown is shown as text. Each cell of a table has its heading: that
    of its column, unless all of those are empty, and the first cell of its row.
    """
    reader = _reader()
    tokens = list(_headed(reader.parse(markdown)))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{int(token.tag[1:]) + first_heading - 1}"
    return str(reader.renderer.render(tokens, reader.options, {}))


def _headed(tokens: Sequence[Token]) -> Iterator[Token]:
    """Give the tokens with headings of columns and rows, and without an empty row of headings."""
    types = [token.type for token in tokens]
    skipped_to = 0
    before = ""
    for at, token in enumerate(tokens):
        if token.type == "thead_open":
            end = types.index("thead_close", at)
            if not any(inner.content for inner in tokens[at:end]):
                skipped_to = end + 1
        if token.type == "th_open":
            token.attrSet("scope", "col")
        if token.type == "td_open" and before == "tr_open":
            token.tag = tokens[types.index("td_close", at)].tag = "th"
            token.attrSet("scope", "row")
        before = token.type
        if at >= skipped_to:
            yield token


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")
