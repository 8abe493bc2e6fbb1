"""Readers of exports. A new format is one file beside these and one line in ``_FORMATS``.

A reader is a module with ``NAME`` (what a person may state as ``format:``), ``recognises(path)``
and ``read(path, asked)``. Files are recognised by content, never by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.clear.sources import (
    android,
    axiom,
    case_uco,
    delimited,
    ios,
    jcard,
    ods,
    signal_messenger,
    spreadsheet,
    sqlite_copy,
    sqlite_rows,
    telegram,
    ufed,
    vcard,
    whatsapp,
    xls,
    xry,
)
from eenmalig.clear.sources.values import Asked, FieldKind, Locator, RawValue
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import ModuleType

__all__ = ["LARGEST_BYTES", "FieldKind", "Locator", "RawValue", "read"]

LARGEST_BYTES = 512 * 1024**2

# The first that recognises a file reads it, so text of any kind comes last.
_FORMATS = (
    android,
    ios,
    whatsapp,
    signal_messenger,
    telegram,
    spreadsheet,
    ods,
    xls,
    ufed,
    axiom,
    jcard,
    case_uco,
    vcard,
    xry,
    delimited,
)

_NOT_READ = {
    b"PK\x03\x04": "is a zip archive, not a workbook or report, or it is damaged",
    b"\xd0\xcf\x11\xe0": "is protected by a password, or is no workbook",
    b"%PDF": "is a PDF",
}


def read(  # noqa: PLR0913 - what a hand-over says about one file
    path: Path,
    *,
    position: int,
    column: str | None,
    format: str | None,  # noqa: A002 - the word that handover.yaml uses
    is_list: bool = False,
    companions: Sequence[Path] = (),
    scratch: Path | None = None,
) -> Iterator[RawValue]:
    """Yield every cell or field that holds, or should hold, a number; empty ones too.

    Of an exclusion list (``is_list``) every number is given, wherever it stands.
    ``position`` counts from 1, among sources or lists: all that a message says about the file.
    ``companions`` are the files declared with it; a database is read from a copy in a folder of
    its own below ``scratch``, which is removed at the end (None: the system's temporary folder).

    Fails when the format is not known or not the one stated (``SOURCE_FORMAT``), when no column
    is known to hold numbers or one that is not read does (``SOURCE_COLUMN``), and when the file
    is damaged or too large (``SOURCE_UNREADABLE``). Either may show late: drop what was yielded
    before.
    """
    label = f"{'exclusion list' if is_list else 'source'} {position}"
    damaged = False
    try:
        with sqlite_copy.copied(path, companions, scratch, label) as place:
            reader = _reader(place, label, format)
            if place != path:
                _refuse_unused(place, reader, label)
            yield from reader.read(place, Asked(label, column, every_cell=is_list))
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
        why = _what_it_is(path, label, stated)
        raise EenmaligError(Code.SOURCE_FORMAT, f"{label}: {why}")
    return reader


def _refuse_unused(copy: Path, reader: ModuleType, label: str) -> None:
    """Fail when another database came with this one and its reader knows no use for it."""
    if sqlite_copy.companions_of(copy) and not getattr(reader, "TAKES_COMPANIONS", False):
        said = "has a companion that its format has no use for; it may be a source of its own"
        raise EenmaligError(Code.SOURCE_FORMAT, f"{label}: {said}")


def _what_it_is(path: Path, label: str, stated: str | None) -> str:
    said = _known_database(path, label)
    if stated is not None:
        return "is not of the format stated" + (f"; it {said}" if said else "")
    return said or _known_head(path)


def _known_database(path: Path, label: str) -> str | None:
    if sqlite_copy.is_database(path):
        return sqlite_rows.what_it_is(path, label)
    if sqlite_copy.looks_encrypted(path):
        return "is encrypted or packed; a database or a back-up is needed decrypted"
    return None


def _known_head(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(16)
    known = (said for begin, said in _NOT_READ.items() if head.startswith(begin))
    return next(known, "no reader recognises it")
