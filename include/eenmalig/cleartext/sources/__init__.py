"""Readers of exports. A new format is one file beside these and one line in ``_FORMATS``.

A reader is a module with ``NAME`` (what a person may state as ``format:``), ``recognises(path)``
and ``read(path, asked)``. Files are recognised by content, never by name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.numbers.countries import DUTCH
from eenmalig.cleartext.sources.cards import jcard, vcard
from eenmalig.cleartext.sources.files import (
    archive,
    known_kinds,
    sqlite_copy,
    sqlite_programs,
    sqlite_rows,
)
from eenmalig.cleartext.sources.files.zip_directory import BEGIN
from eenmalig.cleartext.sources.forensic import axiom, case_uco, ufed, xry
from eenmalig.cleartext.sources.messengers import (
    google_messages,
    signal_desktop,
    signal_ios,
    signal_messenger,
    telegram,
    telegram_export,
    whatsapp,
    whatsapp_chat,
    whatsapp_links,
)
from eenmalig.cleartext.sources.phones import android, ios, sms_backup, vmessage
from eenmalig.cleartext.sources.tables import (
    delimited,
    html_table,
    ods,
    spreadsheet_xml,
    workbook_process,
    xls,
    xlsx,
)
from eenmalig.cleartext.sources.values import Asked, FieldKind, Locator, RawValue
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path
    from types import ModuleType

__all__ = ["LARGEST_BYTES", "FieldKind", "Locator", "RawValue", "detected", "read"]

_MIB, _GIB = 1024**2, 1024**3
# Limits of time: what is read as a stream takes minutes at these sizes, and the same little
# memory. Databases are copied first, JSON is taken apart more slowly, and workbooks are small
# archives. Of a .ufdr only the report in it is read, whatever pictures stand beside it.
LARGEST_BYTES = 4 * _GIB
_LARGEST_UNPACKED = archive.LARGEST_UNPACKED
_LARGEST: dict[str, int] = {
    # The archive; a report by itself has the limit of what is unpacked.
    ufed.NAME: 1024 * _GIB,
    axiom.NAME: _LARGEST_UNPACKED,
    jcard.NAME: 256 * _MIB,
    case_uco.NAME: 256 * _MIB,
    telegram_export.NAME: 256 * _MIB,
    xlsx.NAME: workbook_process.LARGEST_BYTES,
    ods.NAME: 64 * _MIB,
    xls.NAME: 64 * _MIB,
}

# The first that recognises a file reads it, so text of any kind comes last. Messengers come before
# telephones: they too may have a table called sms, whose addresses are ids of their own. An archive
# of Cellebrite may hold a million files, so nothing else looks through it before.
_FORMATS = (
    whatsapp,
    signal_messenger,
    signal_ios,
    signal_desktop,
    telegram,
    google_messages,
    android,
    ios,
    ufed,
    xlsx,
    ods,
    xls,
    axiom,
    sms_backup,
    jcard,
    case_uco,
    telegram_export,
    vcard,
    vmessage,
    xry,
    whatsapp_chat,
    spreadsheet_xml,
    html_table,
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
    format: str | None,  # noqa: A002 - the word that handover.yaml uses
    column: str | None = None,
    columns: Sequence[str] = (),
    is_list: bool = False,
    companions: Sequence[Path] = (),
    unread: frozenset[tuple[int, int]] = frozenset(),
    scratch: Path | None = None,
    countries: tuple[str, ...] = DUTCH,
) -> Iterator[RawValue]:
    """Yield every cell or field that holds, or should hold, a number; empty ones too.

    Of an exclusion list (``is_list``) every number is given, wherever it stands.
    ``column`` is what a person stated about a table, or several are ``columns``.
    ``position`` counts from 1, among sources or lists: all that a message says about the file.
    ``companions`` are the files declared with it; a database is read from a copy in a folder of
    its own below ``scratch``, which is removed at the end (None: the system's temporary folder).
    ``unread`` are columns of a database, by table and column, that a person passed over.
    ``countries`` are those whose mobiles are texted.

    Fails when the format is not known or not the one stated (``SOURCE_FORMAT``), when no column
    is known to hold numbers or one that is not read does (``SOURCE_COLUMN``), and when the file
    is damaged or too large (``SOURCE_UNREADABLE``). Either may show late: drop what was yielded
    before.
    """
    label = f"{'exclusion list' if is_list else 'source'} {position}"
    stated = tuple(columns) if column is None else (column,)
    damaged = False
    try:
        with sqlite_copy.copied(path, companions, scratch, label) as place:
            reader = _reader(place, label, format)
            if place != path:
                _refuse_unused(place, reader, label)
            else:
                _refuse_places(unread, label)
            asked = Asked(label, stated, is_list, unread, countries)
            yield from reader.read(place, asked)
    except EenmaligError:
        raise
    except Exception:  # noqa: BLE001 - a library's error may quote a cell, so none may pass
        damaged = True
    if damaged:
        raise EenmaligError(Code.SOURCE_UNREADABLE, f"{label}: is damaged or not complete")


def detected(path: Path, label: str, *, scratch: Path | None = None) -> str:
    """Return the name of the format that the file has, as one states it with ``format:``.

    Only as much is read as it takes to recognise it; it may still prove damaged. What stands
    beside a database is found by name. ``label`` is how a message names the file; ``scratch`` is
    as for ``read``.

    Fails with the reason when no reader recognises it (``SOURCE_FORMAT``), and when it is empty,
    damaged or too large (``SOURCE_UNREADABLE``).
    """
    try:
        with sqlite_copy.copied(path, (), scratch, label) as place:
            return str(_reader(place, label, None).NAME)
    except EenmaligError:
        raise
    except Exception:  # noqa: BLE001, S110 - a library's error may quote a cell, so none may pass
        pass
    raise EenmaligError(Code.SOURCE_UNREADABLE, f"{label}: is damaged or not complete")


def _reader(path: Path, label: str, stated: str | None) -> ModuleType:
    size = path.stat().st_size
    if size == 0:
        raise EenmaligError(Code.SOURCE_UNREADABLE, f"{label}: is empty")
    looking = _looking(path, label)
    allowed = (reader for reader in looking if stated in {None, reader.NAME})
    reader = next((reader for reader in allowed if reader.recognises(path)), None)
    if reader is delimited and stated is None and known_kinds.of_text(path) is not None:
        reader = None
    if reader is None:
        why = _what_it_is(path, label, stated)
        raise EenmaligError(Code.SOURCE_FORMAT, f"{label}: {why}")
    _refuse_larger(size, _LARGEST.get(reader.NAME, LARGEST_BYTES), label)
    return reader


def _looking(path: Path, label: str) -> Sequence[ModuleType]:
    """Return the readers that may look at this file: some hold an archive's whole directory."""
    with path.open("rb") as file:
        is_archive = file.read(len(BEGIN)) == BEGIN
    if not is_archive:
        _refuse_larger(path.stat().st_size, _LARGEST_UNPACKED, label)
    return _FORMATS if not is_archive or archive.is_readable(path) else (ufed,)


def _refuse_larger(size: int, largest: int, label: str) -> None:
    if size > largest:
        why = f"{label}: is larger than {largest // _MIB} MiB"
        raise EenmaligError(Code.SOURCE_UNREADABLE, why)


def _refuse_unused(copy: Path, reader: ModuleType, label: str) -> None:
    """Fail when another database came with this one and its reader knows no use for it."""
    if sqlite_copy.companions_of(copy) and not getattr(reader, "TAKES_COMPANIONS", False):
        why = "has a companion that its format has no use for; it may be a source of its own"
        raise EenmaligError(Code.SOURCE_FORMAT, f"{label}: {why}")


def _refuse_places(unread: frozenset[tuple[int, int]], label: str) -> None:
    if unread:
        raise EenmaligError(Code.SOURCE_COLUMN, f"{label}, unread: is for columns of a database")


def _what_it_is(path: Path, label: str, stated: str | None) -> str:
    known = _known_database(path, label)
    if stated is not None:
        return "is not of the format stated" + (f"; it {known}" if known else "")
    return known or known_kinds.of_any(path) or _known_head(path)


def _known_database(path: Path, label: str) -> str | None:
    if sqlite_copy.is_database(path):
        if sqlite_rows.holds(path, *whatsapp_links.TABLES):
            return "is WhatsApp's list of ids; it belongs under companions: of WhatsApp's database"
        known = sqlite_programs.not_read(path) or known_kinds.of_database(path)
        return known or sqlite_rows.what_it_is(path, label)
    if sqlite_copy.looks_encrypted(path):
        packed = "is encrypted or packed; a database or a back-up is needed decrypted"
        return known_kinds.of_any(path) or packed
    return None


def _known_head(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(16)
    known = (what for begin, what in _NOT_READ.items() if head.startswith(begin))
    return next(known, "no reader recognises it")
