"""Recognising a file without reading it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders.databases import LID, WA_CONTACTS, database, write_ahead

from eenmalig.cleartext.sources import detected
from eenmalig.cleartext.sources.tables import delimited
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_format_is_told_by_the_word_that_a_hand_over_uses(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"BEGIN:VCARD\r\nVERSION:3.0\r\nEND:VCARD\r\n")
    assert detected(tmp_path / "a.csv", "file 1") == "vcard"


def test_a_database_is_known_by_what_stands_beside_it_alone(tmp_path: Path) -> None:
    path = write_ahead(tmp_path / "wa.db", WA_CONTACTS, {}, {})
    before = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    scratch = tmp_path / "scratch"
    assert detected(path, "file 1", scratch=scratch) == "whatsapp"
    assert list(scratch.iterdir()) == []
    scratch.rmdir()
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("content", "code", "said"),
    [
        (b"", Code.SOURCE_UNREADABLE, "file 7: is empty"),
        (b"%PDF-1.7", Code.SOURCE_FORMAT, "file 7: is a PDF"),
    ],
)
def test_what_nobody_reads_is_refused_with_its_reason(
    tmp_path: Path, content: bytes, code: Code, said: str
) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(EenmaligError) as raised:
        detected(tmp_path / "x", "file 7")
    assert raised.value.code is code
    assert raised.value.mistakes == (said,)


def test_a_list_of_ids_alone_is_said_to_belong_to_another_database(tmp_path: Path) -> None:
    path = database(tmp_path / "x", LID, {})
    with pytest.raises(EenmaligError) as raised:
        detected(path, "file 7")
    assert raised.value.mistakes == (
        "file 7: is WhatsApp's list of ids; it belongs under companions: of WhatsApp's database",
    )


def test_a_library_that_fails_is_not_quoted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Path) -> bool:
        message = "cell Jansen"
        raise ValueError(message)

    monkeypatch.setattr(delimited, "recognises", broken)
    (tmp_path / "x").write_bytes(b"telefoon\n")
    with pytest.raises(EenmaligError) as raised:
        detected(tmp_path / "x", "file 7")
    assert raised.value.mistakes == ("file 7: is damaged or not complete",)
    assert raised.value.__cause__ is None
    assert raised.value.__context__ is None
