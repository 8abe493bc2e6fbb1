"""A conversation with oneself is the owner's: nobody in it is texted."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cleartext.choosing import chosen_of
from tests.cleartext.sources.builders import databases as build

from eenmalig.domain.counting import Exclusion, SetAside
from rehearsal import numbers

LINE, TEXT = 7, 0
LID = "70000000000001"
ITSELF, PERSON = 1, 2
DEVICE = 3


def address(
    row: int, user: str, server: str = "s.whatsapp.net", device: str = ""
) -> dict[str, Any]:
    raw = f"{user}{device}@{server}"
    return {"_id": row, "user": user, "server": server, "raw_string": raw}


def chats(own: str, other: str, *messages: tuple[int, object]) -> build.Rows:
    """A chat of the owner with himself and one with somebody: whose each message is, by chat."""
    return {
        "jid": [address(ITSELF, own[1:]), address(PERSON, other[1:])],
        "chat": [{"_id": each, "jid_row_id": each} for each in (ITSELF, PERSON)],
        "message": [
            {"_id": number, "chat_row_id": chat, "from_me": mine, "message_type": TEXT}
            for number, (chat, mine) in enumerate(messages, start=1)
        ],
    }


def written_by(rows: build.Rows, device: dict[str, Any], *messages: int) -> build.Rows:
    """The same with the device that wrote some of the messages."""
    details = [{"message_row_id": each, "author_device_jid": device["_id"]} for each in messages]
    return rows | {"jid": [*rows["jid"], device], "message_details": details}


def test_the_device_that_wrote_what_went_out_of_whatsapp_is_the_owners(
    mobile: str, other: str
) -> None:
    rows = chats(other, mobile, (ITSELF, 1), (PERSON, 1))
    device = address(DEVICE, other[1:], device=".0:0")
    tally, texted = chosen_of(build.MSGSTORE, written_by(rows, device, 1, 2))
    assert texted == {mobile}
    assert tally.excluded[Exclusion.OWNER]


def test_the_owners_device_may_be_known_by_its_id(mobile: str, other: str) -> None:
    rows = chats(other, mobile, (ITSELF, 1), (PERSON, 0))
    device = address(DEVICE, LID, server="lid", device=":3")
    rows = written_by(rows, device, 1)
    rows["jid"] += [address(4, LID, server="lid")]
    rows["jid_map"] = [{"lid_row_id": 4, "jid_row_id": ITSELF}]
    tally, texted = chosen_of(build.MSGSTORE, rows)
    assert texted == {mobile}
    assert tally.excluded[Exclusion.OWNER]


def test_the_device_that_wrote_what_came_in_is_not_the_owners(mobile: str, other: str) -> None:
    rows = chats(other, mobile, (PERSON, 0), (ITSELF, 0))
    device = address(DEVICE, mobile[1:], device=".0:0")
    tally, texted = chosen_of(build.MSGSTORE, written_by(rows, device, 1))
    assert mobile in texted
    assert not tally.excluded[Exclusion.OWNER]


def test_who_never_answered_may_be_the_owner_where_nothing_tells_his_number(
    mobile: str, other: str
) -> None:
    tally, texted = chosen_of(build.MSGSTORE, chats(other, mobile, (ITSELF, 1), (PERSON, 0)))
    assert texted == {mobile}
    assert tally.set_aside[SetAside.CONTACTS] == 1


def test_who_never_answered_but_called_is_no_mere_contact(mobile: str, other: str) -> None:
    rows = chats(other, mobile, (PERSON, 1)) | {"call_log": [{"jid_row_id": PERSON, "from_me": 0}]}
    assert mobile in chosen_of(build.MSGSTORE, rows)[1]


@pytest.mark.parametrize(("to", "is_texted"), [(None, False), ("?", True)])
def test_of_ios_who_never_answered_may_be_the_owner_where_nothing_tells_his_number(
    to: str | None, is_texted: object, mobile: str, other: str
) -> None:
    def jid(number: str) -> str:
        return f"{number[1:]}@s.whatsapp.net"

    group = "1203630@g.us"
    rows: build.Rows = {
        "ZWACHATSESSION": [
            {"Z_PK": 1, "ZCONTACTJID": jid(mobile), "ZLASTMESSAGEDATE": 9e8},
            {"Z_PK": 2, "ZCONTACTJID": group},
        ],
        "ZWAMESSAGE": [
            {"ZCHATSESSION": 1, "ZMESSAGETYPE": 0, "ZISFROMME": 1, "ZTOJID": jid(mobile)},
            {"ZCHATSESSION": 2, "ZISFROMME": 0, "ZFROMJID": group, "ZTOJID": to and jid(other)},
        ],
    }
    tally, texted = chosen_of(build.CHAT_STORAGE + build.CHAT_MESSAGES, rows)
    assert texted == ({mobile} if is_texted else set())
    assert tally.set_aside[SetAside.CONTACTS] == (0 if is_texted else 2)


@pytest.mark.parametrize("account", ["P:?", "tel:?", "?"])
@pytest.mark.parametrize("place", ["message", "chat"])
def test_the_account_of_an_imessage_of_ios_5_is_the_owners(
    place: str, account: str, mobile: str, other: str
) -> None:
    own = account.replace("?", other)
    messages: list[dict[str, Any]] = [
        {"address": None, "madrid_handle": each, "date": 1, "is_madrid": 1}
        for each in (mobile, other)
    ]
    rows: build.Rows = {"message": messages}
    if place == "message":
        messages[0]["madrid_account"] = own
    else:
        rows["madrid_chat"] = [{"account_login": own}]
    tally, texted = chosen_of(build.OLD_IOS_MESSAGES, rows)
    assert texted == {mobile}
    assert tally.excluded[Exclusion.OWNER]


@settings(deadline=None, max_examples=10)
@given(
    seed=st.integers(0, 2**32),
    messages=st.lists(
        st.tuples(st.sampled_from([ITSELF, PERSON]), st.sampled_from([0, 1])), max_size=6
    ),
    mark=st.sampled_from(["message", "call"]),
)
def test_a_mark_of_the_owner_never_makes_a_recipient_of_him_and_loses_nobody(
    seed: int, messages: list[tuple[int, object]], mark: str
) -> None:
    own, other = islice(numbers.mobiles(Random(seed)), 2)
    # Who answered is no owner.
    rows = chats(own, other, *messages, (ITSELF, 1), (PERSON, 0))
    device = address(DEVICE, own[1:], device=".0:2")
    if mark == "message":
        marked = written_by(rows, device, len(messages) + 1)
    else:
        call = {"jid_row_id": PERSON, "from_me": 1, "call_creator_device_jid_row_id": DEVICE}
        marked = rows | {"jid": [*rows["jid"], device], "call_log": [call]}
    before, texted_before = chosen_of(build.MSGSTORE, rows)
    after, texted = chosen_of(build.MSGSTORE, marked)
    assert texted == {other}
    assert texted <= texted_before
    assert after.read > before.read
    assert after.excluded[Exclusion.OWNER]
