"""What stands beside a number in a database of chats never makes a recipient of what was none."""

from __future__ import annotations

import json
import tempfile
from enum import Enum, auto
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cleartext.sources.builders import chat_databases as build
from tests.cleartext.sources.builders.databases import Rows, database

from eenmalig.cleartext.numbers.number import normalize
from eenmalig.cleartext.numbers.stated_country import meant
from eenmalig.cleartext.selecting.set_aside import Judge
from eenmalig.cleartext.sources import RawValue, read
from eenmalig.domain.counting import Refusal
from eenmalig.domain.source_rules import SourceRules
from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable


class Role(Enum):
    """What a database tells of somebody."""

    WROTE = auto()
    KNOWN = auto()
    DRAFT = auto()
    MEMBER = auto()
    OWN = auto()


People = list[tuple[str, Role]]


def google_messages(people: People) -> tuple[str, Rows]:
    rows: Rows = {"participants": [], "conversations": [], "conversation_participants": []}
    rows["messages"] = []
    for number, (mobile, role) in enumerate(people, start=1):
        sim = 1 if role is Role.OWN else -2
        spelt = {"normalized_destination": mobile, "send_destination": mobile}
        rows["participants"].append({"_id": number, **spelt, "sub_id": sim})
        status = 3 if role is Role.DRAFT else 100
        size = 2 if role is Role.MEMBER else 1
        rows["conversations"].append({"_id": number, "participant_count": size})
        rows["conversation_participants"].append(
            {"conversation_id": number, "participant_id": number}
        )
        if role is not Role.KNOWN:
            message = {"conversation_id": number, "sender_id": number, "message_status": status}
            rows["messages"].append({**message, "received_timestamp": number})
    return build.GOOGLE_MESSAGES, rows


def signal_ios(people: People) -> tuple[str, Rows]:
    rows: Rows = {"model_SignalRecipient": [], "model_TSThread": [], "model_TSInteraction": []}
    rows |= {"model_TSGroupMember": [], "keyvalue": []}
    for number, (mobile, role) in enumerate(people):
        rows["model_SignalRecipient"].append({"recipientPhoneNumber": mobile})
        thread = {"uniqueId": str(number), "contactPhoneNumber": mobile}
        line = {"uniqueThreadId": str(number), "recordType": 10 if role is Role.DRAFT else 19}
        if role is Role.MEMBER:
            rows["model_TSGroupMember"].append({"groupThreadId": "g", "phoneNumber": mobile})
        elif role is not Role.KNOWN:
            rows["model_TSThread"].append(thread)
            rows["model_TSInteraction"].append({**line, "timestamp": number})
        if role is Role.OWN and not rows["keyvalue"]:
            held = {"collection": build.OWN_COLLECTION, "key": "TSStorageRegisteredNumberKey"}
            rows["keyvalue"].append({**held, "value": build.archived(mobile)})
    return build.SIGNAL_IOS, rows


def signal_desktop(people: People) -> tuple[str, Rows]:
    members = " ".join(mobile for mobile, role in people if role is Role.MEMBER)
    rows: Rows = {"conversations": [{"id": "g", "type": "group", "members": members}]}
    rows |= {"messages": [], "items": []}
    for number, (mobile, role) in enumerate(people):
        name = f"a{number}"
        rows["conversations"].append({"id": name, "type": "private", "e164": mobile})
        kind = "keychange" if role is Role.DRAFT else "incoming"
        if role not in {Role.KNOWN, Role.MEMBER}:
            rows["messages"].append({"conversationId": name, "type": kind, "sent_at": number})
        if role is Role.OWN and not rows["items"]:
            held = json.dumps({"id": "number_id", "value": f"{mobile}.1"})
            rows["items"].append({"id": "number_id", "json": held})
    return build.SIGNAL_DESKTOP, rows


def values_of(schema: str, rows: Rows) -> list[RawValue]:
    with tempfile.TemporaryDirectory() as folder:
        path = database(Path(folder) / "x", schema, rows)
        return list(read(path, position=1, column=None, format=None))


def people_of(roles: list[Role], seed: int) -> People:
    """Give each role a number of its own; a database has one owner."""
    one_owner = [
        role if role is not Role.OWN or place == roles.index(Role.OWN) else Role.KNOWN
        for place, role in enumerate(roles)
    ]
    drawn = islice(numbers.mobiles(Random(seed)), len(roles))
    return list(zip(drawn, one_owner, strict=True))


@pytest.mark.parametrize("made", [google_messages, signal_ios, signal_desktop])
@settings(max_examples=25, deadline=None)
@given(roles=st.lists(st.sampled_from(Role), min_size=1, max_size=6), seed=st.integers(0, 2**32))
def test_only_who_wrote_gives_ground_to_text_and_everybody_is_counted(
    made: Callable[[People], tuple[str, Rows]], roles: list[Role], seed: int
) -> None:
    people = people_of(roles, seed)
    values = values_of(*made(people))
    assert {each.text for each in values} == {mobile for mobile, _ in people}
    reasons = Judge(SourceRules(), None).reasons(values)
    own = {each.text for each in values if each.owner}
    grounds = {
        value.text
        for value, reason in zip(values, reasons, strict=True)
        if reason is None and value.text not in own
    }
    assert own == {mobile for mobile, role in people if role is Role.OWN}
    assert grounds == {mobile for mobile, role in people if role is Role.WROTE}


@settings(max_examples=30, deadline=None)
@given(country=st.sampled_from(["FR", "33", "+33", "ES", "PL", "Frankrijk"]), seed=st.integers(0))
def test_a_country_beside_a_national_spelling_never_makes_a_dutch_number_of_it(
    country: str, seed: int
) -> None:
    (mobile,) = islice(numbers.mobiles(Random(seed)), 1)
    national = f"0{mobile[3:]}"
    spelt = {"normalized_destination": national, "send_destination": national}
    participant = {"_id": 1, **spelt, "country_code": country}
    (value,) = values_of(build.GOOGLE_MESSAGES, {"participants": [participant]})
    assert value.beside is not None
    said = meant(value.text, value.beside, ("NL",))
    refusal = normalize(said.text, value.field).refusal
    assert said.doubtful or refusal is Refusal.FOREIGN


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0))
def test_two_forms_that_are_two_numbers_are_doubtful(seed: int) -> None:
    one, two = islice(numbers.mobiles(Random(seed)), 2)
    participant = {"_id": 1, "normalized_destination": one, "send_destination": two}
    (value,) = values_of(build.GOOGLE_MESSAGES, {"participants": [participant]})
    assert value.beside is not None
    assert meant(value.text, value.beside, ("NL",)).doubtful
