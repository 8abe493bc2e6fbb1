from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.cleartext.sources.builders import databases as build

from eenmalig.cleartext.numbers.number import normalize
from eenmalig.cleartext.sources import RawValue, read
from eenmalig.domain.counting import Refusal
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2026, 3, 2, 20, 58, 11, tzinfo=UTC)
MILLISECONDS = int(WHEN.timestamp()) * 1000
APPLE = (WHEN - datetime(2001, 1, 1, tzinfo=UTC)).total_seconds()
LID_OF_JAN = "70000000000001"
LID_OF_NOBODY = "70000000000002"


def values(path: Path, *companions: Path) -> list[RawValue]:
    return list(read(path, position=1, column=None, format=None, companions=companions))


def texts(found: list[RawValue]) -> list[str]:
    return [each.text for each in found]


def jid(mobile: str) -> str:
    return f"{mobile[1:]}@s.whatsapp.net"


def msgstore(path: Path, mobile: str, other: str) -> Path:
    def address(number: int, user: str, server: str) -> dict[str, Any]:
        raw = f"{user}@{server}"
        return {"_id": number, "user": user, "server": server, "raw_string": raw}

    rows: build.Rows = {
        "jid": [
            address(1, mobile[1:], "s.whatsapp.net"),
            address(2, LID_OF_JAN, "lid"),
            address(3, other[1:], "s.whatsapp.net"),
            address(4, LID_OF_NOBODY, "lid"),
            address(5, f"{mobile[1:]}-1500000000", "g.us"),
            address(6, "status", "broadcast"),
        ],
        "jid_map": [{"lid_row_id": 2, "jid_row_id": 3}],
        "chat": [{"jid_row_id": each, "sort_timestamp": MILLISECONDS} for each in range(1, 7)],
        "call_log": [{"jid_row_id": 2, "timestamp": MILLISECONDS}, {"jid_row_id": 1}],
        "message": [{"chat_row_id": 1, "text_data": f"bel {other}"}],
    }
    return build.database(path, build.MSGSTORE, rows)


def test_whatsapp_of_android_gives_chats_of_two_and_calls_with_ids_resolved(
    tmp_path: Path, mobile: str, other: str
) -> None:
    found = values(msgstore(tmp_path / "msgstore.db", mobile, other))
    assert texts(found) == [mobile, other, other, "@lid", other, mobile]
    assert [each.last_used for each in found] == [*[WHEN] * 5, None]
    rows = [(2, 1), (2, 2), (2, 3), (2, 4), (3, 1), (3, 2)]
    assert [each.locator[:2] for each in found] == rows


def test_an_id_without_a_number_is_counted_and_not_shown(
    tmp_path: Path, mobile: str, other: str
) -> None:
    (unresolved,) = [
        each
        for each in values(msgstore(tmp_path / "msgstore.db", mobile, other))
        if each.text == "@lid"
    ]
    assert normalize(unresolved.text, unresolved.field).refusal is Refusal.NOT_A_NUMBER


def wa(path: Path, mobile: str) -> Path:
    contacts: list[dict[str, Any]] = [
        {"jid": jid(mobile), "number": f"06 {mobile[4:]}", "display_name": "Jan"},
        {"jid": f"{LID_OF_JAN}@lid", "number": None},
        {"jid": f"{mobile[1:]}-1500000000@g.us", "number": None, "display_name": "Groep"},
        {"jid": f"{mobile[1:]}:12@s.whatsapp.net", "number": "12345"},
    ]
    rows: build.Rows = {"wa_contacts": [each | {"is_whatsapp_user": 1} for each in contacts]}
    return build.database(path, build.WA_CONTACTS, rows)


def test_contacts_of_whatsapp_give_one_number_however_it_is_written(
    tmp_path: Path, mobile: str, other: str
) -> None:
    path = wa(tmp_path / "wa.db", mobile)
    assert texts(values(path)) == [mobile, "@lid", mobile, "12345"]
    companion = msgstore(tmp_path / "msgstore.db", mobile, other)
    found = values(path, companion)
    assert texts(found) == [mobile, other, mobile, "12345"]
    assert found[0].label == "Jan"


def test_an_old_whatsapp_of_android_is_read(tmp_path: Path, mobile: str) -> None:
    chats = [{"key_remote_jid": jid(mobile), "sort_timestamp": MILLISECONDS}]
    path = build.database(tmp_path / "msgstore.db", build.OLD_MSGSTORE, {"chat_list": chats})
    assert texts(values(path)) == [mobile]


def test_contacts_of_whatsapp_of_ios_may_be_blobs(tmp_path: Path, mobile: str, other: str) -> None:
    contacts: list[dict[str, Any]] = [
        {"ZWHATSAPPID": jid(mobile).encode(), "ZPHONENUMBER": mobile.encode(), "ZFULLNAME": "Jan"},
        {"ZWHATSAPPID": None, "ZPHONENUMBER": other, "ZPHONENUMBERLABEL": "_$!<Mobile>!$_"},
        {"ZWHATSAPPID": None, "ZPHONENUMBER": None},
    ]
    rows: build.Rows = {"ZWAADDRESSBOOKCONTACT": contacts}
    found = values(build.database(tmp_path / "ContactsV2.sqlite", build.CONTACTS_V2, rows))
    assert texts(found) == [mobile, other, ""]


