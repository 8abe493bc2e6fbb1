"""Web pages as applications write them for Excel: HTML with one table, often named ``.xls``.

After the HTML standard; ``x:num`` is what Excel writes beside a cell that it shows otherwise.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def page(*tables: str, beside: str = "") -> bytes:
    """Return a page with these tables, and ``beside`` them other HTML."""
    head = '<head><meta charset="utf-8"><style>td { mso-number-format:"\\@" }</style></head>'
    return f"<!DOCTYPE html>\n<html>{head}<body>{beside}{''.join(tables)}</body></html>".encode()


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return a table whose first row is its header."""
    header, *others = ("".join(map(cell, row)) for row in rows)
    header = header.replace("td>", "th>")
    return (
        f"<table border=1><tr>{header}</tr>{''.join(f'<tr>{row}</tr>' for row in others)}</table>"
    )


def cell(text: str) -> str:
    """Return a cell; each line of its text ends as in HTML."""
    return f"<td>{'<br>'.join(map(escape, text.split(chr(10))))}</td>"
