from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import telegram_export
from tests.cleartext.sources.builders.telegram_export import (
    account,
    card,
    chat,
    contact,
    joined,
    message,
)

from eenmalig.cleartext.sources import FieldKind, Locator
from eenmalig.cleartext.sources.files import json_values
from eenmalig.cleartext.sources.messengers.telegram_export import NAME
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

MOMENT = datetime(2026, 5, 1, 8, tzinfo=UTC)


@pytest.fixture(params=["whole", "in pieces"])
def in_pieces(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read as a small file, and as one whose chats are too large to hold."""
    if request.param == "in pieces":
        monkeypatch.setattr(json_values, "LARGEST_PIECE", 600)
        monkeypatch.setattr(json_values, "_FIRST_PIECE", 200)


@pytest.mark.usefixtures("in_pieces")
def test_the_own_number_and_those_of_contacts_are_read(
    reading: Reading, mobiles: Callable[[int], list[str]]
) -> None:
    mobile, other, third = mobiles(3)
    values = reading(account(third, [contact(mobile), contact(other, name="Oma")], []))
    assert [value.text for value in values] == [third, mobile, other]
    assert [value.owner for value in values] == [True, False, False]
    assert [value.contact for value in values] == [False, True, True]
    assert values[2].label == "Oma"
    assert values[0].locator == Locator(None, 1, None)
    assert {value.field for value in values} == {FieldKind.PHONE}


@pytest.mark.usefixtures("in_pieces")
def test_a_contact_with_a_chat_is_no_mere_contact(
    reading: Reading, mobiles: Callable[[int], list[str]]
) -> None:
    mobile, other, third = mobiles(3)
    people = [contact(mobile, user_id=5), contact(other, user_id=6), contact(third, user_id=7)]
    chats = [
        chat(5, *(message("a" * 300) for _ in range(5))),
        chat(6, joined()),
        chat(7, message(), kind="private_group"),
    ]
    values = reading(account("", people, chats))[1:]
    assert [value.contact for value in values] == [False, True, True]
    assert [value.last_used for value in values] == [MOMENT, None, None]


def test_a_call_is_contact_too(reading: Reading, mobile: str) -> None:
    call = {"id": 3, "type": "service", "action": "phone_call", "date": "2026-05-01T08:00:00"}
    values = reading(account("", [contact(mobile, user_id=5)], [chat(5, call)]))
    assert not values[1].contact
    assert values[1].last_used == MOMENT


@pytest.mark.usefixtures("in_pieces")
def test_a_card_that_somebody_passed_on_is_a_mere_contact(
    reading: Reading, mobile: str, other: str
) -> None:
    chats = [chat(5, message("a" * 400), card(mobile)), chat(6, card(other), kind="private_group")]
    values = reading(account("", [], chats))[1:]
    assert [(value.text, value.contact, value.label) for value in values] == [
        (mobile, True, "Piet"),
        (other, True, "Piet"),
    ]


def test_a_chat_alone_is_read_for_its_cards(reading: Reading, mobile: str) -> None:
    made = chat(5, message(), card(mobile))
    assert [value.text for value in reading(telegram_export.as_json(made), stated=NAME)] == [mobile]


def test_ids_and_texts_are_no_numbers(reading: Reading, mobile: str) -> None:
    number = int(mobile[1:])
    chats = [chat(number, message(mobile, from_id=f"user{number}"))]
    values = reading(account("", [], chats), stated=NAME)
    assert [value.text for value in values] == [""]


def test_a_contact_without_a_number_is_counted(reading: Reading) -> None:
    assert [value.text for value in reading(account("", [contact("")], []))] == ["", ""]


@pytest.mark.parametrize("own", [None, 31, [], {}, True])
def test_a_number_that_is_no_text_is_passed_over(own: object, reading: Reading) -> None:
    made = {"personal_information": {"phone_number": own}, "contacts": {"list": [own]}}
    texts = [value.text for value in reading(json.dumps(made).encode(), stated=NAME)]
    assert texts in ([], ["31"])


def test_what_is_cut_off_is_refused_without_a_number(reading: Reading, mobile: str) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(account(mobile, [contact(mobile)], [])[:-20])
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert mobile[3:] not in str(raised.value)


def test_more_chats_than_can_be_held_are_refused(
    reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eenmalig.cleartext.sources.messengers.telegram_export._MOST", 2)
    chats = [chat(number, message()) for number in range(1, 5)]
    with pytest.raises(EenmaligError) as raised:
        reading(account("", [], chats))
    assert raised.value.code is Code.SOURCE_UNREADABLE
