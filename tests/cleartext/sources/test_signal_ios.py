from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
from tests.cleartext.sources.builders import chat_databases as build
from tests.cleartext.sources.builders.databases import Rows, database

from eenmalig.cleartext.sources import RawValue, detected, read

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2026, 3, 2, 20, 58, 11, tzinfo=UTC)
MILLISECONDS = int(WHEN.timestamp()) * 1000
INFO, INCOMING, CALL, OUTGOING, GROUP_THREAD, CONTACT_THREAD = 10, 19, 20, 21, 26, 27


def found(folder: Path, rows: Rows, schema: str = build.SIGNAL_IOS) -> list[RawValue]:
    path = database(folder / "signal.sqlite", schema, rows)
    return list(read(path, position=1, column=None, format=None))


def recipient(number: str | None, account: str | None = None, **more: Any) -> dict[str, Any]:
    return {"recipientPhoneNumber": number, "recipientUUID": account, **more}


def thread(name: str, number: str | None = None, account: str | None = None) -> dict[str, Any]:
    kind = CONTACT_THREAD if number or account else GROUP_THREAD
    of = {"contactPhoneNumber": number, "contactUUID": account}
    return {"uniqueId": name, "recordType": kind, **of}


def interaction(of: str, kind: int = INCOMING, **more: Any) -> dict[str, Any]:
    return {"uniqueThreadId": of, "recordType": kind, "timestamp": MILLISECONDS, **more}


def own_values(number: str | None, account: str | None = None) -> Rows:
    held = {"TSStorageRegisteredNumberKey": number, "TSStorageRegisteredUUIDKey": account}
    return {
        "keyvalue": [
            {"collection": build.OWN_COLLECTION, "key": key, "value": build.archived(value)}
            for key, value in held.items()
            if value
        ]
    }


@pytest.mark.parametrize("kind", [INCOMING, CALL, OUTGOING])
def test_who_wrote_or_called_is_no_mere_contact_and_who_did_not_is(
    kind: int, tmp_path: Path, mobile: str, other: str
) -> None:
    account = str(uuid4()).upper()
    rows: Rows = {
        "model_SignalRecipient": [recipient(mobile, account), recipient(other)],
        "model_TSThread": [thread("1", account=account.lower())],
        "model_TSInteraction": [interaction("1", kind)],
    }
    values = found(tmp_path, rows)
    assert [(each.text, each.contact, each.last_used) for each in values] == [
        (mobile, False, WHEN),
        (other, True, None),
    ]


def test_that_somebody_joined_signal_is_no_exchange(tmp_path: Path, mobile: str) -> None:
    rows: Rows = {
        "model_SignalRecipient": [recipient(mobile)],
        "model_TSThread": [thread("1", mobile)],
        "model_TSInteraction": [interaction("1", INFO)],
    }
    values = found(tmp_path, rows)
    assert [(each.text, each.contact) for each in values] == [(mobile, True)] * 2


def test_people_alone_are_contacts_without_the_tables_of_exchanges(
    tmp_path: Path, mobile: str
) -> None:
    schema = """
    CREATE TABLE model_SignalRecipient (id INTEGER PRIMARY KEY, recipientPhoneNumber TEXT);
    CREATE TABLE model_TSThread (id INTEGER PRIMARY KEY, contactPhoneNumber TEXT);"""
    rows: Rows = {"model_SignalRecipient": [{"recipientPhoneNumber": mobile}]}
    assert [(each.text, each.contact) for each in found(tmp_path, rows, schema)] == [(mobile, True)]


def test_who_is_known_from_groups_only_is_marked(tmp_path: Path, mobile: str, other: str) -> None:
    account = str(uuid4())
    rows: Rows = {
        "model_SignalRecipient": [recipient(mobile, account), recipient(other)],
        "model_TSThread": [thread("g")],
        "model_TSGroupMember": [{"groupThreadId": "g", "uuidString": account}],
        "model_TSInteraction": [interaction("g", authorPhoneNumber=other)] * 2,
    }
    values = found(tmp_path, rows)
    assert [(each.text, each.group, each.contact) for each in values] == [
        (mobile, True, False),
        (other, True, False),
        (other, True, False),
    ]
    assert [each.last_used for each in values] == [None, WHEN, WHEN]


