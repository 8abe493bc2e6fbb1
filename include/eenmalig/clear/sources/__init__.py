"""Readers of exports. A new format is one file beside these and one line in ``_FORMATS``.

A reader is a module with ``NAME`` (what a person may state as ``format:``), ``recognises(path)``
and ``read(path, asked)``. Files are recognised by content, never by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.clear.sources import delimited, spreadsheet, vcard
from eenmalig.clear.sources.values import Asked, FieldKind, Locator, RawValue
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import ModuleType

__all__ = ["LARGEST_BYTES", "FieldKind", "Locator", "RawValue", "read"]

LARGEST_BYTES = 512 * 1024**2

# The first that recognises a file reads it, so text of any kind comes last.
_FORMATS = (spreadsheet, vcard, delimited)

_NOT_READ = {
    b"SQLite format 3\0": "is a database",
    b"PK\x03\x04": "is a zip archive, not a workbook",
    b"\xd0\xcf\x11\xe0": "is protected by a password, or of an old version of Excel",
    b"-\x06Rm": "is a protected report; a new, unprotected export is needed",
    b"%PDF": "is a PDF",
}


def read(
    path: Path,
    *,
    position: int,
    column: str | None,
    format: str | None,  # noqa: A002 - the word that handover.yaml uses
    is_list: bool = False,
) -> Iterator[RawValue]:
    """Yield every cell or field that holds, or should hold, a number; empty ones too.

    Of an exclusion list (``is_list``) every number is given, wherever it stands.
    ``position`` counts from 1, among sources or lists: all that a message says about the file.
    Fails when the format is not known or not the one stated (``SOURCE_FORMAT``), when no column
    is known to hold numbers or one that is not read does (``SOURCE_COLUMN``), and when the file
    is damaged or too large (``SOURCE_UNREADABLE``). Either may show late: drop what was yielded
    before.
    """
    label = f"{'exclusion list' if is_list else 'source'} {position}"
    damaged = False
    try:
        reader = _reader(path, label, format)
        yield from reader.read(path, Asked(label, column, every_cell=is_list))
    except EenmaligError:
        raise
    except Exception:  # noqa: BLE001 - a library's error may quote a cell, so none may pass
        damaged = True
    if damaged:
        raise EenmaligError(Code.SOURCE_UNREADABLE, f"{label}: is damaged or not complete")


def _reader(path: Path, label: str, stated: str | None) -> ModuleType:
    size = path.stat().st_size
    if size == 0:
        raise EenmaligError(Code.SOURCE_UNREADABLE, f"{label}: is empty")
    if size > LARGEST_BYTES:
        limit = LARGEST_BYTES // 1024**2
        raise EenmaligError(Code.SOURCE_UNREADABLE, f"{label}: is larger than {limit} MiB")
    allowed = (each for each in _FORMATS if stated in {None, each.NAME})
    reader = next((each for each in allowed if each.recognises(path)), None)
    if reader is None:
        why = _what_it_is(path) if stated is None else "is not of the format stated"
        raise EenmaligError(Code.SOURCE_FORMAT, f"{label}: {why}")
    return reader


def _what_it_is(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(16)
    known = (said for begin, said in _NOT_READ.items() if head.startswith(begin))
    return next(known, "no reader recognises it")
