"""Spreadsheets of Excel 2002 and 2003 in XML (SpreadsheetML), often named ``.xls``.

Tried on documents built after the schema, not on those of a known version of Excel.
Described in Microsoft's XML Spreadsheet Reference of Office XP.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from eenmalig.cleartext.sources.files.xml_stream import HARDENED, HEAD_BYTES, starts
from eenmalig.cleartext.sources.tables.markup_rows import Rows, Target, lines
from eenmalig.cleartext.sources.tables.number_formats import shown, shows_more
from eenmalig.cleartext.sources.tables.sheets import Sheet, numbers_in_sheets, parted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "spreadsheetml"

_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_OURS = f"{{{_SPACE}}}"
_LONGEST_CELL = 1024 * 1024


def recognises(path: Path) -> bool:
    """Return whether this is XML whose first element is a workbook of that kind."""
    with path.open("rb") as file:
        begun = starts(file.read(HEAD_BYTES))
    return bool(begun) and (begun[0].namespace, begun[0].name) == (_SPACE, "Workbook")


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the cells of the columns with numbers, sheet by sheet, hidden ones too.

    Fails as ``numbers_in_sheets`` does (``SOURCE_COLUMN``), and when the document is damaged or
    hostile, claims far more than an export holds, or has a formula without an outcome
    (``SOURCE_UNREADABLE``).
    """
    yield from numbers_in_sheets(sheets(path, asked.label), asked)


def sheets(path: Path, label: str) -> Iterator[Sheet]:
    """Yield each sheet in order, hidden ones too, as rows of text.

    Read a sheet's rows before asking for the next: what is left of them is gone then. Fails as
    ``read`` does where a document is damaged, hostile or too large.
    """
    target = SpreadsheetRows(Rows(label))
    parser = etree.XMLParser(
        target=target,
        encoding="utf-8",
        **HARDENED,
    )
    for rows in parted(lines(path, parser, target)):
        yield Sheet(rows, target.rows.next_name(), lambda: _names(path, label))


def _names(path: Path, label: str) -> Iterator[str]:
    """Yield what each sheet is called: the later ones show only when all is read."""
    return (sheet.name for sheet in sheets(path, label))


class SpreadsheetRows(Target):
    """Makes rows of the sheets of a document."""

    def __init__(self, rows: Rows) -> None:
        """Begin before the first sheet."""
        super().__init__(rows)
        # The formats that show digits which a number has not, by the name of their style.
        self._codes: dict[str, str] = {}
        self._style = ""
        self._in_cell = False
        self._cell: dict[str, str] = {}
        # The type of the data that is being read, None outside it.
        self._kind: str | None = None
        self._stored: str | None = None
        self._text: list[str] = []
        self._length = 0

    def doctype(self, root: str | None, public: str | None, system: str | None, /) -> None:
        """Fail: no real document has a type, and it could declare entities."""
        del root, public, system
        raise self.rows.refused("has a document type")

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        """Take the beginning of an element."""
        match tag.removeprefix(_OURS):
            case "Worksheet":
                self.rows.begin_sheet(attributes.get(f"{_OURS}Name", ""))
            case "Style":
                self._style = attributes.get(f"{_OURS}ID", "")
            case "NumberFormat" if shows_more(code := attributes.get(f"{_OURS}Format", "")):
                self._codes[self._style] = code
            case "Row":
                self.rows.begin_row(self._position(attributes))
            case "Cell":
                self._begin_cell(attributes)
            case "Comment":
                self._in_cell = False
            case "Data" if self._in_cell:
                self._kind = attributes.get(f"{_OURS}Type", "")

    def end(self, tag: str, /) -> None:
        """Take the end of an element."""
        match tag.removeprefix(_OURS):
            case "Row":
                self.rows.end_row()
            case "Cell":
                self._end_cell()
            case "Data" if self._kind is not None:
                self._stored = self._read(self._kind, "".join(self._text))
                self._kind = None

    def data(self, text: str, /) -> None:
        """Take a piece of text."""
        if self._kind is not None:
            self._text.append(text)
            self._length += len(text)
            if self._length > _LONGEST_CELL:
                raise self.rows.refused("has a cell far larger than a real one")

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = self._position(attributes)
        if place is not None:
            self.rows.leave(place - 1 - self.rows.width)
        self._cell, self._in_cell, self._stored = attributes, True, None
        self._text, self._length = [], 0

    def _end_cell(self) -> None:
        if f"{_OURS}Formula" in self._cell and self._stored is None:
            raise self.rows.refused("holds formulas without an outcome")
        self.rows.add(self._stored or "")
        self.rows.leave(self._count(self._cell.get(f"{_OURS}MergeAcross", "0")))
        self._in_cell = False

    def _read(self, kind: str, text: str) -> str:
        code = self._codes.get(self._cell.get(f"{_OURS}StyleID", ""))
        if kind == "Number":
            text = text.strip()
            whole = text.removesuffix(".0")
            return shown(code, whole) if code is not None and whole.isdecimal() else text
        # Never read as digits alone.
        return f"date {text}" if kind == "DateTime" else text

    def _position(self, attributes: dict[str, str]) -> int | None:
        stated = attributes.get(f"{_OURS}Index")
        return None if stated is None else self._count(stated)

    def _count(self, stated: str) -> int:
        if not (stated.isdecimal() and len(stated) < 9):  # noqa: PLR2004 - digits of no real position
            raise self.rows.refused("claims far more cells than an export holds")
        return int(stated)
