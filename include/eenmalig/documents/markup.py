"""Our own Markdown as HTML, for a page: nothing in it acts, and no link is made of free text."""

from __future__ import annotations

from functools import cache

from markdown_it import MarkdownIt


def as_html(markdown: str, first_heading: int = 1) -> str:
    """Return a document of ours as HTML, its largest heading as one of level ``first_heading``.

    HTML that stands in the Markdown is shown as text.
    """
    reader = _reader()
    tokens = reader.parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{int(token.tag[1:]) + first_heading - 1}"
    return str(reader.renderer.render(tokens, reader.options, {}))


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")
