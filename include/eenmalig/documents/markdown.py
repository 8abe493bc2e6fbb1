"""Markdown that shows people's free text as it is, and lets none of it act."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ACTS = re.compile(r"([\\`*_\[\]|~])")
_ACTS_AT_THE_START = re.compile(r"^(\d*)([#>+=.)-])")
# Airflow fills in curly braces as a template, and browsers read angle brackets and ampersands.
_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", "{": "&#123;", "}": "&#125;"})
_LINE_BREAK = "  \n"


def plain(text: object) -> str:
    """Return free text on one line, with every character shown and none taken as markup."""
    one_line = " ".join(str(text).split())
    return _ACTS.sub(r"\\\1", one_line.translate(_ENTITIES))


def quote(text: str) -> str:
    """Return a text as a block, its own line breaks kept; long lines wrap on the screen."""
    lines = [_at_the_start(plain(line)) for line in text.split("\n")]
    return _LINE_BREAK.join(f"> {line}" for line in lines)


def code(text: object) -> str:
    """Return a digest or an id as it is, in a fixed-width face."""
    return f"`{re.sub(r'[^A-Za-z0-9.:_-]', '?', str(text))}`"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its cells must be markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def bullets(lines: Iterable[str]) -> str:
    """Return a list; its lines must be markdown already."""
    return "\n".join(f"- {_at_the_start(line)}" for line in lines)


def _at_the_start(line: str) -> str:
    """Return a line that does not become a heading, a list or a rule by how it begins."""
    return _ACTS_AT_THE_START.sub(r"\1\\\2", line)
