from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from tests.cleartext.sources.builders import databases as build

from eenmalig.cleartext.numbers.number import normalize
from eenmalig.cleartext.sources import RawValue, read

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2026, 3, 2, 20, 58, 11, tzinfo=UTC)
MILLISECONDS = int(WHEN.timestamp()) * 1000
APPLE = (WHEN - datetime(2001, 1, 1, tzinfo=UTC)).total_seconds()


def values(path: Path, stated: str | None = None) -> list[RawValue]:
    return list(read(path, position=1, column=None, format=stated))


def texts(found: list[RawValue], *, owner: bool = False) -> list[str]:
    return [each.text for each in found if each.owner == owner]


def contacts2(path: Path, mobile: str, own: str) -> Path:
    def data(card: int, kind: int, text: Any, **more: Any) -> dict[str, Any]:
        return {"raw_contact_id": card, "mimetype_id": kind, "data1": text, **more}

    profile = build.PROFILE_CARD
    rows: build.Rows = {
        "mimetypes": [
            {"_id": 1, "mimetype": build.EMAIL_V2},
            {"_id": 5, "mimetype": build.PHONE_V2},
        ],
        "raw_contacts": [
            {"_id": 1, "display_name": "Jan", "last_time_contacted": MILLISECONDS},
            {"_id": 2, "display_name": "Piet", "deleted": 1},
            {"_id": profile, "display_name": "Ik"},
        ],
        "data": [
            data(1, 1, "jan@example.org"),
            data(1, 5, f"{mobile[:5]} {mobile[5:]}", data3="Dealer", data15=bytes(300_000)),
            data(2, 5, None),
            data(2, 5, "0900-BEL-MIJ"),
            data(profile, 5, own),
        ],
    }
    return build.database(path, build.CONTACTS2, rows)


def test_contacts_of_android_give_their_telephone_numbers_only(
    tmp_path: Path, mobile: str, other: str
) -> None:
    found = values(contacts2(tmp_path / "contacts2.db", mobile, other))
    assert texts(found) == [f"{mobile[:5]} {mobile[5:]}", "", "0900-BEL-MIJ"]
    assert texts(found, owner=True) == [other]
    assert [each.label for each in found] == ["Jan Dealer", "Piet", "Piet", "Ik"]
    assert [each.deleted for each in found] == [False, True, True, False]
    assert found[0].last_used == WHEN
    assert found[1].last_used is None
    assert [each.locator for each in found] == [(1, row, None) for row in (1, 2, 3, 4)]


def test_calls_of_android_give_both_sides(tmp_path: Path, mobile: str, other: str) -> None:
    calls: list[dict[str, Any]] = [
        {"number": mobile, "date": MILLISECONDS, "name": "Jan", "phone_account_address": other},
        {"number": "", "date": MILLISECONDS, "phone_account_address": other},
        {"number": "-2", "date": None},
    ]
    found = values(build.database(tmp_path / "calllog.db", build.CALLLOG, {"calls": calls}))
    assert texts(found) == [mobile, "", "-2"]
    assert texts(found, owner=True) == [other]
    assert found[0].last_used == WHEN
    assert found[0].label == "Jan"


