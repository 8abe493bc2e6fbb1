"""Spreadsheets in XML of Excel 2002 and 2003 (SpreadsheetML).

After Microsoft's XML Spreadsheet Reference: rows and cells follow each other unless an index is
given, and every cell has a type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def workbook(sheets: Mapping[str, str], *, code: str = "General") -> bytes:
    """Return a document with these sheets; the style ``shown`` has a number format."""
    style = f'<Style ss:ID="shown"><NumberFormat ss:Format={quoteattr(code)}/></Style>'
    worksheets = "".join(
        f'<Worksheet ss:Name="{name}"><Table>{rows}</Table></Worksheet>'
        for name, rows in sheets.items()
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
        f'<Workbook xmlns="{_SPACE}" xmlns:ss="{_SPACE}"><Styles>{style}</Styles>'
        f"{worksheets}</Workbook>"
    ).encode()


def row(cells: Sequence[str | float], *, index: int | None = None) -> str:
    """Return a row of texts and numbers, at its position or after the one before it."""
    at = "" if index is None else f' ss:Index="{index}"'
    return f"<Row{at}>{''.join(map(cell, cells))}</Row>"


def cell(value: str | float, **attributes: str) -> str:
    """Return one cell; its ``attributes`` are named as in the schema."""
    kind = "String" if isinstance(value, str) else "Number"
    text = escape(str(value)).replace("\n", "&#10;")
    stated = "".join(f' ss:{name}="{stated}"' for name, stated in attributes.items())
    return f'<Cell{stated}><Data ss:Type="{kind}">{text}</Data></Cell>'
