"""Conversations lead to people whom no message names: drafts, and what is left of old ones."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.choosing import chosen_of
from tests.cleartext.sources.builders import databases as build

from eenmalig.domain.counting import Refusal, SetAside

if TYPE_CHECKING:
    from collections.abc import Callable


def conversations(people: dict[str, list[str]], *addresses: str) -> build.Rows:
    return {
        "threads": [
            {"_id": int(thread), "recipient_ids": " ".join(ids), "message_count": 1}
            for thread, ids in people.items()
        ],
        "canonical_addresses": [
            {"_id": each, "address": address} for each, address in enumerate(addresses, start=1)
        ],
    }


def test_the_person_of_a_draft_stands_in_its_conversation_and_is_a_mere_contact(
    mobile: str, other: str
) -> None:
    rows = conversations({"1": ["1"], "2": ["2"]}, mobile, other)
    rows["sms"] = [
        {"thread_id": 1, "address": mobile, "date": 1, "type": 1},
        {"thread_id": 2, "address": None, "date": 1, "type": 3},
    ]
    tally, texted = chosen_of(build.MMSSMS, rows)
    assert texted == {mobile}
    assert tally.set_aside[SetAside.CONTACTS] == 1
    assert tally.refused[Refusal.EMPTY] == 0


@pytest.mark.parametrize("threads", [{}, {"2": []}])
def test_a_draft_that_leads_to_nobody_is_counted(
    threads: dict[str, list[str]], mobile: str
) -> None:
    rows = conversations({"1": ["1"], **threads}, mobile)
    rows["sms"] = [{"thread_id": 2, "address": None, "date": 1, "type": 3}]
    tally, texted = chosen_of(build.MMSSMS, rows)
    assert texted == {mobile}
    assert tally.refused[Refusal.EMPTY] == 1


def test_who_is_in_a_conversation_of_several_only_is_marked(
    mobiles: Callable[[int], list[str]],
) -> None:
    one, two, three = mobiles(3)
    rows = conversations({"1": ["1", "2"], "2": ["2"]}, one, two, three)
    tally, texted = chosen_of(build.MMSSMS, rows)
    assert texted == {two}
    assert tally.set_aside == {SetAside.GROUP: 1, SetAside.DELETED: 1}


@pytest.mark.parametrize("table", ["bin_sms", "bin_addr"])
def test_what_samsung_keeps_of_deleted_messages_is_marked(table: str, mobile: str) -> None:
    schema = f"{build.MMSSMS} CREATE TABLE {table} (thread_id INTEGER, msg_id INTEGER, address);"
    tally, texted = chosen_of(schema, {table: [{"address": mobile, "msg_id": 1}]})
    assert texted == set()
    assert tally.set_aside[SetAside.DELETED] == 1


def test_whom_only_unsent_texts_name_is_a_mere_contact(mobile: str, other: str) -> None:
    rows = conversations({"1": ["1"], "2": ["2"], "3": ["1"]}, mobile, other)
    rows["threads"][0]["message_count"] = 0
    rows["sms"] = [
        *({"thread_id": 1, "address": mobile, "date": 1, "type": kind} for kind in (3, 4, 5, 6)),
        {"thread_id": 2, "address": other, "date": 1, "type": 2},
    ]
    rows["pdu"] = [{"_id": 1, "date": 1, "thread_id": 3, "msg_box": 3}]
    rows["addr"] = [{"msg_id": 1, "address": mobile, "type": 151}]
    tally, texted = chosen_of(build.MMSSMS, rows)
    assert texted == {other}
    assert tally.set_aside[SetAside.CONTACTS] == 6
    rows["sms"][0]["type"] = 1
    assert chosen_of(build.MMSSMS, rows)[1] == {mobile, other}


def test_a_conversation_without_a_message_names_a_mere_contact(mobile: str) -> None:
    rows = conversations({"1": ["1"]}, mobile)
    assert chosen_of(build.MMSSMS, rows)[1] == {mobile}
    rows["threads"][0]["message_count"] = 0
    tally, texted = chosen_of(build.MMSSMS, rows)
    assert (texted, tally.set_aside[SetAside.CONTACTS]) == (set(), 1)


def test_a_handle_or_chat_of_ios_without_a_message_is_a_mere_contact(
    mobiles: Callable[[int], list[str]],
) -> None:
    wrote, heard, lost, idle = mobiles(4)
    rows: build.Rows = {
        "handle": [
            {"ROWID": each, "id": text, "service": "SMS"}
            for each, text in enumerate((wrote, heard, idle), start=1)
        ],
        "message": [{"ROWID": 1, "guid": "1", "handle_id": 1}, {"ROWID": 2, "guid": "2"}],
        "chat": [
            {"ROWID": each, "guid": str(each), "style": 45, "chat_identifier": text}
            for each, text in enumerate((wrote, heard, idle, lost), start=1)
        ],
        "chat_handle_join": [{"chat_id": each, "handle_id": each} for each in (1, 2, 3)],
        "chat_message_join": [{"chat_id": 2, "message_id": 2}],
    }
    tally, texted = chosen_of(build.IOS_MESSAGES, rows)
    assert texted == {wrote, heard}
    assert tally.set_aside[SetAside.CONTACTS] == 2


def test_a_chat_of_two_of_ios_whose_address_no_handle_has_is_read(
    mobiles: Callable[[int], list[str]],
) -> None:
    known, lost, group = mobiles(3)
    rows: build.Rows = {
        "handle": [{"ROWID": 1, "id": known, "service": "SMS"}],
        "chat": [
            {"ROWID": each, "guid": str(each), "style": style, "chat_identifier": text}
            for each, style, text in ((1, 45, known), (2, 45, lost), (3, 43, group))
        ],
        "chat_handle_join": [{"chat_id": 1, "handle_id": 1}],
        "chat_message_join": [{"chat_id": each, "message_id": each} for each in (1, 2, 3)],
    }
    tally, texted = chosen_of(build.IOS_MESSAGES, rows)
    assert (tally.read, texted) == (2, {known, lost})
