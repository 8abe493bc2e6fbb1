from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cleartext.sources.builders.sms_backup import (
    COPY_TO,
    FROM,
    MOMENT_MS,
    SELF,
    TO,
    call,
    calls,
    messages,
    mms,
    sms,
)

from eenmalig.cleartext.sources import FieldKind, Locator
from eenmalig.cleartext.sources.phones.sms_backup import NAME
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]
    Mobiles = Callable[[int], list[str]]

MOMENT = datetime.fromtimestamp(MOMENT_MS / 1000, UTC)


def national(mobile: str) -> str:
    return mobile.replace("+31", "0")


def owners(values: list[RawValue]) -> list[str]:
    return [value.text for value in values if value.owner]


def test_messages_are_read_with_name_date_and_place(reading: Reading, mobiles: Mobiles) -> None:
    one, two = mobiles(2)
    values = reading(messages(sms(one, name="Oma"), sms(national(two), "2")))
    assert [value.text for value in values] == [one, national(two)]
    assert [value.label for value in values] == ["Oma", ""]
    assert [value.last_used for value in values] == [MOMENT, MOMENT]
    assert [value.locator for value in values] == [Locator(None, 1, 1), Locator(None, 2, 1)]
    assert {value.field for value in values} == {FieldKind.PHONE}
    assert not any(value.owner or value.group or value.contact for value in values)


@pytest.mark.parametrize("kind", ["3", "4", "5", "6", "null", ""])
def test_whom_only_a_draft_or_a_failed_message_names_is_a_mere_contact(
    kind: str, reading: Reading, mobile: str
) -> None:
    (value,) = reading(messages(sms(mobile, kind)))
    assert value.contact
    assert value.last_used is None
    (value,) = reading(messages(mms(mobile, (SELF, FROM), (mobile, TO), box=kind)))
    assert value.contact


@pytest.mark.parametrize("box", ["", "null"])
def test_nobody_is_the_telephone_itself_where_the_box_is_not_told(
    box: str, reading: Reading, mobile: str, other: str
) -> None:
    values = reading(messages(mms(mobile, (mobile, FROM), (other, TO), box=box)))
    assert owners(values) == []
    assert all(value.contact for value in values)


@pytest.mark.parametrize("kind", ["1", "2", "3", "4", "5", "6"])
def test_calls_are_read_whatever_their_kind(kind: str, reading: Reading, mobile: str) -> None:
    (value,) = reading(calls(call(mobile, kind, "Jan")), stated=NAME)
    assert (value.text, value.label, value.last_used) == (mobile, "Jan", MOMENT)
    assert not value.contact


@pytest.mark.parametrize("number", ["", "null", "-1", "-2", "-3"])
def test_a_caller_who_is_unknown_or_hidden_is_counted_as_empty(
    number: str, reading: Reading
) -> None:
    assert [value.text for value in reading(calls(call(number, presentation="2")))] == [""]


def test_names_of_senders_are_counted_and_mail_is_passed_over(reading: Reading) -> None:
    values = reading(messages(sms("KPN"), sms("null"), sms("a@example.com")))
    assert [value.text for value in values] == ["KPN", ""]


def test_who_a_single_message_was_sent_to_is_the_telephone_itself(
    reading: Reading, mobile: str, other: str
) -> None:
    values = reading(messages(mms(mobile, (mobile, FROM), (other, TO), name="Jan")))
    assert [value.text for value in values] == [mobile, other]
    assert owners(values) == [other]
    assert values[0].label == "Jan"
    assert not values[0].group
    assert not values[0].contact
    # Also where the conversation is not told, or is told without its sender.
    for conversation in ("null", other):
        values = reading(messages(mms(conversation, (mobile, FROM), (other, TO))))
        assert owners(values) == [other]


def test_who_sent_an_outgoing_message_is_the_telephone_itself(
    reading: Reading, mobile: str, other: str
) -> None:
    values = reading(messages(mms(mobile, (other, FROM), (national(mobile), TO), box="2")))
    assert owners(values) == [other]
    values = reading(messages(mms(mobile, (SELF, FROM), (mobile, TO), box="2")))
    assert [(value.text, value.owner) for value in values] == [(mobile, False)]


@pytest.mark.parametrize("kind", [TO, COPY_TO])
def test_who_is_not_of_the_conversation_of_a_group_is_the_telephone_itself(
    kind: str, reading: Reading, mobiles: Mobiles
) -> None:
    one, two, own = mobiles(3)
    addresses = ((one, FROM), (national(two), kind), (own, TO))
    values = reading(messages(mms(f"{one}~{two}", *addresses, name="Oma~Piet")))
    assert owners(values) == [own]
    assert all(value.group for value in values)
    assert [value.label for value in values] == ["Oma", "Piet", ""]


