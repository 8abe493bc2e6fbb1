"""Places where a number stands alone, and was or would be lost in silence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tests.cleartext.sources.builders import case_uco, ufed
from tests.cleartext.sources.builders import databases as build

from eenmalig.cleartext.sources import read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

WHEN = datetime(2026, 3, 2, 20, 58, 11, tzinfo=UTC)
APPLE = (WHEN - datetime(2001, 1, 1, tzinfo=UTC)).total_seconds()


def of_database(path: Path, schema: str, rows: build.Rows) -> list[RawValue]:
    held = build.database(path, schema, rows)
    return list(read(held, position=1, column=None, format=None))


def jid(number: str) -> str:
    return f"{number.removeprefix('+')}@s.whatsapp.net"


def test_a_card_of_whatsapp_without_a_telephone_is_read(
    tmp_path: Path, mobile: str, other: str
) -> None:
    def data(card: int, kind: int, text: str, **more: Any) -> dict[str, Any]:
        return {"raw_contact_id": card, "mimetype_id": kind, "data1": text, **more}

    rows: build.Rows = {
        "mimetypes": [
            {"_id": 1, "mimetype": build.PHONE_V2},
            {"_id": 2, "mimetype": build.WHATSAPP_PROFILE},
        ],
        "raw_contacts": [{"_id": 1, "display_name": "Jan"}, {"_id": 2, "display_name": "Piet"}],
        "data": [
            data(1, 1, mobile, data2="3"),
            data(2, 2, jid(other), data2="WhatsApp", data3=f"Bericht {other}"),
            data(2, 2, "120363000000000000@g.us"),
        ],
    }
    found = of_database(tmp_path / "x", build.CONTACTS2, rows)
    same = [each.text for each in found] == [mobile, other]
    assert same
    assert [each.label for each in found] == ["Jan work", "Piet"]


def test_who_wrote_on_ios_and_is_in_no_group_any_more_is_read(
    tmp_path: Path, mobile: str, other: str
) -> None:
    rows: build.Rows = {
        "ZWACHATSESSION": [{"ZCONTACTJID": jid(mobile)}, {"ZCONTACTJID": "123-456@g.us"}],
        "ZWAMESSAGE": [
            {"ZFROMJID": jid(other), "ZMESSAGEDATE": APPLE},
            {"ZFROMJID": jid(other), "ZMESSAGEDATE": APPLE - 86400},
            {"ZFROMJID": "123-456@g.us"},
            {"ZISFROMME": 1, "ZTEXT": mobile},
        ],
    }
    found = of_database(tmp_path / "x", build.CHAT_STORAGE + build.CHAT_MESSAGES, rows)
    same = [each.text for each in found] == [mobile, other]
    assert same
    assert [(each.group, each.last_used) for each in found] == [(False, None), (True, WHEN)]


def test_an_address_for_messages_of_a_contact_is_read_in_ufed(
    reading: Reading, mobile: str
) -> None:
    entry = ufed.model("MessagingAddress", ufed.field("Value", mobile))
    held = ufed.model_type("Contact", ufed.contact("Jan", entry))
    same = [each.text for each in reading(ufed.report(held))] == [mobile]
    assert same


def test_an_account_that_is_called_by_a_number_is_read_in_case(
    reading: Reading, mobile: str, other: str
) -> None:
    account = mobile.removeprefix("+")
    nodes = [
        case_uco.account("1", mobile, accountIdentifier=f"0{mobile.removeprefix('+31')}"),
        case_uco.account("2", mobile, accountIdentifier=other),
        case_uco.node("3", "Account", case_uco.facet("AccountFacet", accountIdentifier=other)),
        case_uco.node("4", "Account", case_uco.facet("AccountFacet", accountIdentifier=account)),
        case_uco.node("5", "x", case_uco.facet("DigitalAccountFacet", accountLogin=other)),
        case_uco.node("6", "x", case_uco.facet("DigitalAccountFacet", accountLogin=account)),
    ]
    found = sorted(each.text for each in reading(case_uco.case(*nodes)))
    same = found == sorted([mobile, mobile, other, other, other])
    assert same
