"""Spreadsheets of Excel 97 to 2003 (XLS): every sheet, hidden ones too.

Tried on workbooks built as BIFF8 in a compound file, not on those of a known version of Excel.
Described in Microsoft's open specifications MS-XLS and MS-CFB.
"""

from __future__ import annotations

import re
from mmap import ACCESS_READ, mmap
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.tables.number_formats import shows_more
from eenmalig.cleartext.sources.tables.sheets import numbers_in_sheets
from eenmalig.cleartext.sources.tables.workbook_process import sheets
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "xls"

_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A directory entry's name, as Excel 97 and Excel 95 call the stream that is the workbook.
_ENTRIES = tuple(f"{name}\0".encode("utf-16-le") for name in ("Workbook", "Book", "WORKBOOK"))
# A workbook's first record, perhaps one that it is not to be changed, and the kind of the next.
_BEGIN = re.compile(
    rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?(?P<next>..)", re.DOTALL
)
_ENCRYPTED = b"\x2f\x00"
# A record with the code of a number format: its own length, and how many signs the code has.
_FORMAT = re.compile(
    rb"\x1e\x04(?P<size>..)..(?P<count>[^\x00]\x00)(?P<wide>[\x00\x01])", re.DOTALL
)
_BEFORE_CODE = 5
_CHUNK_BYTES = 1024 * 1024


def recognises(path: Path) -> bool:
    """Return whether this is a compound file that names a workbook in its directory."""
    overlap = max(map(len, _ENTRIES))
    with path.open("rb") as file:
        chunk = file.read(_CHUNK_BYTES)
        if not chunk.startswith(_COMPOUND_FILE):
            return False
        before = b""
        while chunk:
            if any(entry in before + chunk for entry in _ENTRIES):
                return True
            before, chunk = chunk[-overlap:], file.read(_CHUNK_BYTES)
    return False


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the cells of the columns with numbers, sheet by sheet.

    Fails as ``numbers_in_sheets`` does (``SOURCE_COLUMN``), and when the workbook is protected,
    damaged or larger than an export is, or has a number format that shows digits which no cell
    holds (``SOURCE_UNREADABLE``): the library does not tell which cells have it.
    """
    if _says_encrypted(path):
        raise EenmaligError(
            Code.SOURCE_UNREADABLE,
            f"{asked.label}: is protected by a password; ask for an export without one",
        )
    if _shows_more(path):
        raise EenmaligError(
            Code.SOURCE_UNREADABLE,
            f"{asked.label}: has a number format that shows digits which its cells do not hold; "
            "ask for it saved as XLSX, or as CSV",
        )
    yield from numbers_in_sheets(sheets(path, asked.label), asked)


def _shows_more(path: Path) -> bool:
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return any(shows_more(_code(content, record)) for record in _FORMAT.finditer(content))


def _code(content: mmap, record: re.Match[bytes]) -> str:
    """Return the code of a format, empty where these bytes are no such record."""
    wide = record["wide"] == b"\x01"
    length = int.from_bytes(record["count"], "little") * (2 if wide else 1)
    if int.from_bytes(record["size"], "little") != _BEFORE_CODE + length:
        return ""
    code = content[record.end() : record.end() + length]
    return code.decode("utf-16-le" if wide else "latin-1", "replace")


def _says_encrypted(path: Path) -> bool:
    """Return whether a workbook begins by saying that the rest of it is encrypted.

    The library knows this of one way of encrypting, and reads nonsense in the other.
    """
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        begin = _BEGIN.search(content)
        return begin is not None and begin["next"] == _ENCRYPTED