def test_another_member_of_a_group_is_not_taken_for_the_telephone(
    reading: Reading, mobile: str, other: str
) -> None:
    values = reading(messages(mms(f"{mobile}~{other}", (mobile, FROM), (national(other), TO))))
    assert [(value.owner, value.group) for value in values] == [(False, True), (False, True)]


def test_who_sends_himself_a_message_is_the_telephone_itself(reading: Reading, mobile: str) -> None:
    values = reading(messages(mms(mobile, (mobile, FROM), (national(mobile), TO))))
    assert owners(values) == [mobile, national(mobile)]


def test_in_a_group_that_tells_no_conversation_nobody_is_the_telephone(
    reading: Reading, mobiles: Mobiles
) -> None:
    one, two, own = mobiles(3)
    for conversation in ("null", one):
        values = reading(messages(mms(conversation, (one, FROM), (two, TO), (own, TO))))
        assert owners(values) == []
        assert all(value.group for value in values)


def test_addresses_that_are_joined_are_people_of_a_group(
    reading: Reading, mobile: str, other: str
) -> None:
    for record in (sms(f"{mobile}~{other}"), mms(f"{mobile}~{other}")):
        values = reading(messages(record))
        assert [value.text for value in values] == [mobile, other]
        assert all(value.group for value in values)


def test_a_text_message_that_went_out_is_written_to_each_apart(
    reading: Reading, mobile: str, other: str
) -> None:
    sent = sms(f"{mobile}~{other}", "2")
    assert [value.group for value in reading(messages(sent))] == [False, False]


def test_numbers_in_texts_are_nobodys(reading: Reading, mobile: str, other: str) -> None:
    record = sms(mobile).replace("Tot zo", other)
    assert [value.text for value in reading(messages(record))] == [mobile]


@pytest.mark.parametrize("signs", ["&#55357;&#56834;", "&#xD83D;&#xDE02;", "&#0;", "&#1;"])
@pytest.mark.parametrize("shift", range(18))
def test_halves_of_signs_are_read_as_the_app_writes_them(
    shift: int, signs: str, reading: Reading, mobile: str, other: str
) -> None:
    # A piece of the file ends among them.
    beyond = "a b " * ((65_536 - 600) // 4) + "x" * shift + signs * 60
    values = reading(messages(sms(mobile, name=beyond), sms(other, name=f"Jan {signs}")))
    assert [value.text for value in values] == [mobile, other]
    assert values[1].label.startswith("Jan ?")


def test_a_picture_of_any_size_is_passed_over(reading: Reading, mobile: str, other: str) -> None:
    large = mms(mobile, (mobile, FROM), attached="QUJDREVG" * 3_000_000)
    values = reading(messages(large, sms(other)))
    assert [value.text for value in values] == [mobile, other]


@pytest.mark.parametrize(
    "content",
    [
        b'<?xml version="1.0"?><smses/>',
        b'<?xml version="1.0"?><calls><other/></calls>',
        b'<?xml version="1.0"?><sms address="1"/>',
    ],
)
def test_other_xml_is_not_taken_for_a_back_up(content: bytes, reading: Reading) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(content)
    assert raised.value.code is Code.SOURCE_FORMAT


def test_what_is_cut_off_is_refused_without_a_number(reading: Reading, mobile: str) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(messages(sms(mobile), sms(mobile))[:-20])
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert "ask the case team for a new back-up" in str(raised.value)
    assert mobile[3:] not in str(raised.value)


def test_a_document_type_is_refused(reading: Reading, mobile: str) -> None:
    content = messages(sms(mobile)).replace(b"<smses", b'<!DOCTYPE a [<!ENTITY b "c">]><smses', 1)
    with pytest.raises(EenmaligError):
        reading(content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kinds=st.lists(st.sampled_from([FROM, TO, COPY_TO, "129", ""]), min_size=1, max_size=4),
    box=st.sampled_from(["1", "2", "3", "4", "5", ""]),
    conversation=st.sets(st.integers(0, 3)),
)
def test_roles_beside_an_address_lose_nobody_and_make_no_recipient_of_the_telephone(
    kinds: list[str], box: str, conversation: set[int], reading: Reading, mobiles: Mobiles
) -> None:
    numbers = mobiles(4)
    people = "~".join(numbers[place] for place in sorted(conversation)) or "null"
    addresses = list(zip(numbers, kinds, strict=False))
    values = reading(messages(mms(people, *addresses, box=box)))
    told = {numbers[place] for place in conversation} | {text for text, _ in addresses}
    assert sorted(value.text for value in values) == sorted(told)
    # Whoever may be texted on this ground alone took part in a conversation of two.
    free = [value for value in values if not (value.owner or value.group or value.contact)]
    assert len(free) <= 2
    if len(told) > 2:
        assert len(free) <= 1