def test_the_owner_is_known_by_number_and_by_account(tmp_path: Path, mobile: str, own: str) -> None:
    account = str(uuid4())
    rows: Rows = {
        "model_SignalRecipient": [
            recipient(own),
            recipient(mobile, account),
            recipient("kLocalProfileUniqueId"),
        ],
        "model_TSThread": [thread("self", own)],
        "model_TSInteraction": [interaction("self", OUTGOING)],
        **own_values(own, account),
    }
    values = found(tmp_path, rows)
    assert [(each.text, each.owner) for each in values] == [
        (own, True),
        (mobile, True),
        (own, True),
        (own, True),
    ]


def test_a_number_that_another_program_keeps_is_not_the_owners(tmp_path: Path, own: str) -> None:
    rows: Rows = {
        "keyvalue": [
            {
                "collection": "x",
                "key": "TSStorageRegisteredNumberKey",
                "value": build.archived(own),
            }
        ]
    }
    assert found(tmp_path, rows) == []


@pytest.mark.parametrize("value", [b"", b"bplist00", b"bplist00" + b"\xff" * 40, "x", 3])
def test_an_own_number_that_cannot_be_opened_is_none(
    value: Any, tmp_path: Path, mobile: str
) -> None:
    held = {
        "collection": build.OWN_COLLECTION,
        "key": "TSStorageRegisteredUUIDKey",
        "value": value,
    }
    rows: Rows = {"keyvalue": [held], "model_SignalRecipient": [recipient(mobile)]}
    assert [(each.text, each.owner) for each in found(tmp_path, rows)] == [(mobile, False)]


def test_what_signal_keeps_beside_may_be_of_any_size(tmp_path: Path, own: str) -> None:
    rows = own_values(own)
    rows["keyvalue"].append({"collection": "x", "key": "y", "value": bytes(1_000_000)})
    assert [each.text for each in found(tmp_path, rows)] == [own]


def test_names_come_from_the_address_book_and_the_profile(
    tmp_path: Path, mobile: str, other: str
) -> None:
    account = str(uuid4())
    rows: Rows = {
        "model_SignalRecipient": [recipient(mobile, account), recipient(other)],
        "model_SignalAccount": [recipient(None, account, fullName="Mama", nickname="M")],
        "model_OWSUserProfile": [recipient(None, account, profileName="Ria")],
    }
    values = found(tmp_path, rows)
    assert [each.label for each in values] == ["Mama M Ria", ""]


def test_names_of_an_older_address_book_are_archived(tmp_path: Path, mobile: str) -> None:
    contact = build.archived_contact(firstName="Ria", lastName="Jansen", uniqueId="x")
    rows: Rows = {
        "model_SignalRecipient": [recipient(mobile)],
        "model_SignalAccount": [recipient(mobile, contact=contact)],
    }
    values = found(tmp_path, rows, build.OLD_SIGNAL_IOS)
    assert [each.label for each in values] == ["Ria Jansen"] * 2


def test_who_has_no_number_is_counted_once(tmp_path: Path) -> None:
    account = str(uuid4())
    rows: Rows = {
        "model_SignalRecipient": [recipient(None, account)],
        "model_TSThread": [thread("1", account=account)],
        "model_OWSUserProfile": [recipient(None, account)],
    }
    assert [each.text for each in found(tmp_path, rows)] == [""]


def test_it_is_known_by_its_tables(tmp_path: Path) -> None:
    for name in ("SIGNAL_IOS", "OLD_SIGNAL_IOS"):
        path = database(tmp_path / name, getattr(build, name), {})
        assert detected(path, "source 1") == "signal_ios"
