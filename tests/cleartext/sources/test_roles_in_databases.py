"""Who is a mere contact in a database, and who was in touch."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cleartext.choosing import chosen_of
from tests.cleartext.sources.builders import databases as build

from eenmalig.domain.counting import SetAside
from rehearsal import numbers


def jid(mobile: str) -> str:
    return f"{mobile[1:]}@s.whatsapp.net"


def cards(*mobiles: str) -> build.Rows:
    return {
        "mimetypes": [{"_id": 5, "mimetype": build.PHONE_V2}],
        "data": [{"raw_contact_id": 1, "mimetype_id": 5, "data1": each} for each in mobiles],
    }


def test_an_address_book_beside_calls_names_mere_contacts(mobile: str, other: str) -> None:
    schema = build.CONTACTS2 + build.CALLLOG
    rows = cards(mobile, other) | {"calls": [{"number": other, "date": 1}]}
    tally, texted = chosen_of(schema, rows)
    assert texted == {other}
    assert tally.set_aside[SetAside.CONTACTS] == 2


def test_an_address_book_alone_is_what_it_is_declared_to_be(mobile: str) -> None:
    assert chosen_of(build.CONTACTS2, cards(mobile))[1] == {mobile}
    assert chosen_of(build.CONTACTS2 + build.CALLLOG, cards(mobile))[1] == {mobile}


def test_people_of_whatsapp_without_a_conversation_are_mere_contacts(
    mobile: str, other: str
) -> None:
    rows: build.Rows = {
        "wa_contacts": [{"jid": jid(each), "is_whatsapp_user": 1} for each in (mobile, other)],
        "wa_contact_storage_usage": [{"jid": jid(other), "conversation_size": 1}],
        "wa_block_list": [{"jid": jid(mobile)}],
    }
    tally, texted = chosen_of(build.WA_CONTACTS, rows)
    assert texted == {other}
    assert tally.set_aside[SetAside.CONTACTS] == 3


def test_an_address_of_whatsapp_that_nothing_leads_to_is_a_mere_contact(
    mobile: str, other: str
) -> None:
    users = {1: mobile[1:], 2: other[1:], 3: f"{mobile[1:]}:4"}
    addresses: list[dict[str, Any]] = [
        {
            "_id": number,
            "user": user,
            "server": "s.whatsapp.net",
            "raw_string": f"{user}@s.whatsapp.net",
        }
        for number, user in users.items()
    ]
    rows: build.Rows = {"jid": addresses, "chat": [{"jid_row_id": 2}]}
    tally, texted = chosen_of(build.MSGSTORE, rows)
    assert texted == {other}
    assert (tally.read, tally.set_aside[SetAside.CONTACTS]) == (2, 1)


@pytest.mark.parametrize("number", [{"ZWHATSAPPID": "jid"}, {"ZPHONENUMBER": "number"}])
def test_contacts_of_whatsapp_of_ios_are_mere_contacts(number: dict[str, str], mobile: str) -> None:
    written = {"jid": jid(mobile), "number": mobile}
    contact = {column: written[how] for column, how in number.items()}
    tally, texted = chosen_of(build.CONTACTS_V2, {"ZWAADDRESSBOOKCONTACT": [contact]})
    assert texted == set()
    assert tally.set_aside[SetAside.CONTACTS] == 1


@pytest.mark.parametrize("messages", [None, 3])
def test_people_of_signal_without_a_conversation_are_mere_contacts(
    messages: int | None, mobile: str, other: str
) -> None:
    rows: build.Rows = {
        "recipient": [{"_id": 1, "e164": mobile}, {"_id": 2, "e164": other}],
        "thread": [
            {"recipient_id": 1, "meaningful_messages": 0},
            {"recipient_id": 2, "meaningful_messages": messages},
        ],
    }
    tally, texted = chosen_of(build.SIGNAL, rows)
    assert texted == {other}
    assert tally.set_aside[SetAside.CONTACTS] == 1


def test_people_of_telegram_without_a_conversation_are_mere_contacts(
    mobile: str, other: str
) -> None:
    rows: build.Rows = {
        "user_contacts_v7": [{"key": "1", "uid": 7}, {"key": "2", "uid": 8}],
        "user_phones_v7": [{"key": "1", "phone": mobile}, {"key": "2", "phone": other}],
        "dialogs": [{"did": 8, "date": 1_770_000_000}],
    }
    tally, texted = chosen_of(build.TELEGRAM, rows)
    assert texted == {other}
    assert tally.set_aside[SetAside.CONTACTS] == 1


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 2**32),
    carded=st.sets(st.integers(0, 4)),
    called=st.sets(st.integers(0, 4), min_size=1),
)
def test_an_address_book_beside_calls_never_adds_a_recipient(
    seed: int, carded: set[int], called: set[int]
) -> None:
    people = list(islice(numbers.mobiles(Random(seed)), 5))
    calls = {"calls": [{"number": people[each], "date": 1} for each in sorted(called)]}
    schema = build.CONTACTS2 + build.CALLLOG
    tally, texted = chosen_of(schema, cards(*(people[each] for each in sorted(carded))) | calls)
    assert texted == {people[each] for each in called}
    assert tally.set_aside[SetAside.CONTACTS] == len(carded)
    assert tally.read == len(carded) + len(called)
