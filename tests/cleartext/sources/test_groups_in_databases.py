"""Who is known only from a group, or only from what was deleted, in databases of all programs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.cleartext.sources.builders import databases as build

from eenmalig.cleartext.sources import RawValue, read

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2026, 3, 2, 20, 58, 11, tzinfo=UTC)
MILLISECONDS = int(WHEN.timestamp()) * 1000
APPLE = (WHEN - datetime(2001, 1, 1, tzinfo=UTC)).total_seconds()
GROUP = "31690000000-1500000000@g.us"


def found(path: Path, schema: str, rows: build.Rows) -> list[RawValue]:
    return list(read(build.database(path, schema, rows), position=1, column=None, format=None))


def groups(values: list[RawValue]) -> list[tuple[str, bool]]:
    return [(each.text, each.group) for each in values]


def jid(mobile: str) -> str:
    return f"{mobile[1:]}@s.whatsapp.net"


def test_a_picture_message_of_android_with_several_is_a_group(
    tmp_path: Path, mobile: str, other: str
) -> None:
    def addresses(message: int, *texts: str) -> list[dict[str, Any]]:
        return [{"msg_id": message, "address": each} for each in texts]

    rows: build.Rows = {
        "pdu": [{"_id": each, "date": 1} for each in (1, 2, 3)],
        "addr": [
            *addresses(1, "insert-address-token", mobile),
            *addresses(2, "insert-address-token", mobile, other),
            *addresses(3, mobile, other),
        ],
    }
    values = found(tmp_path / "mmssms.db", build.MMSSMS, rows)
    assert [each.group for each in values] == [False, True, True, False, False]


def test_a_handle_of_ios_in_group_conversations_only_is_marked(
    tmp_path: Path, mobile: str, other: str
) -> None:
    rows: build.Rows = {
        "handle": [
            {"ROWID": 1, "id": mobile, "service": "SMS"},
            {"ROWID": 2, "id": other, "service": "SMS"},
            {"ROWID": 3, "id": "PostNL", "service": "SMS"},
        ],
        "chat": [{"ROWID": 1, "guid": "1", "style": 43}, {"ROWID": 2, "guid": "2", "style": 45}],
        "chat_handle_join": [
            {"chat_id": 1, "handle_id": 1},
            {"chat_id": 1, "handle_id": 2},
            {"chat_id": 2, "handle_id": 2},
        ],
    }
    values = found(tmp_path / "sms.db", build.IOS_MESSAGES, rows)
    assert groups(values) == [(mobile, True), (other, False), ("PostNL", False)]


def test_a_handle_of_ios_whose_messages_are_all_recently_deleted_is_marked(
    tmp_path: Path, mobile: str, other: str
) -> None:
    rows: build.Rows = {
        "handle": [
            {"ROWID": 1, "id": mobile, "service": "SMS"},
            {"ROWID": 2, "id": other, "service": "SMS"},
        ],
        "message": [
            {"ROWID": each, "guid": str(each), "handle_id": handle, "date": 1}
            for each, handle in ((1, 1), (2, 2), (3, 2))
        ],
        "chat_recoverable_message_join": [
            {"chat_id": 1, "message_id": 1},
            {"chat_id": 1, "message_id": 2},
        ],
    }
    values = found(tmp_path / "sms.db", build.IOS_MESSAGES, rows)
    assert [(each.text, each.deleted) for each in values] == [(mobile, True), (other, False)]


def test_messages_of_ios_are_read_without_the_tables_of_conversations(
    tmp_path: Path, mobile: str
) -> None:
    schema = build.IOS_MESSAGES.split("CREATE TABLE chat ", maxsplit=1)[0]
    rows: build.Rows = {"handle": [{"ROWID": 1, "id": mobile, "service": "SMS"}]}
    assert groups(found(tmp_path / "sms.db", schema, rows)) == [(mobile, False)]


def test_who_took_part_in_calls_of_ios_with_several_only_is_marked(
    tmp_path: Path, mobile: str, other: str
) -> None:
    first, second = ("Z_2REMOTEPARTICIPANTCALLS", "Z_4REMOTEPARTICIPANTHANDLES")
    rows: build.Rows = {
        "ZHANDLE": [{"Z_PK": 1, "ZTYPE": 2, "ZVALUE": mobile}, {"Z_PK": 2, "ZVALUE": other}],
        "Z_2REMOTEPARTICIPANTHANDLES": [
            {first: call, second: handle} for call, handle in ((1, 1), (1, 2), (2, 2))
        ],
    }
    values = found(tmp_path / "CallHistory", build.CALL_HISTORY, rows)
    assert groups(values) == [(mobile, True), (other, False)]


def test_members_of_groups_of_whatsapp_are_read_and_marked(
    tmp_path: Path, mobile: str, other: str
) -> None:
    def address(number: int, user: str, server: str) -> dict[str, Any]:
        raw = f"{user}@{server}"
        return {"_id": number, "user": user, "server": server, "raw_string": raw}

    rows: build.Rows = {
        "jid": [
            address(1, mobile[1:], "s.whatsapp.net"),
            address(2, other[1:], "s.whatsapp.net"),
            address(3, "31690000000-1500000000", "g.us"),
        ],
        "chat": [{"jid_row_id": 1}, {"jid_row_id": 3}],
        "call_log": [{"_id": 1, "jid_row_id": 2, "timestamp": 1, "group_jid_row_id": 3}],
        "call_log_participant_v2": [
            {"call_log_row_id": 1, "jid_row_id": 2},
            {"call_log_row_id": 1, "jid_row_id": 1},
        ],
        "group_participant_user": [{"group_jid_row_id": 3, "user_jid_row_id": 2}],
        "group_past_participant_user": [{"group_jid_row_id": 3, "user_jid_row_id": 1}],
        "message": [
            {"chat_row_id": 2, "sender_jid_row_id": 2, "timestamp": MILLISECONDS},
            {"chat_row_id": 2, "sender_jid_row_id": 2, "timestamp": 1},
            {"chat_row_id": 1, "sender_jid_row_id": 0, "timestamp": 1},
        ],
    }
    values = found(tmp_path / "msgstore.db", build.MSGSTORE, rows)
    expected = [(mobile, False), (other, True), (other, True), (mobile, True), (other, True)]
    assert groups(values) == [*expected, (mobile, True)]
    assert values[4].last_used == WHEN


def test_members_of_groups_of_an_old_whatsapp_are_read_and_marked(
    tmp_path: Path, mobile: str, other: str
) -> None:
    rows: build.Rows = {
        "chat_list": [{"key_remote_jid": jid(mobile)}, {"key_remote_jid": GROUP}],
        "group_participants": [{"gjid": GROUP, "jid": jid(other)}, {"gjid": GROUP, "jid": ""}],
        "messages": [
            {"key_remote_jid": "-1"},
            {"key_remote_jid": jid(mobile), "timestamp": MILLISECONDS},
            {"key_remote_jid": jid(mobile), "timestamp": 1},
            {"key_remote_jid": GROUP, "remote_resource": jid(other), "timestamp": 1},
        ],
    }
    values = found(tmp_path / "msgstore.db", build.OLD_MSGSTORE, rows)
    assert groups(values) == [(mobile, False), (other, True), (mobile, False), (other, True)]
    assert values[2].last_used == WHEN


def test_messages_alone_of_an_old_whatsapp_are_read(tmp_path: Path, mobile: str) -> None:
    schema = "".join(build.OLD_MSGSTORE.partition("CREATE TABLE messages")[1:])
    rows: build.Rows = {"messages": [{"key_remote_jid": jid(mobile), "key_from_me": 1}]}
    assert groups(found(tmp_path / "msgstore.db", schema, rows)) == [(mobile, False)]


def test_members_of_groups_and_calls_of_whatsapp_of_ios_are_read_and_marked(
    tmp_path: Path, mobile: str, other: str
) -> None:
    chats: build.Rows = {
        "ZWACHATSESSION": [{"Z_PK": 1, "ZCONTACTJID": GROUP, "ZREMOVED": 1}],
        "ZWAGROUPMEMBER": [{"ZCHATSESSION": 1, "ZMEMBERJID": jid(mobile), "ZCONTACTNAME": "Oma"}],
    }
    (value,) = found(tmp_path / "ChatStorage.sqlite", build.CHAT_STORAGE, chats)
    assert (value.text, value.group, value.deleted, value.label) == (mobile, True, True, "Oma")
    calls: build.Rows = {
        "ZWACDCALLEVENT": [
            {"Z_PK": 1, "ZDATE": APPLE},
            {"Z_PK": 2, "ZDATE": APPLE, "ZGROUPJIDSTRING": GROUP},
        ],
        "ZWACDCALLEVENTPARTICIPANT": [
            {"Z1PARTICIPANTS": 1, "ZJIDSTRING": jid(mobile)},
            {"Z1PARTICIPANTS": 2, "ZJIDSTRING": jid(other)},
        ],
    }
    values = found(tmp_path / "CallHistory.sqlite", build.IOS_WHATSAPP_CALLS, calls)
    assert groups(values) == [(mobile, False), (other, True)]
    assert values[0].last_used == WHEN


def test_who_is_known_to_signal_from_groups_only_is_marked(
    tmp_path: Path, mobile: str, other: str
) -> None:
    rows: build.Rows = {
        "recipient": [
            {"_id": 1, "e164": mobile, "profile_joined_name": "Jan"},
            {"_id": 2, "e164": other},
        ],
        "thread": [{"recipient_id": 2}],
        "group_membership": [{"group_id": "g", "recipient_id": each} for each in (1, 2)],
    }
    values = found(tmp_path / "signal.db", build.SIGNAL, rows)
    assert groups(values) == [(mobile, True), (other, False)]


def test_an_old_signal_is_no_android_although_it_has_the_same_table(
    tmp_path: Path, mobile: str, other: str
) -> None:
    rows: build.Rows = {
        "recipient": [{"_id": 1, "phone": mobile}, {"_id": 2, "phone": other}],
        "groups": [{"group_id": "g", "members": "1,2"}],
        "thread": [{"recipient_ids": "1", "date": MILLISECONDS}],
        "sms": [{"thread_id": 1, "address": 1, "date": 1, "type": 20}],
    }
    values = found(tmp_path / "signal.db", build.OLD_SIGNAL, rows)
    assert groups(values) == [(mobile, False), (other, True)]
    assert values[0].last_used == WHEN
