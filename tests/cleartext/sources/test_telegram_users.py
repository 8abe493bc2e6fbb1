"""Users of Telegram: whose telephone is known, who was in touch, and who is the owner himself."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cleartext.choosing import chosen_of
from tests.cleartext.sources.builders import databases as build
from tests.cleartext.sources.builders.telegram_user import LAYERS, telegram_user

from eenmalig.cleartext.sources import read
from eenmalig.cleartext.sources.messengers.telegram_user import user_of
from eenmalig.domain.counting import Exclusion, SetAside
from rehearsal import numbers

if TYPE_CHECKING:
    from pathlib import Path

OWN, ONE, TWO = 700_000_001, 700_000_002, 700_000_003


def users(*people: tuple[int, str], layer: int = 166) -> list[dict[str, Any]]:
    """Rows of users with these telephones; the owner is who has his id."""
    return [
        {"uid": each, "data": telegram_user(each, layer, is_self=each == OWN, phone=number[1:])}
        for each, number in people
    ]


def messages(person: int, *outs: int) -> list[dict[str, Any]]:
    return [{"mid": mid, "uid": person, "out": out} for mid, out in enumerate(outs, start=1)]


@pytest.mark.parametrize("layer", LAYERS)
def test_the_telephone_of_a_user_is_read_in_every_version(
    layer: int, mobile: str, tmp_path: Path
) -> None:
    data = telegram_user(
        ONE, layer, first_name="Jan", last_name="x" * 300, username="ij", phone=mobile[1:]
    )
    rows: build.Rows = {
        "users": [{"uid": ONE, "data": data}],
        "dialogs": [{"did": ONE, "date": 1_770_000_000}],
    }
    path = build.database(tmp_path / "cache4.db", build.TELEGRAM, rows)
    (value,) = read(path, position=1, format=None)
    assert (value.text, value.contact, value.owner) == (mobile, False, False)
    assert value.label.startswith("Jan")
    assert value.last_used is not None


def test_who_has_no_conversation_is_a_mere_contact(mobile: str, other: str) -> None:
    rows: build.Rows = {
        "users": users((ONE, mobile), (TWO, other)),
        "dialogs": [{"did": TWO, "date": 1_770_000_000}],
        # The telephone's own id of a contact is no user's.
        "user_contacts_v7": [{"key": "1", "uid": TWO}],
        "user_phones_v7": [{"key": "1", "phone": mobile}],
    }
    tally, texted = chosen_of(build.TELEGRAM, rows)
    assert texted == {other}
    assert tally.set_aside[SetAside.CONTACTS] == 2


@pytest.mark.parametrize(
    ("outs", "is_texted"), [((0,), False), ((1,), True), ((0, 0), True), ((), True)]
)
def test_one_message_that_came_in_may_tell_that_somebody_joined(
    outs: tuple[int, ...], is_texted: object, mobile: str
) -> None:
    rows: build.Rows = {
        "users": users((ONE, mobile)),
        "dialogs": [{"did": ONE, "date": 1_770_000_000}],
        "messages_v2": messages(ONE, *outs),
    }
    assert bool(chosen_of(build.TELEGRAM, rows)[1]) == is_texted


def test_a_secret_chat_is_a_conversation(mobile: str) -> None:
    rows: build.Rows = {"users": users((ONE, mobile)), "enc_chats": [{"uid": 5, "user": ONE}]}
    assert chosen_of(build.TELEGRAM, rows)[1] == {mobile}


@pytest.mark.parametrize("layer", LAYERS)
def test_who_saves_messages_for_himself_is_the_owner(layer: int, mobile: str, other: str) -> None:
    rows: build.Rows = {
        "users": users((OWN, other), (ONE, mobile), layer=layer),
        "dialogs": [{"did": each, "date": 1_770_000_000} for each in (OWN, ONE)],
        "user_phones_v7": [{"key": "1", "phone": other}],
    }
    tally, texted = chosen_of(build.TELEGRAM, rows)
    assert texted == {mobile}
    assert tally.excluded[Exclusion.OWNER] == 2


@settings(deadline=None, max_examples=60)
@given(
    data=st.binary(max_size=60),
    identifier=st.integers(-(2**63), 2**63 - 1),
    kept=st.integers(0, 60),
)
def test_no_bytes_are_too_strange_for_a_user(data: bytes, identifier: int, kept: int) -> None:
    user = user_of(identifier, data)
    assert user is None or len(user.phone) <= len(data)
    whole = telegram_user(ONE, first_name="Jan", phone="1" * 11)
    user = user_of(ONE, whole[:kept] + data)
    assert user is None or len(user.phone) <= len(whole) + len(data)


@settings(deadline=None, max_examples=8)
@given(
    seed=st.integers(0, 2**32),
    drawn=st.lists(st.tuples(st.sampled_from([ONE, TWO]), st.sampled_from([0, 1])), max_size=5),
    is_self=st.sampled_from([ONE, TWO]),
)
def test_the_mark_of_the_owner_never_makes_a_recipient_of_what_was_none(
    seed: int, drawn: list[tuple[int, int]], is_self: int
) -> None:
    people = dict(zip((ONE, TWO), islice(numbers.mobiles(Random(seed)), 2), strict=True))
    rows: build.Rows = {
        "users": users(*people.items()),
        "dialogs": [{"did": each, "date": 1} for each in {who for who, _ in drawn}],
        "messages_v2": [
            {"mid": mid, "uid": who, "out": out} for mid, (who, out) in enumerate(drawn, start=1)
        ],
    }
    before, texted_before = chosen_of(build.TELEGRAM, rows)
    own = {"uid": is_self, "data": telegram_user(is_self, is_self=True, phone=people[is_self][1:])}
    others = [row for row in rows["users"] if row["uid"] != is_self]
    after, texted = chosen_of(build.TELEGRAM, rows | {"users": [*others, own]})
    assert texted == texted_before - {people[is_self]}
    assert after.read == before.read
