from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders.vmessage import vmg

from eenmalig.cleartext.sources import Locator
from eenmalig.cleartext.sources.phones.vmessage import NAME
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

MOMENT = datetime(2026, 5, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_who_sent_a_received_message_is_read(encoding: str, reading: Reading, mobile: str) -> None:
    (value,) = reading(vmg(mobile).decode().encode(encoding))
    assert (value.text, value.label, value.last_used) == (mobile, "Jan", MOMENT)
    assert value.locator == Locator(None, 1, 1)
    assert (value.owner, value.group, value.contact) == (False, False, False)


def test_the_side_of_the_telephone_is_marked(reading: Reading, mobile: str, other: str) -> None:
    received = reading(vmg(mobile, other))
    assert [(value.text, value.owner) for value in received] == [(mobile, False), (other, True)]
    sent = reading(vmg(other, mobile, box="SENT"))
    assert [(value.text, value.owner) for value in sent] == [(other, True), (mobile, False)]


def test_the_telephones_own_side_may_be_empty(reading: Reading, mobile: str) -> None:
    (value,) = reading(vmg("", mobile, box="SENT"))
    assert (value.text, value.owner) == (mobile, False)


@pytest.mark.parametrize("box", ["", "DRAFT", "OUTBOX", "ARCHIVE"])
def test_of_drafts_and_of_unknown_messages_all_are_mere_contacts(
    box: str, reading: Reading, mobile: str, other: str
) -> None:
    values = reading(vmg(mobile, other, box=box))
    assert [value.text for value in values] == [mobile, other]
    assert all(value.contact or value.owner for value in values)
    assert {value.last_used for value in values} == {None}


def test_a_message_to_several_is_a_groups(reading: Reading, mobile: str, other: str) -> None:
    values = reading(vmg("", mobile, other, box="SENT"))
    assert [(value.text, value.group) for value in values] == [(mobile, True), (other, True)]


@pytest.mark.parametrize("known", [True, False])
def test_of_several_receivers_none_is_the_owner_and_all_are_a_group(
    reading: Reading, mobile: str, other: str, *, known: bool
) -> None:
    values = reading(vmg("+31690000001" if known else "", mobile, other))
    receivers = [value for value in values if value.text in {mobile, other}]
    assert [(value.owner, value.group) for value in receivers] == [(False, True)] * 2


CARD = "BEGIN:VCARD\r\nTEL:{}\r\nEND:VCARD"


@pytest.mark.parametrize("text", ["bel {}", "TEL:{}", CARD, f"END:VENV\r\n{CARD}", "{}="])
def test_numbers_in_a_text_are_nobodys(
    text: str, reading: Reading, mobile: str, other: str
) -> None:
    content = vmg(mobile, text=text.format(other))
    assert [value.text for value in reading(content + content)] == [mobile, mobile]


@pytest.mark.parametrize("cut", [lambda whole: whole[:-12], lambda whole: whole[:-40] + whole])
def test_a_message_without_an_end_is_refused(
    cut: Callable[[bytes], bytes], reading: Reading, mobile: str
) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(cut(vmg(mobile)), stated=NAME)
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert "in the middle of a message" in str(raised.value)
    assert mobile[3:] not in str(raised.value)


HOSTILE = {
    "envelopes in envelopes": "BEGIN:VENV\n" * 100_000,
    "many telephones": "BEGIN:VCARD\n" + "TEL:1\n" * 100_000,
    "a telephone without an end": "TEL:" + "1" * 2**22,
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_no_telephone_writes_is_refused(kind: str, reading: Reading) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(f"BEGIN:VMSG\n{HOSTILE[kind]}".encode())
    assert raised.value.code is Code.SOURCE_UNREADABLE
