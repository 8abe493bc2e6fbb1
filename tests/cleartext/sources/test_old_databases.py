"""Schemas of other versions: tables and columns that are older, newer, or not there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import databases as build

from eenmalig.cleartext.sources import RawValue, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WHEN = datetime(2026, 3, 2, 20, 58, 11, tzinfo=UTC)
SECONDS = int(WHEN.timestamp())
APPLE = int((WHEN - datetime(2001, 1, 1, tzinfo=UTC)).total_seconds())


def found(path: Path, schema: str, rows: build.Rows) -> list[RawValue]:
    return list(read(build.database(path, schema, rows), position=1, column=None, format=None))


def without(schema: str, *tables: str) -> str:
    """Leave out whole statements that begin a table of these names."""
    kept = [
        each
        for each in schema.split(";\n")
        if not any(f"TABLE {table} (" in each for table in tables)
    ]
    return ";\n".join(kept)


def test_what_stands_around_a_number_of_android_is_its_label(tmp_path: Path, mobile: str) -> None:
    kinds = (build.PHONE_V2, build.NICKNAME, build.ORGANIZATION, build.GROUP_MEMBERSHIP)
    rows: build.Rows = {
        "mimetypes": [{"_id": each, "mimetype": kind} for each, kind in enumerate(kinds, 5)],
        "groups": [{"_id": 3, "title": "Familie"}],
        "raw_contacts": [{"_id": 1, "display_name": "Jan"}],
        "data": [
            {"raw_contact_id": 1, "mimetype_id": 5, "data1": mobile, "data2": "17"},
            {"raw_contact_id": 1, "mimetype_id": 6, "data1": "Sjonnie"},
            {"raw_contact_id": 1, "mimetype_id": 7, "data1": "Bakkerij", "data4": "Bakker"},
            {"raw_contact_id": 1, "mimetype_id": 8, "data1": "3"},
        ],
    }
    (value,) = found(tmp_path / "contacts2.db", build.CONTACTS2, rows)
    assert value.label == "Jan Sjonnie Bakkerij Bakker Familie work mobile"


def test_what_stands_around_a_number_of_ios_is_its_label(tmp_path: Path, mobile: str) -> None:
    card = {"ROWID": 1, "First": "Jan", "Nickname": "Sjonnie", "JobTitle": "Bakker"}
    rows: build.Rows = {
        "ABPerson": [card],
        "ABMultiValue": [{"record_id": 1, "property": 3, "label": 1, "value": mobile}],
    }
    (value,) = found(tmp_path / "AddressBook", build.ADDRESS_BOOK, rows)
    assert value.label == "Jan Sjonnie Bakker"


def test_a_call_of_android_that_was_deleted_is_marked(tmp_path: Path, mobile: str) -> None:
    rows: build.Rows = {"calls": [{"number": mobile, "date": 1, "deleted": 1, "numbertype": 3}]}
    (value,) = found(tmp_path / "calllog.db", build.CALLLOG, rows)
    assert (value.deleted, value.label) == (True, "work")


def test_calls_in_the_database_of_contacts_are_read_with_them(
    tmp_path: Path, mobile: str, other: str
) -> None:
    rows: build.Rows = {
        "mimetypes": [{"_id": 5, "mimetype": build.PHONE_V2}],
        "data": [{"raw_contact_id": 1, "mimetype_id": 5, "data1": mobile}],
        "calls": [{"number": other, "date": 1}],
    }
    values = found(tmp_path / "contacts2.db", build.CONTACTS2 + build.CALLLOG, rows)
    assert [each.text for each in values] == [mobile, other]


@pytest.mark.parametrize("gone", ["raw_contacts", "groups"])
def test_contacts_of_android_are_read_without_what_names_them(
    gone: str, tmp_path: Path, mobile: str
) -> None:
    schema = without(build.CONTACTS2, gone)
    schema = ";\n".join(each for each in schema.split(";\n") if f"ON {gone}" not in each)
    rows: build.Rows = {
        "mimetypes": [{"_id": 5, "mimetype": build.PHONE_V2}],
        "data": [{"raw_contact_id": 1, "mimetype_id": 5, "data1": mobile}],
    }
    (value,) = found(tmp_path / "contacts2.db", schema, rows)
    assert value.text == mobile


def test_contacts_of_android_are_read_without_a_column_of_another_version(
    tmp_path: Path, mobile: str
) -> None:
    schema = build.CONTACTS2.replace("last_time_contacted INTEGER,", "")
    rows: build.Rows = {
        "mimetypes": [{"_id": 5, "mimetype": build.PHONE_V2}],
        "raw_contacts": [{"_id": 1, "display_name": "Oma"}],
        "data": [{"raw_contact_id": 1, "mimetype_id": 5, "data1": mobile}],
    }
    (value,) = found(tmp_path / "contacts2.db", schema, rows)
    assert (value.text, value.label) == (mobile, "Oma")


@pytest.mark.parametrize("gone", ["ABMultiValueLabel", "ABPerson", "ABStore"])
def test_contacts_of_ios_are_read_without_what_names_them(
    gone: str, tmp_path: Path, mobile: str
) -> None:
    rows: build.Rows = {"ABMultiValue": [{"record_id": 1, "property": 3, "value": mobile}]}
    (value,) = found(tmp_path / "AddressBook", without(build.ADDRESS_BOOK, gone), rows)
    assert value.text == mobile


def test_messages_and_calls_of_an_old_ios_are_read(tmp_path: Path, mobile: str, other: str) -> None:
    messages: build.Rows = {
        "message": [
            {"address": mobile, "date": SECONDS, "flags": 2},
            {"madrid_handle": other, "is_madrid": 1, "date": APPLE},
            {"madrid_handle": "jan@example.org", "is_madrid": 1, "date": APPLE},
        ]
    }
    values = found(tmp_path / "sms.db", build.OLD_IOS_MESSAGES, messages)
    assert [(each.text, each.last_used) for each in values] == [(mobile, WHEN), (other, WHEN)]
    calls: build.Rows = {"call": [{"address": mobile, "date": SECONDS}]}
    (value,) = found(tmp_path / "call_history.db", build.OLD_CALL_HISTORY, calls)
    assert (value.text, value.last_used) == (mobile, WHEN)


def test_contacts_of_whatsapp_are_read_without_the_column_of_numbers(
    tmp_path: Path, mobile: str
) -> None:
    schema = build.WA_CONTACTS.replace("number TEXT,", "")
    contact = {"jid": f"{mobile[1:]}@s.whatsapp.net", "is_whatsapp_user": 1, "company": "Bakkerij"}
    (value,) = found(tmp_path / "wa.db", schema, {"wa_contacts": [contact]})
    assert (value.text, value.label) == (mobile, "Bakkerij")


def test_chats_of_whatsapp_are_read_where_an_address_is_kept_in_parts(
    tmp_path: Path, mobile: str
) -> None:
    schema = build.MSGSTORE.replace(", raw_string TEXT", "")
    rows: build.Rows = {
        "jid": [{"_id": 1, "user": mobile[1:], "server": "s.whatsapp.net"}],
        "chat": [{"jid_row_id": 1}],
    }
    (value,) = found(tmp_path / "msgstore.db", schema, rows)
    assert value.text == mobile


def test_an_old_telegram_is_read(tmp_path: Path, mobile: str) -> None:
    rows: build.Rows = {
        "user_contacts_v6": [{"uid": 7, "fname": "Oma"}],
        "user_phones_v6": [{"uid": 7, "phone": mobile, "deleted": 1}],
    }
    (value,) = found(tmp_path / "cache4.db", build.OLD_TELEGRAM, rows)
    assert (value.text, value.label, value.deleted) == (mobile, "Oma", True)


def test_who_takes_part_in_a_conversation_of_ios_5_is_read(
    tmp_path: Path, mobiles: Callable[[int], list[str]]
) -> None:
    one, two, three, four = mobiles(4)
    members = [(1, one), (2, two), (2, three), (3, four)]
    rows: build.Rows = {
        "message": [{"address": one, "date": 1, "group_id": 1}, {"date": 1, "group_id": 2}],
        "group_member": [{"group_id": group, "address": each} for group, each in members],
    }
    values = found(tmp_path / "sms.db", build.OLD_IOS_MESSAGES, rows)[2:]
    assert [(each.text, each.group, each.contact) for each in values] == [
        (one, False, False),
        (two, True, False),
        (three, True, False),
        (four, False, True),
    ]
