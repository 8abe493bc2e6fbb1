"""What a file is that no reader takes, and what to ask the case team for instead.

Content tells, and where that is scrambled the ending of the name does: here it only explains.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files import archive, sqlite_rows
from eenmalig.cleartext.sources.files.encoding import encoding_of, head_text
from eenmalig.cleartext.sources.files.first_signs import first_signs

if TYPE_CHECKING:
    from pathlib import Path

_HEAD_BYTES = 512
_PICTURE = "is a picture; ask for the report or the table that it shows"
_RECORDING = "is a film or a sound; ask for the report of the extraction"
_MAIL = "is e-mail; ask for the export that was attached or that it tells of, as a file of its own"
_DOCUMENT = "is a document; ask for the same as CSV, XLSX or XML"
_APPLE_LIST = (
    "is a property list, as in a back-up of an iPhone; ask for AddressBook.sqlitedb, sms.db and "
    "CallHistory.storedata, decrypted, or for a forensic report"
)
_APPLE_BACKUP = (
    "is the list of files of an iPhone's back-up; ask for AddressBook.sqlitedb, sms.db and "
    "CallHistory.storedata in it, decrypted, or for a forensic report"
)
_ANDROID_BACKUP = (
    "is a back-up of Android; ask for contacts2.db, calllog.db and mmssms.db, or for a forensic "
    "report"
)
_WHATSAPP_BACKUP = "is an encrypted back-up of WhatsApp; ask for msgstore.db or wa.db, decrypted"
_POINTER = (
    "only points to an extraction of Cellebrite UFED; ask for the report of it, as XML, .ufdr or "
    "XLSX"
)
_TRUECALLER = (
    "is of Truecaller, which also holds numbers of people whom nobody here knew; ask for the "
    "telephone's own contacts, calls and messages"
)
_CHAT_ARCHIVE = (
    "is an archive with a chat of WhatsApp; ask for the text in it, as a file of its own"
)

_BY_BEGINNING = (
    (b"\xff\xd8\xff", _PICTURE),
    (b"\x89PNG\r\n", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"BM", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"ID3", _RECORDING),
    (b"OggS", _RECORDING),
    (b"{\\rtf", _DOCUMENT),
    (b"bplist0", _APPLE_LIST),
    (b"ANDROID BACKUP", _ANDROID_BACKUP),
)
_RIFF, _AT_KIND = b"RIFF", slice(8, 12)
_MEDIA, _AT_MEDIA = b"ftyp", slice(4, 8)
_PICTURES_OF_MEDIA = (b"heic", b"heix", b"mif1", b"avif")
_BY_ENDING = (
    (re.compile(r".*\.crypt\d*"), _WHATSAPP_BACKUP),
    (re.compile(r".*\.ab"), _ANDROID_BACKUP),
    (re.compile(r".*\.(?:ufdx?|clbx)"), _POINTER),
    (re.compile(r".*truecaller.*"), _TRUECALLER),
    (re.compile(r".*\.(?:doc|ppt|odt|pages)"), _DOCUMENT),
)
_IN_ARCHIVE = (
    ("_chat.txt", _CHAT_ARCHIVE),
    ("document.xml", _DOCUMENT),
    ("presentation.xml", _DOCUMENT),
    ("manifest.plist", _APPLE_BACKUP),
)
_MAY_TELL = re.compile(r"ANDROID BACKUP|[<\[]|From |[A-Z][A-Za-z0-9-]{1,40}:")
_PLIST = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE\s+plist\b[^>]*>\s*)?<plist\b", re.IGNORECASE
)
_POINTER_LINES = re.compile(
    r"\s*\[(?:General|Backup|DeviceInfo|Dumps|ExtractionStatus|Extraction)\b[^\]\n]*\]\s*\n"
    r"(?:[^\n]*\n){0,200}?(?:ExtractionType|ExtractionNameFromXML|UfdVer|FullName|AcquisitionTool)\s*=",
    re.IGNORECASE,
)
_HEADER = re.compile(r"(?:From [^\n]+\n)?[A-Z][A-Za-z0-9-]{1,40}: ?[^\n]*\n")
_HEADERS_OF_MAIL = re.compile(
    r"^(?:MIME-Version|Message-ID|Received|Return-Path):", re.IGNORECASE | re.MULTILINE
)
_APPLE_FILES = ("Files", "fileID", "domain", "relativePath")
_TRUECALLER_TABLE = ("aggregated_contact", "_id")


def of_text(path: Path) -> str | None:
    """Return what a text is that would pass for a table but is none, None when it may be one."""
    encoding = encoding_of(path) if _MAY_TELL.match(first_signs(path)) else None
    if encoding is None:
        return None
    text = head_text(path, encoding).lstrip("\ufeff").replace("\r\n", "\n")
    if text.startswith("ANDROID BACKUP\n"):
        return _ANDROID_BACKUP
    if _PLIST.match(text):
        return _APPLE_LIST
    if _POINTER_LINES.match(text):
        return _POINTER
    headers = text.lstrip().partition("\n\n")[0]
    if _HEADER.match(text.lstrip()) and _HEADERS_OF_MAIL.search(headers):
        return _MAIL
    return None


def of_database(path: Path) -> str | None:
    """Return what a copy of a database is, None when it is not one of these."""
    if sqlite_rows.holds(path, (_APPLE_FILES,)):
        return _APPLE_BACKUP
    return _TRUECALLER if sqlite_rows.holds(path, (_TRUECALLER_TABLE,)) else None


def of_any(path: Path) -> str | None:
    """Return what a file is that is no database, None when nothing is known of it."""
    return _by_content(path) or of_text(path) or _by_ending(path)


def _by_content(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    if head[_AT_MEDIA] == _MEDIA:
        return _PICTURE if head[_AT_KIND] in _PICTURES_OF_MEDIA else _RECORDING
    if head.startswith(_RIFF):
        return _PICTURE if head[_AT_KIND] == b"WEBP" else _RECORDING
    if archive.is_readable(path):
        return next((what for name, what in _IN_ARCHIVE if archive.named(path, name)), None)
    return next((what for begin, what in _BY_BEGINNING if head.startswith(begin)), None)


def _by_ending(path: Path) -> str | None:
    name = path.name.lower()
    return next((what for ending, what in _BY_ENDING if ending.fullmatch(name)), None)
