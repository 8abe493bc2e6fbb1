from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext import sources
from eenmalig.cleartext.sources import FieldKind, Locator, RawValue, read
from eenmalig.cleartext.sources.cards import vcard_card
from eenmalig.cleartext.sources.files import archive, json_values
from eenmalig.cleartext.sources.forensic import (
    axiom_hits,
    case_uco,
    ufed_fields,
    ufed_models,
    xry_entity,
)
from eenmalig.cleartext.sources.messengers import (
    telegram_export,
    whatsapp_chat,
    whatsapp_chat_lines,
)
from eenmalig.cleartext.sources.phones import picture_message, vmessage
from eenmalig.cleartext.sources.tables import delimited
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import ModuleType

    Reading = Callable[..., list[RawValue]]


def a_zip() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("notes.txt", "x")
    return held.getvalue()


UNKNOWN = [
    (b"SQLite format 3\0" + bytes(100), "is a database"),
    (a_zip(), "is a zip archive, not a workbook"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "is protected by a password"),
    (b"\x2d\x06\x52\x6d" + bytes(range(256)), "is a protected report"),
    (b"%PDF-1.7\n", "is a PDF"),
    (b'<?xml version="1.0"?><project/>', "no reader recognises it"),
    (b'{"a": 1}', "no reader recognises it"),
    (bytes(range(256)) * 4, "no reader recognises it"),
]


@pytest.mark.parametrize(("content", "said"), UNKNOWN)
def test_what_no_reader_knows_is_refused_with_what_it_is(
    content: bytes, said: str, reading: Reading
) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(content)
    assert raised.value.code is Code.SOURCE_FORMAT
    assert said in str(raised.value)


def test_a_file_is_recognised_by_its_content_not_its_name(tmp_path: Path, mobile: str) -> None:
    path = tmp_path / "Jansen.xlsx"
    path.write_text(f"Naam;Tel\nJan;{mobile}\n")
    assert [each.text for each in read(path, position=1, column=None, format=None)] == [mobile]


@pytest.mark.parametrize("stated", ["xlsx", "vcard", "ufdr"])
def test_a_file_of_another_format_than_stated_is_refused(
    stated: str, reading: Reading, mobile: str
) -> None:
    content = f"Naam;Tel\nJan;{mobile}\n".encode()
    assert len(reading(content, stated="csv")) == 1
    with pytest.raises(EenmaligError) as raised:
        reading(content, stated=stated)
    assert raised.value.code is Code.SOURCE_FORMAT


def test_an_empty_file_is_refused(reading: Reading) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(b"")
    assert raised.value.code is Code.SOURCE_UNREADABLE


def test_a_file_that_is_too_large_is_refused_unread(
    reading: Reading, mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = f"Tel\n{mobile}\n".encode()
    assert len(reading(content)) == 1
    monkeypatch.setattr(sources, "LARGEST_BYTES", 10)
    with pytest.raises(EenmaligError) as raised:
        reading(content)
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert "larger than" in str(raised.value)


def test_what_is_far_too_large_is_not_even_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "export"
    with path.open("wb") as file:
        file.truncate(archive.LARGEST_UNPACKED + 1)
    monkeypatch.setattr(delimited, "recognises", lambda _: pytest.fail("it was looked through"))
    with pytest.raises(EenmaligError) as raised:
        list(read(path, position=1, column=None, format=None))
    assert "larger than" in str(raised.value)


def test_json_and_workbooks_have_limits_of_their_own(
    reading: Reading, mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = f'["vcard",[["tel",{{}},"text","{mobile}"]]]'.encode()
    assert len(reading(content)) == 1
    monkeypatch.setitem(sources._LARGEST, "jcard", 10)  # noqa: SLF001 - the one list of limits
    with pytest.raises(EenmaligError) as raised:
        reading(content)
    assert "larger than" in str(raised.value)


def test_a_message_names_a_file_by_its_position_only(tmp_path: Path) -> None:
    path = tmp_path / "Jansen.csv"
    path.write_bytes(b"")
    with pytest.raises(EenmaligError) as raised:
        list(read(path, position=2, column=None, format=None, is_list=True))
    assert raised.value.mistakes == ("exclusion list 2: is empty",)
    assert "Jansen" not in str(raised.value)


def test_a_missing_file_is_told_without_its_name(tmp_path: Path) -> None:
    with pytest.raises(EenmaligError) as raised:
        list(read(tmp_path / "Jansen.csv", position=1, column=None, format=None))
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert "Jansen" not in str(raised.value)
    assert raised.value.__context__ is None


def test_a_value_shows_no_text(mobile: str) -> None:
    value = RawValue(mobile, FieldKind.PHONE, owner=False, locator=Locator(None, 1, 1))
    assert mobile[3:] not in repr(value)


@pytest.mark.parametrize(
    "module",
    [
        *(axiom_hits, case_uco, json_values, ufed_fields, ufed_models, vcard_card, xry_entity),
        *(picture_message, telegram_export, vmessage, whatsapp_chat, whatsapp_chat_lines),
    ],
)
def test_nothing_that_a_reader_passes_around_shows_a_number(
    module: ModuleType, mobile: str
) -> None:
    passed = [
        each
        for each in vars(module).values()
        if hasattr(each, "_fields") and each.__module__ == module.__name__
    ]
    assert passed
    shown = [
        each.__name__ for each in passed if mobile in repr(each(*[mobile] * len(each._fields)))
    ]
    assert shown == []
