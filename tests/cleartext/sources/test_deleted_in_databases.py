"""What a telephone marks as deleted and keeps for a while is set aside as such."""

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

MARKS = """
ALTER TABLE sms ADD COLUMN deleted INTEGER DEFAULT 0;
ALTER TABLE pdu ADD COLUMN deleted INTEGER DEFAULT 0;
"""
RECEIVED, SENT, DRAFT = 1, 2, 3
FROM = 137


def conversation(mobile: str, *messages: tuple[str, int, object]) -> build.Rows:
    """A conversation of two: the table, kind and mark of each message in it."""
    texts, pictures, parties = list[dict[str, Any]](), list[dict[str, Any]](), []
    for row, (table, kind, deleted) in enumerate(messages, start=1):
        beside = {"_id": row, "thread_id": 1, "date": 1, "deleted": deleted}
        if table == "sms":
            texts.append(beside | {"address": mobile, "type": kind})
        else:
            pictures.append(beside | {"msg_box": kind})
            parties.append({"msg_id": row, "address": mobile, "type": FROM})
    return {
        "sms": texts,
        "pdu": pictures,
        "addr": parties,
        "threads": [{"_id": 1, "recipient_ids": "1", "message_count": 1}],
        "canonical_addresses": [{"_id": 1, "address": mobile}],
    }


@pytest.mark.parametrize("table", ["sms", "pdu"])
def test_who_is_known_from_deleted_messages_only_is_set_aside(table: str, mobile: str) -> None:
    schema = build.MMSSMS + MARKS
    gone, kept = (table, RECEIVED, 1), (table, RECEIVED, 0)
    tally, texted = chosen_of(schema, conversation(mobile, gone))
    assert texted == set()
    # The message, and the address of its conversation.
    assert tally.set_aside[SetAside.DELETED] == 2
    assert chosen_of(schema, conversation(mobile, gone, kept))[1] == {mobile}
    assert chosen_of(schema, conversation(mobile, kept))[1] == {mobile}


def test_a_draft_beside_what_was_deleted_brings_nobody_back(mobile: str) -> None:
    rows = conversation(mobile, ("sms", RECEIVED, 1), ("sms", DRAFT, 0))
    assert chosen_of(build.MMSSMS + MARKS, rows)[1] == set()


messages = st.tuples(
    st.sampled_from(["sms", "pdu"]),
    st.sampled_from([RECEIVED, SENT, DRAFT]),
    st.sampled_from([0, 1, None]),
)


@settings(deadline=None, max_examples=15)
@given(seed=st.integers(0, 2**32), drawn=st.lists(messages, min_size=1, max_size=4))
def test_a_mark_of_deletion_never_makes_a_recipient_of_what_was_none(
    seed: int, drawn: list[tuple[str, int, object]]
) -> None:
    (mobile,) = islice(numbers.mobiles(Random(seed)), 1)
    schema = build.MMSSMS + MARKS
    before, texted_before = chosen_of(
        schema, conversation(mobile, *((table, kind, 0) for table, kind, _ in drawn))
    )
    after, texted = chosen_of(schema, conversation(mobile, *drawn))
    assert texted <= texted_before
    assert after.read == before.read
    # Who sent a picture that went out is the telephone itself.
    is_owner = any((table, kind) == ("pdu", SENT) for table, kind, _ in drawn)
    kept = any(not deleted and kind != DRAFT for _, kind, deleted in drawn)
    assert bool(texted) == (kept and not is_owner and not _drafts_its_own(drawn))


def _drafts_its_own(drawn: list[tuple[str, int, object]]) -> bool:
    """A picture that is a draft was written by the telephone too."""
    return any((table, kind) == ("pdu", DRAFT) for table, kind, _ in drawn)