def chat_storage(path: Path, mobile: str) -> Path:
    chats: list[dict[str, Any]] = [
        {"ZCONTACTJID": jid(mobile), "ZLASTMESSAGEDATE": APPLE, "ZPARTNERNAME": "Jan"},
        {"ZCONTACTJID": f"{LID_OF_JAN}@lid", "ZREMOVED": 1},
        {"ZCONTACTJID": f"{LID_OF_NOBODY}@lid", "ZCONTACTIDENTIFIER": jid(mobile)},
        {"ZCONTACTJID": f"{mobile[1:]}-1500000000@g.us", "ZPARTNERNAME": "Groep"},
    ]
    return build.database(path, build.CHAT_STORAGE, {"ZWACHATSESSION": chats})


def lid_database(path: Path, number: str) -> Path:
    pairs: build.Rows = {
        "ZWAPHONENUMBERLIDPAIR": [{"ZLID": f"{LID_OF_JAN}@lid", "ZPHONENUMBER": number}]
    }
    return build.write_ahead(path, build.LID, {}, pairs)


def test_whatsapp_of_ios_resolves_ids_by_a_companion(
    tmp_path: Path, mobile: str, other: str
) -> None:
    path = chat_storage(tmp_path / "ChatStorage.sqlite", mobile)
    assert texts(values(path)) == [mobile, "@lid", mobile]
    beside = lid_database(tmp_path / "LID.sqlite", other[1:])
    wal = tmp_path / "LID.sqlite-wal"
    found = values(path, beside, wal)
    assert texts(found) == [mobile, other, mobile]
    assert [each.deleted for each in found] == [False, True, False]
    assert found[0].last_used == WHEN


def test_a_companion_that_leads_nowhere_is_refused(tmp_path: Path, mobile: str, other: str) -> None:
    path = chat_storage(tmp_path / "ChatStorage.sqlite", mobile)
    with pytest.raises(EenmaligError) as raised:
        values(path, wa(tmp_path / "wa.db", mobile))
    assert raised.value.code is Code.SOURCE_FORMAT
    contacts = build.database(tmp_path / "calllog.db", build.CALLLOG, {})
    with pytest.raises(EenmaligError) as raised:
        values(contacts, lid_database(tmp_path / "LID.sqlite", other))
    assert "no use for" in str(raised.value)


def test_signal_gives_people_and_no_groups(tmp_path: Path, mobile: str) -> None:
    rows: build.Rows = {
        "recipient": [
            {"_id": 1, "e164": mobile, "aci": "a", "system_joined_name": "Jan"},
            {"_id": 2, "group_id": "__signal_group__v2__!x", "type": 3},
            {"_id": 3, "aci": "b", "username": "piet.01"},
        ],
        "thread": [{"recipient_id": 1, "date": MILLISECONDS, "snippet": "x"}],
    }
    found = values(build.database(tmp_path / "signal.db", build.SIGNAL, rows))
    assert texts(found) == [mobile, ""]
    assert found[0].label == "Jan"
    assert [each.last_used for each in found] == [WHEN, None]


def test_an_older_signal_is_read(tmp_path: Path, mobile: str) -> None:
    rows: build.Rows = {
        "recipient": [{"_id": 1, "phone": mobile}, {"_id": 2, "group_id": "x"}],
        "thread": [{"recipient_ids": "1", "date": MILLISECONDS}],
    }
    found = values(build.database(tmp_path / "signal.db", build.OLD_SIGNAL, rows))
    assert [(each.text, each.last_used) for each in found] == [(mobile, WHEN)]


def test_signal_knows_its_owner(tmp_path: Path, mobile: str, other: str) -> None:
    rows: build.Rows = {
        "key_value": [
            {"key": "account.e164", "value": mobile, "type": 4},
            {"key": "misc.other", "value": other, "type": 4},
        ]
    }
    (found,) = values(build.database(tmp_path / "kv.db", build.SIGNAL_KEY_VALUE, rows))
    assert found.owner
    assert found.text == mobile


def test_telegram_gives_the_address_book(tmp_path: Path, mobile: str, other: str) -> None:
    rows: build.Rows = {
        "user_contacts_v7": [{"key": "1", "uid": 1, "fname": "Jan", "sname": "Bakker"}],
        "user_phones_v7": [
            {"key": "1", "phone": mobile, "sphone": mobile[-8:], "deleted": 0},
            {"key": "2", "phone": other, "sphone": other[-8:], "deleted": 1},
        ],
    }
    found = values(build.database(tmp_path / "cache4.db", build.TELEGRAM, rows))
    assert texts(found) == [mobile, other]
    assert [each.label for each in found] == ["Jan Bakker", ""]
    assert [each.deleted for each in found] == [False, True]
