"""Spreadsheets (XLSX): every sheet, hidden ones too."""

from __future__ import annotations

import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import openpyxl

from eenmalig.clear.sources.formulas import holds_unsaved_formula
from eenmalig.clear.sources.sheets import holds_numbers, refuse_unread
from eenmalig.clear.sources.table import HEADER_WITHIN_ROWS, Header, find_header, values
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.workbook.workbook import Workbook

    from eenmalig.clear.sources.values import Asked, RawValue

NAME = "xlsx"

LARGEST_UNPACKED = 2 * 1024**3
LARGEST_RATIO = 200
_ROWS_AT_ONCE = 500
_SMALL_UNPACKED = 64 * 1024**2


class _Sheet(NamedTuple):
    """One sheet: its position from 1, and its header where one is known."""

    position: int
    header: Header | None


def recognises(path: Path) -> bool:
    """Return whether this is a zip that holds a workbook."""
    if not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return "xl/workbook.xml" in archive.namelist()


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the cells of the columns with numbers, sheet by sheet; or every number.

    Fails when no sheet has a known column, or the one stated; when a sheet without it holds what
    is spelled like a Dutch mobile (``SOURCE_COLUMN``): it would be lost in silence; and when a
    formula's outcome was never stored (``SOURCE_UNREADABLE``).
    """
    _refuse_bomb(path, asked.label)
    if holds_unsaved_formula(path):
        raise EenmaligError(
            Code.SOURCE_UNREADABLE,
            f"{asked.label}: holds formulas without an outcome; open it and save it as values",
        )
    # As a stream, because openpyxl judges a path by its ending.
    with path.open("rb") as file:
        yield from _in_workbook(_opened(file), asked)


def _in_workbook(workbook: Workbook, asked: Asked) -> Iterator[RawValue]:
    try:
        count = len(workbook.worksheets)
        sheets = [_looked_at(workbook, each, asked.column) for each in range(count)]
        _refuse_unknown(workbook, sheets, asked)
        for sheet in sheets:
            rows = _rows(workbook, sheet.position - 1)
            if sheet.header is not None or asked.every_cell:
                yield from values(rows, sheet.header, asked, sheet.position)
    finally:
        workbook.close()


def _refuse_bomb(path: Path, label: str) -> None:
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(each.file_size for each in archive.infolist())
    packed = max(1, path.stat().st_size)
    too_dense = unpacked > _SMALL_UNPACKED and unpacked / packed > LARGEST_RATIO
    if unpacked > LARGEST_UNPACKED or too_dense:
        raise EenmaligError(
            Code.SOURCE_UNREADABLE, f"{label}: unpacks to far more than an export holds"
        )


def _opened(file: BinaryIO) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(file, read_only=True, data_only=True)


def _looked_at(workbook: Workbook, index: int, column: str | None) -> _Sheet:
    head = list(islice(_rows(workbook, index), HEADER_WITHIN_ROWS))
    return _Sheet(index + 1, find_header(head, column))


def _refuse_unknown(workbook: Workbook, sheets: list[_Sheet], asked: Asked) -> None:
    unknown = [each.position for each in sheets if each.header is None]
    unread = (each for each in unknown if not asked.every_cell)
    holding = (each for each in unread if _holds_numbers(workbook, each - 1))
    refuse_unread(asked, holding, found=len(unknown) < len(sheets))


def _holds_numbers(workbook: Workbook, index: int) -> bool:
    rows = _cells(workbook, index)
    return holds_numbers(
        ((_text(cell), isinstance(cell, int | float)) for cell in row) for row in rows
    )


def _rows(workbook: Workbook, index: int) -> Iterator[list[str]]:
    for row in _cells(workbook, index):
        yield [_text(cell) for cell in row]


def _cells(workbook: Workbook, index: int) -> Iterator[tuple[object, ...]]:
    sheet = workbook.worksheets[index]
    # Programs write wrong dimensions, and rows beyond them would be lost.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True)
    while batch := _next_rows(rows):
        yield from batch


def _next_rows(rows: Iterator[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Return some rows, read in silence: openpyxl's warnings quote the value of a cell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(islice(rows, _ROWS_AT_ONCE))


def _text(cell: object) -> str:
    """Return a cell as text: whole numbers without a fraction, dates never as digits alone."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date | datetime | time | timedelta):
        return f"date {cell}"
    return str(cell)
