"""Who is a mere contact in a database, and who was in touch."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cleartext.choosing import chosen_of
from tests.cleartext.sources.builders import databases as build

from eenmalig.cleartext.sources import read
from eenmalig.domain.counting import Exclusion, SetAside
from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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


SIGNED_IN, SENT, CALL, JOINED = 10485780, 10485783, 3, 4
KEYS_CHANGED, TIMER, FAILED, TOMBSTONE = 20 | 0x200, 23 | 0x40000, 24, 20 | 0x700000000


@pytest.mark.parametrize("kind", [JOINED, 7, 14, 27, KEYS_CHANGED, TIMER, FAILED, TOMBSTONE, None])
def test_a_line_of_signal_itself_is_no_conversation(
    kind: int | None, mobile: str, other: str
) -> None:
    rows: build.Rows = {
        "recipient": [{"_id": 1, "e164": mobile}, {"_id": 2, "e164": other}],
        "thread": [
            {"_id": each, "recipient_id": each, "meaningful_messages": 1} for each in (1, 2)
        ],
        "message": [{"thread_id": 1, "type": kind}, {"thread_id": 2, "type": SIGNED_IN}],
    }
    tally, texted = chosen_of(build.SIGNAL, rows)
    assert texted == {other}
    assert tally.set_aside[SetAside.CONTACTS] == 1
    old: build.Rows = {
        "recipient": [{"_id": 1, "phone": mobile}, {"_id": 2, "phone": other}],
        "thread": [{"_id": each, "recipient_ids": str(each)} for each in (1, 2)],
        "sms": [{"thread_id": 1, "type": kind}, {"thread_id": 2, "type": 20}],
    }
    assert chosen_of(build.OLD_SIGNAL, old)[1] == {other}


@pytest.mark.parametrize("kind", [SIGNED_IN, SENT, CALL])
def test_a_message_or_call_of_signal_beside_its_lines_is_one(kind: int, mobile: str) -> None:
    rows: build.Rows = {
        "recipient": [{"_id": 1, "e164": mobile}],
        "thread": [{"_id": 1, "recipient_id": 1}],
        "message": [{"thread_id": 1, "type": JOINED}, {"thread_id": 1, "type": kind}],
    }
    assert chosen_of(build.SIGNAL, rows)[1] == {mobile}


def test_a_note_to_oneself_in_signal_texts_nobody(mobile: str, other: str) -> None:
    rows: build.Rows = {
        "recipient": [{"_id": 1, "e164": mobile}, {"_id": 2, "e164": other}],
        "thread": [{"_id": each, "recipient_id": each} for each in (1, 2)],
        "message": [
            {"thread_id": 1, "type": SENT, "from_recipient_id": 1, "to_recipient_id": 1},
            {"thread_id": 2, "type": SIGNED_IN, "from_recipient_id": 2, "to_recipient_id": 1},
        ],
    }
    assert chosen_of(build.SIGNAL, rows)[1] == {other}
    # Where messages did not name their sender yet.
    old: build.Rows = {
        "recipient": [{"_id": 1, "phone": mobile}, {"_id": 2, "phone": other}],
        "thread": [{"_id": each, "recipient_ids": str(each)} for each in (1, 2)],
        "sms": [{"thread_id": 1, "type": SENT}, {"thread_id": 2, "type": SIGNED_IN}],
    }
    tally, texted = chosen_of(build.OLD_SIGNAL, old)
    assert (texted, tally.set_aside[SetAside.CONTACTS]) == ({other}, 1)


def test_to_whom_a_message_of_signal_came_is_the_telephone_itself(mobile: str, other: str) -> None:
    rows: build.Rows = {
        "recipient": [{"_id": 1, "e164": mobile}, {"_id": 2, "e164": other}],
        "thread": [{"_id": 2, "recipient_id": 2}],
        "message": [
            {"thread_id": 2, "type": SIGNED_IN, "from_recipient_id": 2, "to_recipient_id": 1}
        ],
    }
    tally, texted = chosen_of(build.SIGNAL, rows)
    assert (texted, tally.excluded[Exclusion.OWNER]) == ({other}, 1)


def test_a_chat_of_whatsapp_of_ios_without_a_message_names_a_mere_contact(
    mobiles: Callable[[int], list[str]],
) -> None:
    people = mobiles(4)
    rows: build.Rows = {
        "ZWACHATSESSION": [
            {"Z_PK": each, "ZCONTACTJID": jid(who), "ZLASTMESSAGEDATE": at}
            for each, (who, at) in enumerate(zip(people, (None, None, 9e8, 9e8), strict=True))
        ],
        "ZWAMESSAGE": [
            {"ZCHATSESSION": chat, "ZMESSAGETYPE": kind, "ZISFROMME": 0}
            for chat, kind in ((1, 0), (1, 10), (2, 10))
        ],
    }
    tally, texted = chosen_of(build.CHAT_STORAGE + build.CHAT_MESSAGES, rows)
    assert texted == {people[1], people[3]}
    assert tally.set_aside[SetAside.CONTACTS] == 2


@pytest.mark.parametrize(("kinds", "is_texted"), [((7, 7), False), ((7, 0), True), ((), True)])
def test_a_chat_in_which_only_whatsapp_wrote_names_a_mere_contact(
    kinds: tuple[int, ...], is_texted: object, mobile: str
) -> None:
    user = {"user": mobile[1:], "server": "s.whatsapp.net", "raw_string": jid(mobile)}
    rows: build.Rows = {
        "jid": [{"_id": 1, **user}],
        "chat": [{"_id": 1, "jid_row_id": 1, "sort_timestamp": 1_777_000_000_000}],
        "message": [{"chat_row_id": 1, "message_type": kind} for kind in kinds],
    }
    assert bool(chosen_of(build.MSGSTORE, rows)[1]) == is_texted


@pytest.mark.parametrize(("statuses", "is_texted"), [((6, 6), False), ((6, 0), True), ((), True)])
def test_a_chat_of_an_old_whatsapp_in_which_only_it_wrote_names_a_mere_contact(
    statuses: tuple[int, ...], is_texted: object, mobile: str
) -> None:
    user = {"user": mobile[1:], "server": "s.whatsapp.net", "raw_string": jid(mobile)}
    messages: build.Rows = {
        "messages": [
            {"key_remote_jid": jid(mobile), "status": status, "key_from_me": 1}
            for status in statuses
        ]
    }
    old: build.Rows = {"chat_list": [{"key_remote_jid": jid(mobile)}], **messages}
    assert bool(chosen_of(build.OLD_MSGSTORE, old)[1]) == is_texted
    # In 2020 every address stood in a table of its own, and messages did not yet.
    later: build.Rows = {"jid": [{"_id": 1, **user}], "chat": [{"jid_row_id": 1}], **messages}
    assert bool(chosen_of(build.MSGSTORE + build.OLD_MSGSTORE, later)[1]) == is_texted


def test_a_line_of_an_old_whatsapp_itself_is_no_last_contact(tmp_path: Path, mobile: str) -> None:
    rows: build.Rows = {
        "messages": [
            {"key_remote_jid": jid(mobile), "status": 0, "timestamp": 1_577_836_800_000},
            {"key_remote_jid": jid(mobile), "status": 6, "timestamp": 1_609_459_200_000},
        ]
    }
    path = build.database(tmp_path / "msgstore.db", build.OLD_MSGSTORE, rows)
    (value,) = read(path, position=1, column=None, format=None)
    assert value.last_used == datetime(2020, 1, 1, tzinfo=UTC)


def test_a_handle_of_ios_of_no_call_is_a_mere_contact(mobile: str, other: str) -> None:
    rows: build.Rows = {
        "ZHANDLE": [{"Z_PK": 1, "ZTYPE": 2, "ZVALUE": mobile}, {"Z_PK": 2, "ZVALUE": other}],
        "Z_2REMOTEPARTICIPANTHANDLES": [
            {"Z_2REMOTEPARTICIPANTCALLS": 1, "Z_4REMOTEPARTICIPANTHANDLES": 2}
        ],
    }
    tally, texted = chosen_of(build.CALL_HISTORY, rows)
    assert (texted, tally.set_aside[SetAside.CONTACTS]) == ({other}, 1)


def test_a_call_of_another_program_counts_where_it_was_dialled(
    mobiles: Callable[[int], list[str]],
) -> None:
    one, two, three = mobiles(3)
    provider = {"ZDATE": 1, "ZSERVICE_PROVIDER": "ph.telegra.Telegraph"}
    spelled = (one, f"0{two[3:]}", three[1:], three[3:])
    rows: build.Rows = {"ZCALLRECORD": [{"ZADDRESS": each, **provider} for each in spelled]}
    tally, texted = chosen_of(build.CALL_HISTORY, rows)
    assert (texted, tally.read) == ({one, two}, 2)


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
