"""A program of its own: a workbook on standard input, its rows as lines of JSON on standard output.

It runs apart because the library holds a whole workbook in memory, and because a workbook of a
few hundred bytes can claim billions of cells: here only this process dies of it. It knows of the
project only ``number_formats``, is told no file name, and ends with one of the codes below.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
from contextlib import suppress
from datetime import date, time, timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from xml.etree.ElementTree import Element, iterparse
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Iterator

    from python_calamine import CalamineSheet, CalamineWorkbook

if TYPE_CHECKING or __name__ != "__main__":
    from eenmalig.cleartext.sources.tables import number_formats
else:
    # Run by itself it finds libraries only, and so what stands beside it.
    sys.path.append(str(Path(__file__).parent))
    import number_formats

DAMAGED, PROTECTED, UNSAVED_FORMULA = 3, 4, 5
_SHEET = b"[]\n"
_ROWS_AT_ONCE = 50
_MOMENTS = (date, time, timedelta)
_CHUNK_BYTES = 1024 * 1024
_LONGEST_TAG = 64
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
# What the library reads as an empty cell, or not at all: errors, verbatim text, and lines and
# columns within a paragraph of an open spreadsheet.
_UNREAD = (b'"e"', b"'e'", b"<![CDATA[", b"<text:line-break", b"<text:tab")
_BREAKS = re.compile(rb"<text:(?:(line-break)|tab)\b[^<>]*(?:/>|>\s*</text:(?:line-break|tab)>)")
# An extent that is no range of cells, which Excel passes over.
_EXTENT = re.compile(rb"<(?:\w+:)?dimension\b[^<>]*(?:/>|>\s*</(?:\w+:)?dimension>)")
_RANGE = re.compile(rb"""\sref\s*=\s*["'][A-Z]{1,3}[1-9]\d*(?::[A-Z]{1,3}[1-9]\d*)?["']""")
_MAY_PAD = tuple(b"v>" + space for space in (b" ", b"\n", b"\r", b"\t")) + tuple(
    space + b"</" for space in (b" ", b"\n", b"\r", b"\t")
)
_PADDED = re.compile(rb"(<(?:\w+:)?v(?:\s[^<>]*)?>)\s++|(?<!\s)\s++(?=</(?:\w+:)?v>)")
_ERROR_CELL = re.compile(rb"""(<(?:\w+:)?c\s[^<>]*?\bt\s*=\s*)(["'])e\2""")
_VERBATIM = re.compile(rb"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)


class _UnsavedFormulaError(Exception):
    """A cell holds a formula whose outcome was never stored."""


class _NotUtf8Error(Exception):
    """A part is in an encoding that the library takes for an empty one."""


def main() -> int:
    """Write the names of all sheets, then ``[]`` before each, and lists of rows as lists of cells.

    Hidden sheets too. The arguments are the limits: seconds of work, bytes of memory. Whole
    numbers come without a fraction, dates never as digits alone, and a row ends at its last cell
    that holds something.
    """
    seconds, memory = map(int, sys.argv[1:3])
    _limit(resource.RLIMIT_AS, memory)
    _limit(resource.RLIMIT_CPU, seconds)
    # A dump of this process would hold the numbers.
    _limit(resource.RLIMIT_CORE, 0)
    # Only now, so that the limits hold for the library too.
    from python_calamine import CalamineWorkbook, PasswordError  # noqa: PLC0415 - see above

    try:
        _write(CalamineWorkbook.from_filelike(_readable(sys.stdin.buffer)))
        sys.stdout.buffer.flush()
    except PasswordError:
        return PROTECTED
    except _UnsavedFormulaError:
        return UNSAVED_FORMULA
    except BaseException:  # noqa: BLE001 - a panic of the library is no Exception; none may pass
        return DAMAGED
    return 0


def _limit(what: int, most: int) -> None:
    # Not every system knows every limit.
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (most, most))


def _readable(file: BinaryIO) -> BinaryIO:
    """Return the workbook, with what the library would pass over written in another way.

    Fails when a formula's outcome was never stored: its cell would read as empty.
    """
    if not zipfile.is_zipfile(file):
        file.seek(0)
        return file
    rewritten = io.BytesIO()
    with zipfile.ZipFile(file) as archive:
        parts = [name for name in archive.namelist() if name.lower().endswith((".xml", ".rels"))]
        formats = number_formats.Formats(archive)
        unread = {part for part in parts if _holds_unread(archive, part, formats)}
        if not unread and not any(part.startswith(("/", "\\")) for part in parts):
            file.seek(0)
            return file
        with zipfile.ZipFile(rewritten, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
            # The type of an open spreadsheet stands in a member of its own.
            for part in {"mimetype", *parts} & set(archive.namelist()):
                content = archive.read(part)
                name = part.replace("\\", "/").lstrip("/")
                made.writestr(name, _plainly(content, formats) if part in unread else content)
    rewritten.seek(0)
    return rewritten


def _holds_unread(archive: zipfile.ZipFile, part: str, formats: number_formats.Formats) -> bool:
    """Return whether a part has to be rewritten. Most hold nothing of the kind, nor a formula."""
    formula = unread = False
    before = b""
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK_BYTES):
            if b"\0" in chunk:
                raise _NotUtf8Error
            content = before + chunk
            # Looking for bytes is many times faster than the expression.
            if not formula and (b"<f" in content or b":f" in content):
                formula = _FORMULA.search(content) is not None
            unread = unread or _is_unread(content) or formats.show_more_in(content)
            before = chunk[-_LONGEST_TAG:]
    if formula and any(map(_is_unsaved, _cells(archive, part))):
        raise _UnsavedFormulaError
    return unread


def _is_unread(content: bytes) -> bool:
    if any(mark in content for mark in _UNREAD):
        return True
    if b"dimension" in content and not all(map(_RANGE.search, _EXTENT.findall(content))):
        return True
    return any(mark in content for mark in _MAY_PAD) and _PADDED.search(content) is not None


def _cells(archive: zipfile.ZipFile, part: str) -> Iterator[Element]:
    with archive.open(part) as file:
        for _, element in iterparse(file):  # noqa: S314 - this process has limits for that
            name = _local(element)
            if name == "c":
                yield element
            # Emptied so that a large sheet does not stay in memory.
            if name in {"c", "row"}:
                element.clear()


def _is_unsaved(cell: Element) -> bool:
    """Return whether a formula stands without an outcome; an empty text is an outcome."""
    children = {_local(child): child for child in cell}
    value = children.get("v")
    stored = value is not None and (bool(value.text) or cell.get("t") == "str")
    return "f" in children and not stored


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _plainly(content: bytes, formats: number_formats.Formats) -> bytes:
    content = _VERBATIM.sub(lambda section: escape(section[1].decode()).encode(), content)
    content = _BREAKS.sub(lambda sign: b"\n" if sign[1] else b"\t", content)
    content = _EXTENT.sub(lambda extent: extent[0] if _RANGE.search(extent[0]) else b"", content)
    content = _PADDED.sub(lambda space: space[1] or b"", content)
    return _ERROR_CELL.sub(rb'\1"str"', formats.as_shown(content))


def _write(workbook: CalamineWorkbook) -> None:
    write = sys.stdout.buffer.write
    write(json.dumps(workbook.sheet_names).encode() + b"\n")
    for index in range(len(workbook.sheet_names)):
        write(_SHEET)
        rows = _rows(workbook.get_sheet_by_index(index))
        while batch := list(islice(rows, _ROWS_AT_ONCE)):
            write(json.dumps(batch).encode() + b"\n")


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    # The library leaves out the empty columns before the first that is not, but no rows.
    before = [""] * (sheet.start[1] if sheet.start else 0)
    for row in sheet.iter_rows():
        cells = before + [cell if type(cell) is str else _text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        yield cells


def _text(cell: object) -> str:
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    return "date " + str(cell) if isinstance(cell, _MOMENTS) else str(cell)


if __name__ == "__main__":
    sys.exit(main())
