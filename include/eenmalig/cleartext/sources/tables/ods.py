"""Spreadsheets of LibreOffice and others (ODS): every sheet, hidden ones too.

Tried on workbooks built after OpenDocument 1.3, not on those of a known version of LibreOffice.
Described in OASIS OpenDocument 1.3, part 2 (packages) and part 3 (the schema).
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

NAME = "ods"

LARGEST_UNPACKED = 256 * 1024**2
_TYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_MANIFEST = "META-INF/manifest.xml"
_LARGEST_MANIFEST = 1024 * 1024
_ENCRYPTED = b"encryption-data"
# What newer versions of LibreOffice put everything else into when there is a password.
_SEALED = "encrypted-package"


def recognises(path: Path) -> bool:
    """Return whether this is a zip that calls itself an open spreadsheet, or its template."""
    if not is_readable(path):
        return False
    with zipfile.ZipFile(path) as archive:
        if "mimetype" not in archive.namelist():
            return False
        with archive.open("mimetype") as file:
            return file.read(len(_TYPE)) == _TYPE


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the cells of the columns with numbers, sheet by sheet.

    Fails as ``numbers_in_sheets`` does (``SOURCE_COLUMN``), and when the workbook is protected,
    damaged or larger than an export is (``SOURCE_UNREADABLE``).
    """
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(member.file_size for member in archive.infolist())
        encrypted = _is_encrypted(archive)
    if encrypted:
        raise EenmaligError(
            Code.SOURCE_UNREADABLE,
            f"{asked.label}: is protected by a password; ask for an export without one",
        )
    if unpacked > LARGEST_UNPACKED:
        raise EenmaligError(
            Code.SOURCE_UNREADABLE, f"{asked.label}: unpacks to far more than an export holds"
        )
    yield from numbers_in_sheets(sheets(path, asked.label), asked)


def _is_encrypted(archive: zipfile.ZipFile) -> bool:
    names = archive.namelist()
    if _SEALED in names or _MANIFEST not in names:
        return _SEALED in names
    with archive.open(_MANIFEST) as file:
        return _ENCRYPTED in file.read(_LARGEST_MANIFEST)
