"""Open spreadsheets (ODS): a zip whose content.xml holds the tables.

After OASIS OpenDocument 1.3, parts 2 and 3. Rows and cells that are alike are written once with
a count, and LibreOffice fills the rest of a sheet with empty ones so.
"""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
_SPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in [
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
    ]
)
_MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml">'
    "{}</manifest:file-entry></manifest:manifest>"
)
_ENCRYPTED = (
    '<manifest:encryption-data manifest:checksum="eA==">'
    '<manifest:algorithm manifest:algorithm-name="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>'
    "</manifest:encryption-data>"
)
_REST = (
    '<table:table-row table:number-rows-repeated="1000000">'
    '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
)

Cell = str | float | date | None


def ods(
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    *,
    hidden: Sequence[str] = (),
    encrypted: bool = False,
    more: Mapping[str, str] | None = None,
) -> bytes:
    """Return a workbook with these sheets and, beside its own, the members in ``more``."""
    tables = "".join(
        table(name, "".join(row(cells) for cells in rows) + _REST, hidden=name in hidden)
        for name, rows in sheets.items()
    )
    members = {
        "META-INF/manifest.xml": _MANIFEST.format(_ENCRYPTED if encrypted else ""),
        "content.xml": content(tables),
        **(more or {}),
    }
    return zipped(members)


def zipped(members: Mapping[str, str]) -> bytes:
    """Return the zip: what it is comes first, and not packed."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _TYPE, zipfile.ZIP_STORED)
        for name, text in members.items():
            archive.writestr(name, text)
    return held.getvalue()


def content(tables: str) -> str:
    """Return content.xml with these tables."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_SPACES}>'
        '<office:automatic-styles><style:style style:name="gone" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def table(name: str, rows: str, *, hidden: bool = False) -> str:
    """Return one sheet."""
    style = ' table:style-name="gone"' if hidden else ""
    return f'<table:table table:name="{name}"{style}>{rows}</table:table>'


def row(cells: Sequence[Cell], *, repeated: int = 1) -> str:
    """Return one row, or as many alike."""
    count = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{count}>{''.join(map(_cell, cells))}</table:table-row>"


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in cell.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    kind, value = ("date", "date-value") if isinstance(cell, date) else ("float", "value")
    return (
        f'<table:table-cell office:value-type="{kind}" office:{value}="{cell}">'
        "<text:p>as shown</text:p></table:table-cell>"
    )