def test_messages_of_android_give_addresses_that_are_no_mail(
    tmp_path: Path, mobile: str, other: str
) -> None:
    rows: build.Rows = {
        "sms": [
            {"thread_id": 1, "address": mobile, "date": MILLISECONDS, "body": f"bel {other}"},
            {"thread_id": 2, "address": "jan@example.org"},
            {"thread_id": 3, "address": "PostNL"},
        ],
        "pdu": [{"_id": 7, "date": MILLISECONDS // 1000}],
        "addr": [
            {"msg_id": 7, "address": "insert-address-token", "type": 137},
            {"msg_id": 7, "address": other, "type": 151},
        ],
    }
    found = values(build.database(tmp_path / "mmssms.db", build.MMSSMS, rows))
    assert texts(found) == [mobile, "PostNL", other]
    assert [each.last_used for each in found] == [WHEN, None, WHEN]
    assert [each.locator[:2] for each in found] == [(4, 1), (4, 3), (5, 2)]


def test_the_sim_card_of_android_is_the_owner(tmp_path: Path, mobile: str, other: str) -> None:
    sims: list[dict[str, Any]] = [
        {"icc_id": "8931", "number": mobile, "phone_number_source_carrier": mobile},
        {"icc_id": "8932", "number": "", "phone_number_source_ims": other},
        {"icc_id": "8933", "number": None},
    ]
    found = values(build.database(tmp_path / "telephony.db", build.TELEPHONY, {"siminfo": sims}))
    assert texts(found, owner=True) == [mobile, other]
    assert texts(found) == []


def address_book(path: Path, mobile: str, own: str) -> tuple[Path, str, build.Rows]:
    rows: build.Rows = {
        "ABStore": [{"ROWID": 1, "MeIdentifier": 2}],
        "ABPerson": [{"ROWID": 1, "First": "Jan", "Organization": "Bakker"}, {"ROWID": 2}],
        "ABMultiValueLabel": [{"value": "_$!<Mobile>!$_"}],
        "ABMultiValue": [
            {"record_id": 1, "property": 3, "label": 1, "value": mobile},
            {"record_id": 1, "property": 4, "label": 1, "value": "jan@example.org"},
            {"record_id": 2, "property": 3, "value": own},
            {"record_id": 1, "property": 3, "value": b"0900-BEL-MIJ"},
        ],
    }
    return path, build.ADDRESS_BOOK, rows


def test_contacts_of_ios_give_their_telephone_numbers_only(
    tmp_path: Path, mobile: str, other: str
) -> None:
    found = values(build.database(*address_book(tmp_path / "AddressBook", mobile, other)))
    assert texts(found) == [mobile, "0900-BEL-MIJ"]
    assert texts(found, owner=True) == [other]
    assert found[0].label == "Jan Bakker _$!<Mobile>!$_"


def test_calls_of_ios_pass_over_ids_of_other_programs(
    tmp_path: Path, mobile: str, other: str
) -> None:
    def call(address: Any, provider: str | None = "com.apple.Telephony") -> dict[str, Any]:
        return {"ZADDRESS": address, "ZDATE": APPLE, "ZSERVICE_PROVIDER": provider}

    calls = [
        call(mobile),
        call(mobile.encode(), None),
        call("jan@example.org", "com.apple.FaceTime"),
        call(f"{other[1:]}@s.whatsapp.net", "net.whatsapp.WhatsApp"),
        call(mobile.removeprefix("+31"), "ph.telegra.Telegraph"),
        call(None),
    ]
    handles = [{"ZTYPE": 2, "ZVALUE": other}, {"ZTYPE": 3, "ZVALUE": "jan@example.org"}]
    rows: build.Rows = {"ZCALLRECORD": calls, "ZHANDLE": handles}
    found = values(build.database(tmp_path / "CallHistory", build.CALL_HISTORY, rows))
    assert texts(found) == [mobile, mobile, other, "", other]
    assert found[0].last_used == WHEN


def test_messages_of_ios_give_handles_with_the_last_contact(
    tmp_path: Path, mobile: str, other: str
) -> None:
    earlier = (APPLE - 86400) * 10**9
    rows: build.Rows = {
        "handle": [
            {"ROWID": 1, "id": mobile, "service": "SMS"},
            {"ROWID": 2, "id": "jan@example.org", "service": "iMessage"},
            {"ROWID": 3, "id": "PostNL", "service": "SMS"},
        ],
        "message": [
            {"guid": "1", "handle_id": 1, "date": int(APPLE * 10**9), "text": f"bel {other}"},
            {"guid": "2", "handle_id": 1, "date": int(earlier), "destination_caller_id": other},
            {"guid": "3", "handle_id": 3, "date": int(APPLE)},
        ],
        "chat": [
            {"guid": "1", "account_login": f"P:{other}"},
            {"guid": "2", "account_login": "E:jan@example.org", "last_addressed_handle": other},
        ],
    }
    found = values(build.database(tmp_path / "sms.db", build.IOS_MESSAGES, rows))
    assert texts(found) == [mobile, "PostNL"]
    assert texts(found, owner=True) == [other, other]
    assert found[0].last_used is not None
    assert abs(found[0].last_used - WHEN) < timedelta(seconds=1)
    assert found[1].last_used == WHEN


def test_the_newest_rows_are_read_from_the_file_beside(
    tmp_path: Path, mobile: str, other: str
) -> None:
    path, schema, rows = address_book(tmp_path / "AddressBook.sqlitedb", mobile, other)
    build.write_ahead(path, schema, {}, rows)
    (tmp_path / f"{path.name}-shm").unlink()
    assert texts(values(path, "ios")) == [mobile, "0900-BEL-MIJ"]
    assert sorted(each.name for each in tmp_path.iterdir()) == [path.name, f"{path.name}-wal"]


def test_what_is_read_normalizes(tmp_path: Path, mobile: str, other: str) -> None:
    found = values(contacts2(tmp_path / "contacts2.db", mobile, other))
    assert normalize(found[0].text, found[0].field).e164 == mobile
