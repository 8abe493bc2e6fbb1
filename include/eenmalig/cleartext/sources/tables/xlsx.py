"""Spreadsheets (XLSX): every sheet, hidden ones too.

Tried on workbooks that openpyxl 3.1 wrote, and on such workbooks with parts changed by hand, not on
those of a known version of Excel.
Described in ECMA-376 (Office Open XML), part 1: SpreadsheetML.
"""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.archive import is_readable
from eenmalig.cleartext.sources.tables.sheets import numbers_in_sheets
from eenmalig.cleartext.sources.tables.workbook_process import sheets
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "xlsx"

LARGEST_UNPACKED = 2 * 1024**3
LARGEST_RATIO = 200
_SMALL_UNPACKED = 64 * 1024**2


def recognises(path: Path) -> bool:
    """Return whether this is a zip that holds a workbook."""
    if not is_readable(path):
        return False
    with zipfile.ZipFile(path) as archive:
        return any(map(_is_workbook, archive.namelist()))


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the cells of the columns with numbers, sheet by sheet; or every number.

    Fails as ``numbers_in_sheets`` does (``SOURCE_COLUMN``), and when the workbook is protected,
    damaged, larger than an export is, or holds formulas without an outcome
    (``SOURCE_UNREADABLE``).
    """
    _refuse_bomb(path, asked.label)
    yield from numbers_in_sheets(sheets(path, asked.label), asked)


def _is_workbook(name: str) -> bool:
    """Return whether a member is the workbook: Excel takes backslashes and any case too."""
    return name.replace("\\", "/").lstrip("/").lower() == "xl/workbook.xml"


def _refuse_bomb(path: Path, label: str) -> None:
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
    packed = max(1, path.stat().st_size)
    too_dense = unpacked > _SMALL_UNPACKED and unpacked / packed > LARGEST_RATIO
    if unpacked > LARGEST_UNPACKED or too_dense:
        raise EenmaligError(
            Code.SOURCE_UNREADABLE, f"{label}: unpacks to far more than an export holds"
        )
