from __future__ import annotations

import io
import sqlite3
import zipfile
from contextlib import closing
from random import Random
from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.sources import detected, read
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path


def archive_with(name: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr(name, "x")
    return held.getvalue()


def random_bytes() -> bytes:
    return Random(7).randbytes(8192)


PLIST = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
    '"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0"><dict/></plist>'
)
POINTER = (
    "[General]\nDate=2026-05-01\nDevice=SM\nExtractionType=AdvancedLogical\n[Dumps]\nZip=a.zip\n"
)
MAIL = "Return-Path: <a@example.com>\nMIME-Version: 1.0\nSubject: export\n\nHierbij.\n"
ISO_MEDIA = b"\0\0\0\x18ftyp"
KINDS = {
    "jpeg": (b"\xff\xd8\xff\xe0" + random_bytes(), "is a picture; ask for the report or the table"),
    "png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a picture"),
    "webp": (b"RIFF\x24\0\0\0WEBPVP8 ", "is a picture"),
    "heic": (ISO_MEDIA + b"heic\0\0\0\0", "is a picture"),
    "film": (ISO_MEDIA + b"mp42\0\0\0\0", "is a film or a sound"),
    "docx": (archive_with("word/document.xml"), "is a document; ask for the same as CSV"),
    "pptx": (archive_with("ppt/presentation.xml"), "is a document"),
    "rtf": (rb"{\rtf1\ansi a}", "is a document"),
    "chat in an archive": (archive_with("_chat.txt"), "is an archive with a chat of WhatsApp"),
    "back-up in an archive": (archive_with("a/Manifest.plist"), "of an iPhone's back-up"),
    "plist": (PLIST.encode(), "is a property list, as in a back-up of an iPhone; ask for"),
    "binary plist": (b"bplist00\xd1\x01\x02" + bytes(40), "is a property list"),
    "android back-up": (b"ANDROID BACKUP\n5\n1\nnone\n" + random_bytes(), "a back-up of Android"),
    "android back-up, begun": (b"ANDROID BACKUP\n5\n1\nAES-256\n", "a back-up of Android"),
    "pointer": (POINTER.encode(), "only points to an extraction of Cellebrite UFED; ask for"),
    "mail": (MAIL.encode(), "is e-mail; ask for the export that was attached"),
    "mailbox": (b"From a@example.com Fri May  1 10:00:00 2026\n" + MAIL.encode(), "is e-mail"),
}
ENDINGS = {
    "msgstore.db.crypt15": "is an encrypted back-up of WhatsApp; ask for msgstore.db or wa.db",
    "msgstore.db.crypt12": "is an encrypted back-up of WhatsApp",
    "phone.AB": "is a back-up of Android",
    "a.clbx": "only points to an extraction of Cellebrite UFED",
    "Truecaller.bak": "is of Truecaller",
    "lijst.doc": "is a document; ask for the same as CSV, XLSX or XML",
    "jansen.bin": "is encrypted or packed; a database or a back-up is needed decrypted",
}


def said_of(path: Path) -> str:
    with pytest.raises(EenmaligError) as raised:
        detected(path, "source 1")
    assert raised.value.code is Code.SOURCE_FORMAT
    assert path.name not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize("kind", KINDS)
def test_what_no_reader_takes_is_told_by_its_content(kind: str, tmp_path: Path) -> None:
    content, said = KINDS[kind]
    path = tmp_path / "Jansen"
    path.write_bytes(content)
    assert said in said_of(path)


@pytest.mark.parametrize("name", ENDINGS)
def test_what_is_scrambled_is_told_by_the_ending_of_its_name(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(random_bytes())
    assert ENDINGS[name] in said_of(path)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ("Files (fileID, domain, relativePath, flags, file)", "is the list of files of an iPhone"),
        ("aggregated_contact (_id, contact_name)", "is of Truecaller, which also holds numbers"),
    ],
)
def test_a_database_that_is_not_read_is_told_by_its_tables(
    table: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "Jansen"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"CREATE TABLE {table}")
    assert said in said_of(path)


@pytest.mark.parametrize("head", ["Telefoon: x;", "Naam: x\nTelefoon", "[General]\nTelefoon"])
def test_a_table_that_begins_like_another_text_is_read(
    head: str, tmp_path: Path, mobile: str
) -> None:
    path = tmp_path / "truecaller.csv"
    path.write_text(f"{head}\n{mobile}\n" if "\n" in head else f"Telefoon\n{head}\n{mobile}\n")
    values = read(path, position=1, column=None, format=None)
    assert mobile in [value.text for value in values]


def test_a_text_that_passes_for_mail_is_read_when_its_format_is_stated(
    tmp_path: Path, mobile: str
) -> None:
    path = tmp_path / "Jansen"
    path.write_text(f"{MAIL}Telefoon\n{mobile}\n")
    values = read(path, position=1, column=None, format="csv")
    assert [value.text for value in values] == [mobile]
