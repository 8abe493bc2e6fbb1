"""Spreadsheets (XLSX): every sheet, hidden ones too."""

from __future__ import annotations

import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

import openpyxl

from eenmalig.clear.sources.labels import reads_like_mobile
from eenmalig.clear.sources.table import HEADER_WITHIN_ROWS, Header, find_header, values
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from openpyxl.workbook.workbook import Workbook

    from eenmalig.clear.sources.values import RawValue

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


def read(path: Path, label: str, column: str | None) -> Iterator[RawValue]:
    """Yield the cells of the columns with numbers, sheet by sheet.

    Fails when no sheet has a known column, or when a sheet without one holds what is spelled
    like a Dutch mobile (``SOURCE_COLUMN``): it would be lost in silence. A column that a person
    stated decides instead which sheets are read.
    """
    _refuse_bomb(path, label)
    # As a stream, because openpyxl judges a path by its ending.
    with path.open("rb") as file:
        yield from _in_workbook(_opened(file), label, column)


def _in_workbook(workbook: Workbook, label: str, column: str | None) -> Iterator[RawValue]:
    try:
        sheets = [_looked_at(workbook, each, column) for each in range(len(workbook.worksheets))]
        _refuse_unknown(workbook, sheets, label, column)
        for sheet in sheets:
            if sheet.header is not None:
                rows = _rows(workbook, sheet.position - 1)
                yield from values(rows, sheet.header, sheet.position)
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


def _refuse_unknown(
    workbook: Workbook, sheets: list[_Sheet], label: str, column: str | None
) -> None:
    unknown = [each for each in sheets if each.header is None]
    if len(unknown) == len(sheets):
        what = "no header is known" if column is None else "the column stated is not there"
        raise EenmaligError(Code.SOURCE_COLUMN, f"{label}: {what}, in any sheet")
    if column is not None:
        return
    mistakes = [
        f"{label}, sheet {each.position}: holds numbers below no known header"
        for each in unknown
        if _holds_mobile(workbook, each.position - 1)
    ]
    if mistakes:
        raise EenmaligError(Code.SOURCE_COLUMN, *mistakes)


def _holds_mobile(workbook: Workbook, index: int) -> bool:
    return any(reads_like_mobile(cell) for row in _rows(workbook, index) for cell in row)


def _rows(workbook: Workbook, index: int) -> Iterator[list[str]]:
    sheet = workbook.worksheets[index]
    # Programs write wrong dimensions, and rows beyond them would be lost.
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True)
    while batch := _next_rows(rows):
        yield from batch


def _next_rows(rows: Iterator[tuple[object, ...]]) -> list[list[str]]:
    """Return some rows, read in silence: openpyxl's warnings quote the value of a cell."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [[_text(cell) for cell in row] for row in islice(rows, _ROWS_AT_ONCE)]


def _text(cell: object) -> str:
    """Return a cell as text: whole numbers without a fraction, dates never as digits alone."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date | datetime | time | timedelta):
        return f"date {cell}"
    return str(cell)
