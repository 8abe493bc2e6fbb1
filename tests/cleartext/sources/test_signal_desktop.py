from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from tests.cleartext.sources.builders import chat_databases as build
from tests.cleartext.sources.builders.databases import Rows, database

from eenmalig.cleartext.sources import RawValue, detected, read
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2026, 3, 2, 20, 58, 11, tzinfo=UTC)
MILLISECONDS = int(WHEN.timestamp()) * 1000


def found(folder: Path, rows: Rows, schema: str = build.SIGNAL_DESKTOP) -> list[RawValue]:
    path = database(folder / "db.sqlite", schema, rows)
    return list(read(path, position=1, column=None, format=None))


def person(identifier: str, number: str | None, **more: Any) -> dict[str, Any]:
    return {"id": identifier, "type": "private", "e164": number, "json": "{}", **more}


def message(conversation: str, kind: str = "incoming", **more: Any) -> dict[str, Any]:
    return {"conversationId": conversation, "type": kind, "sent_at": MILLISECONDS, **more}


def item(name: str, value: Any) -> dict[str, Any]:
    return {"id": name, "json": json.dumps({"id": name, "value": value})}


@pytest.mark.parametrize("kind", ["incoming", "outgoing", "call-history"])
def test_who_wrote_or_called_is_no_mere_contact_and_who_did_not_is(
    kind: str, tmp_path: Path, mobile: str, other: str
) -> None:
    rows: Rows = {
        "conversations": [person("a", mobile, name="Jan"), person("b", other)],
        "messages": [message("a", kind), message("b", "keychange"), message("b", "story")],
    }
    values = found(tmp_path, rows)
    assert [(each.text, each.contact, each.last_used) for each in values] == [
        (mobile, False, WHEN),
        (other, True, None),
    ]
    assert values[0].label == "Jan"


@pytest.mark.parametrize("by", ["id", "serviceId"])
def test_a_call_of_two_counts_as_a_message_does(by: str, tmp_path: Path, mobile: str) -> None:
    one = person("a", mobile, serviceId=str(uuid4()))
    call: dict[str, Any] = {"callId": "1", "peerId": one[by], "mode": "Direct", "type": "Audio"}
    call |= {"direction": "Incoming", "status": "Accepted", "timestamp": MILLISECONDS}
    (value,) = found(tmp_path, {"conversations": [one], "callsHistory": [call]})
    assert (value.contact, value.deleted, value.last_used) == (False, False, WHEN)


def test_a_call_that_was_deleted_is_marked(tmp_path: Path, mobile: str) -> None:
    call: dict[str, Any] = {"callId": "1", "peerId": "a", "mode": "Direct", "type": "Audio"}
    call |= {"direction": "Incoming", "status": "Deleted", "timestamp": MILLISECONDS}
    rows: Rows = {"conversations": [person("a", mobile)], "callsHistory": [call]}
    (value,) = found(tmp_path, rows)
    assert (value.contact, value.deleted) == (False, True)


def test_who_is_known_from_groups_only_is_marked(tmp_path: Path, mobile: str, other: str) -> None:
    service = str(uuid4())
    group = {"id": "g", "type": "group", "members": service, "json": "{}"}
    left = person("b", other, serviceId=str(uuid4()))
    rows: Rows = {
        "conversations": [group, person("a", mobile, serviceId=service), left],
        "messages": [message("g", sourceServiceId=left["serviceId"].upper())],
    }
    values = found(tmp_path, rows)
    assert [(each.text, each.group, each.contact) for each in values] == [
        (mobile, True, False),
        (other, True, False),
    ]
    assert [each.last_used for each in values] == [None, WHEN]


def test_the_owner_is_known_by_number_and_by_account(
    tmp_path: Path, mobile: str, other: str, own: str
) -> None:
    service = str(uuid4())
    rows: Rows = {
        "conversations": [
            person("me", own),
            person("me too", mobile, serviceId=service),
            person("a", other),
        ],
        "messages": [message("me", "outgoing"), message("a")],
        "items": [item("number_id", f"{own}.2"), item("uuid_id", f"{service}.2")],
    }
    values = found(tmp_path, rows)
    assert [(each.text, each.owner) for each in values] == [
        (own, True),
        (mobile, True),
        (other, False),
        (own, True),
    ]


@pytest.mark.parametrize("held", ["", "x", "[]", '{"value": 3}', '{"id": "number_id"}'])
def test_an_own_number_that_cannot_be_read_is_none(held: str, tmp_path: Path, mobile: str) -> None:
    rows: Rows = {
        "conversations": [person("a", mobile)],
        "items": [{"id": "number_id", "json": held}],
    }
    assert [(each.text, each.owner) for each in found(tmp_path, rows)] == [(mobile, False)]


def test_what_signal_keeps_beside_may_be_of_any_size(tmp_path: Path, own: str) -> None:
    rows: Rows = {"items": [item("remoteConfig", "x" * 1_000_000), item("accountE164", own)]}
    assert [(each.text, each.owner) for each in found(tmp_path, rows)] == [(own, True)]


def test_before_numbers_had_a_column_they_were_the_id(
    tmp_path: Path, mobile: str, other: str, own: str
) -> None:
    people = [{"id": each, "type": "private", "json": "{}"} for each in (mobile, other, own)]
    rows: Rows = {
        "conversations": [{"id": "g", "type": "group", "members": f"{mobile} {other}"}, *people],
        "messages": [message(mobile), message("g", source=other)],
        "items": [item("number_id", f"{own}.1")],
    }
    values = found(tmp_path, rows, build.OLD_SIGNAL_DESKTOP)
    assert [(each.text, each.group, each.contact, each.owner) for each in values] == [
        (mobile, False, False, False),
        (other, True, False, False),
        (own, False, False, True),
        (own, False, False, True),
    ]


def test_who_has_no_number_is_counted(tmp_path: Path) -> None:
    rows: Rows = {"conversations": [person("a", None, serviceId=str(uuid4()))]}
    assert [each.text for each in found(tmp_path, rows)] == [""]


def test_it_is_known_by_its_tables(tmp_path: Path) -> None:
    for name in ("SIGNAL_DESKTOP", "OLD_SIGNAL_DESKTOP"):
        path = database(tmp_path / name, getattr(build, name), {})
        assert detected(path, "source 1") == "signal_desktop"


def test_people_without_messages_beside_them_are_refused(tmp_path: Path, mobile: str) -> None:
    schema = build.SIGNAL_DESKTOP.replace("CREATE TABLE messages", "CREATE TABLE other")
    with pytest.raises(EenmaligError) as raised:
        found(tmp_path, {"conversations": [person("a", mobile)]}, schema)
    assert raised.value.code is Code.SOURCE_FORMAT
