"""The seized telephone's own number, where databases of calls and messages tell it."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cleartext.choosing import chosen_of
from tests.cleartext.sources.builders import databases as build

from eenmalig.domain.counting import Exclusion
from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable

FROM, TO, CC, BCC = 137, 151, 130, 129
INBOX, SENT = 1, 2
SELF = "insert-address-token"

Parties = list[tuple[str, int]]


def pictures(*messages: tuple[int, Parties]) -> build.Rows:
    """Messages with pictures: the box that each is in, and its addresses with their kinds."""
    return {
        "pdu": [
            {"_id": each, "date": 1, "thread_id": each, "msg_box": box}
            for each, (box, _) in enumerate(messages, start=1)
        ],
        "addr": [
            {"msg_id": each, "address": address, "type": kind}
            for each, (_, parties) in enumerate(messages, start=1)
            for address, kind in parties
        ],
    }


def texted(rows: build.Rows) -> set[str]:
    return chosen_of(build.MMSSMS, rows)[1]


def test_to_whom_a_picture_came_is_the_telephone_itself(mobile: str, other: str) -> None:
    rows = pictures((INBOX, [(mobile, FROM), (other, TO)]))
    tally, recipients = chosen_of(build.MMSSMS, rows)
    assert recipients == {mobile}
    assert tally.excluded[Exclusion.OWNER] == 1


def test_the_owner_is_known_in_every_spelling_and_every_place(mobile: str, other: str) -> None:
    own = pictures((INBOX, [(mobile, FROM), (f"0{other[3:]}", TO)]))
    own["sms"] = [{"thread_id": 1, "address": other, "date": 1}]
    assert texted(own) == {mobile}


def test_from_whom_a_picture_went_is_the_telephone_itself(mobile: str, other: str) -> None:
    assert texted(pictures((SENT, [(other, FROM), (mobile, TO)]))) == {mobile}
    assert texted(pictures((SENT, [(SELF, FROM), (mobile, TO)]))) == {mobile}


def test_the_one_of_several_to_whom_every_picture_came_is_the_telephone_itself(
    mobiles: Callable[[int], list[str]],
) -> None:
    own, one, two, three = mobiles(4)
    in_groups = pictures(
        (INBOX, [(one, FROM), (own, TO), (two, TO)]),
        (INBOX, [(two, FROM), (own, TO), (three, TO)]),
        (SENT, [(SELF, FROM), (one, TO)]),
        (SENT, [(SELF, FROM), (own, TO)]),
    )
    assert texted(in_groups) == {one}


def test_one_picture_to_several_tells_nobody(mobiles: Callable[[int], list[str]]) -> None:
    own, one, two = mobiles(3)
    alone = pictures((INBOX, [(one, FROM), (own, TO), (two, TO)]))
    alone["sms"] = [{"thread_id": 1, "address": each, "date": 1} for each in (own, one, two)]
    assert texted(alone) == {own, one, two}


@pytest.mark.parametrize("kind", [CC, BCC])
def test_with_others_in_copy_the_one_to_whom_it_came_may_be_another(
    kind: int, mobiles: Callable[[int], list[str]]
) -> None:
    own, one, two = mobiles(3)
    rows = pictures((INBOX, [(one, FROM), (two, TO), (own, kind)]))
    rows["sms"] = [{"thread_id": 1, "address": two, "date": 1}]
    assert texted(rows) == {two}


OWN: list[tuple[str, str, dict[str, Any]]] = [
    (build.CALLLOG, "calls", {"date": 1, "phone_account_address": "?"}),
    (build.CALLLOG, "calls", {"date": 1, "via_number": "?"}),
    (build.CALLLOG, "calls", {"date": 1, "subscription_id": "?"}),
    (build.CALL_HISTORY, "ZCALLRECORD", {"ZDATE": 1, "ZLOCALADDRESS": "?"}),
    (build.IOS_MESSAGES, "message", {"guid": "1", "account": "p:?"}),
    (build.IOS_MESSAGES, "message", {"guid": "1", "destination_caller_id": "?"}),
    (build.IOS_MESSAGES, "chat", {"guid": "1", "last_addressed_handle": "?"}),
]


@pytest.mark.parametrize(("schema", "table", "columns"), OWN)
def test_what_a_row_says_of_its_own_side_is_the_owner_s(
    schema: str, table: str, columns: dict[str, Any], mobile: str
) -> None:
    row = {name: str(value).replace("?", mobile) for name, value in columns.items()}
    tally, recipients = chosen_of(schema, {table: [row]})
    assert recipients == set()
    assert tally.excluded[Exclusion.OWNER] == 1


def test_the_id_of_a_card_and_an_e_mail_address_are_no_own_numbers(mobile: str) -> None:
    calls: build.Rows = {
        "calls": [{"number": mobile, "date": 1, "phone_account_address": "8" * 19}]
    }
    assert chosen_of(build.CALLLOG, calls)[0].read == 1
    messages: build.Rows = {"message": [{"guid": "1", "account": "e:jan@example.org"}]}
    assert chosen_of(build.IOS_MESSAGES, messages)[0].read == 0


def test_to_whom_messages_of_whatsapp_of_ios_came_is_the_telephone_itself(
    mobile: str, other: str
) -> None:
    def jid(number: str) -> str:
        return f"{number[1:]}@s.whatsapp.net"

    rows: build.Rows = {
        "ZWACHATSESSION": [{"ZCONTACTJID": jid(mobile)}, {"ZCONTACTJID": jid(other)}],
        "ZWAMESSAGE": [
            {"ZISFROMME": 0, "ZFROMJID": jid(mobile), "ZTOJID": jid(other)},
            {"ZISFROMME": 1, "ZTOJID": jid(mobile)},
        ],
    }
    schema = build.CHAT_STORAGE + build.CHAT_MESSAGES
    assert chosen_of(schema, rows)[1] == {mobile}


def test_who_began_a_call_from_this_telephone_is_the_telephone_itself(
    mobile: str, other: str
) -> None:
    def address(number: int, user: str) -> dict[str, Any]:
        raw = f"{user}@s.whatsapp.net"
        return {"_id": number, "user": user, "server": "s.whatsapp.net", "raw_string": raw}

    rows: build.Rows = {
        "jid": [address(1, mobile[1:]), address(2, f"{other[1:]}.0:3"), address(3, other[1:])],
        "chat": [{"jid_row_id": 1}, {"jid_row_id": 3}],
        "call_log": [
            {"jid_row_id": 1, "from_me": 1, "call_creator_device_jid_row_id": 2},
            {"jid_row_id": 1, "from_me": 0, "call_creator_device_jid_row_id": 1},
        ],
    }
    assert chosen_of(build.MSGSTORE, rows)[1] == {mobile}


def test_who_sent_what_went_out_of_signal_is_the_telephone_itself(mobile: str, other: str) -> None:
    rows: build.Rows = {
        "recipient": [{"_id": 1, "e164": mobile}, {"_id": 2, "e164": other}],
        "thread": [{"recipient_id": 1}, {"recipient_id": 2}],
        "message": [
            {"thread_id": 1, "from_recipient_id": 2, "to_recipient_id": 1, "type": 10485783},
            {"thread_id": 1, "from_recipient_id": 1, "to_recipient_id": 2, "type": 10485780},
        ],
    }
    tally, recipients = chosen_of(build.SIGNAL, rows)
    assert recipients == {mobile}
    assert tally.excluded[Exclusion.OWNER] == 1


parties = st.lists(
    st.tuples(st.integers(0, 4), st.sampled_from([FROM, TO, CC, BCC])), min_size=1, max_size=4
)
messages = st.lists(st.tuples(st.sampled_from([1, 2, 4]), parties), min_size=1, max_size=5)


@settings(deadline=None, max_examples=25)
@given(seed=st.integers(0, 2**32), drawn=messages)
def test_the_kinds_of_addresses_never_make_a_recipient_of_what_was_none(
    seed: int, drawn: list[tuple[int, list[tuple[int, int]]]]
) -> None:
    people = [*islice(numbers.mobiles(Random(seed)), 4), SELF]
    rows = pictures(*((box, [(people[who], kind) for who, kind in each]) for box, each in drawn))
    bare = {**rows, "addr": [{**each, "type": None} for each in rows["addr"]]}
    with_kinds, recipients = chosen_of(build.MMSSMS, rows)
    without, recipients_without = chosen_of(build.MMSSMS, bare)
    assert recipients <= recipients_without
    assert with_kinds.read == without.read
    gone = recipients_without - recipients
    assert bool(gone) <= bool(with_kinds.excluded[Exclusion.OWNER])
