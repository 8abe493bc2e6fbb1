"""Short texts with headings, as plain HTML to paste into a page and as plain text."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.documents.pages_alone import template

if TYPE_CHECKING:
    from collections.abc import Sequence


class Foreign(NamedTuple):
    """A line in another ``language`` than the text around it; ``remark`` says so to readers."""

    text: str
    language: str
    remark: str

    def __str__(self) -> str:
        return f"{self.text} {self.remark}"


class Passage(NamedTuple):
    """A heading with its lines; ``quoted`` is said word for word, ``items`` are a list."""

    heading: str
    lines: Sequence[str | Foreign]
    quoted: str = ""
    items: Sequence[str] = ()
    closing: Sequence[str | Foreign] = ()


def as_fragment(title: str, notice: str, passages: Sequence[Passage]) -> str:
    """Return them as HTML without a page around it, a style or a link. ``notice`` may be empty."""
    return template("passages.html.j2").render(title=title, notice=notice, passages=passages)


def as_text(title: str, notice: str, passages: Sequence[Passage]) -> str:
    """Return them as plain text. ``notice`` may be empty."""
    blocks = [title, *([notice] if notice else [])]
    for passage in passages:
        quoted = [f"    {line}" for line in passage.quoted.splitlines()]
        items = [f"- {item}" for item in passage.items]
        parts = [passage.lines, quoted, items, passage.closing]
        told = "\n\n".join("\n".join(map(str, part)) for part in parts if part)
        blocks.append(f"{passage.heading}\n\n{told}")
    return "\n\n\n".join(blocks) + "\n"
