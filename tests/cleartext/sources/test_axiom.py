from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import axiom

from eenmalig.cleartext.numbers.number import normalize
from eenmalig.cleartext.sources import FieldKind, Locator
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

MOMENT = datetime(2026, 3, 2, 19, 58, 11, tzinfo=UTC)


def texts(values: list[RawValue]) -> list[str]:
    return [each.text for each in values]


@pytest.mark.parametrize("name", ["Android Contacts", "Apple Contacts - iOS"])
@pytest.mark.parametrize("namespace", ["", "http://example.com/axiom"])
def test_the_numbers_of_contacts_are_read_and_located(
    namespace: str, name: str, reading: Reading, mobile: str, other: str
) -> None:
    hits = [axiom.contact(mobile), axiom.contact(f"{mobile}\n{other}"), axiom.contact("")]
    values = reading(axiom.export(axiom.artifact(name, *hits), namespace=namespace))
    assert texts(values) == [mobile, f"{mobile}\n{other}", ""]
    assert {each.field for each in values} == {FieldKind.PHONE}
    assert [each.locator for each in values] == [Locator(None, row, 1) for row in (1, 2, 3)]
    assert values[0].label == "Jan"
    assert values[0].last_used == MOMENT
    assert not any(each.owner or each.deleted for each in values)


def test_partners_of_calls_are_telephones(reading: Reading, mobile: str) -> None:
    values = reading(axiom.export(axiom.artifact("Android Call Logs", axiom.call(mobile))))
    assert texts(values) == [mobile]
    assert values[0].field is FieldKind.PHONE
    assert values[0].last_used == MOMENT


def test_the_telephones_own_side_of_a_message_is_marked(
    reading: Reading, mobile: str, other: str
) -> None:
    hits = [
        axiom.message(mobile, other, "Incoming"),
        axiom.message(other, mobile, "Sent"),
        axiom.message(f"Local User <{other}>", f"Jan <{mobile}>", ""),
        axiom.message("Local User", "jan@example.com", "Outgoing"),
    ]
    values = reading(axiom.export(axiom.artifact("Android SMS/MMS", *hits)))
    assert texts(values) == [mobile, other, other, mobile, other, mobile]
    assert [each.owner for each in values] == [False, True, True, False, True, False]
    assert values[-1].label == "Jan"


def test_names_beside_numbers_are_taken_off(reading: Reading, mobile: str, other: str) -> None:
    hit = axiom.message("", f"Jan <{mobile}>, Piet <{other}>; Kees <{mobile}>", "")
    values = reading(axiom.export(axiom.artifact("Signal Messages", hit)))
    assert texts(values) == [mobile, other, mobile]
    assert [each.label for each in values] == ["Jan", "Piet", "Kees"]
    (value,) = reading(axiom.export(axiom.artifact("iOS Call Logs", axiom.call(f"{mobile} (Jan)"))))
    assert value.text == mobile


def test_parties_of_applications_are_numbers_only_where_they_look_so(
    reading: Reading, mobile: str
) -> None:
    hits = [
        axiom.message("Jan de Vries", f"{mobile[1:]}@s.whatsapp.net", ""),
        axiom.message("120363000000000000@g.us", "612345678", ""),
    ]
    values = reading(axiom.export(axiom.artifact("iOS WhatsApp Messages", *hits)))
    assert [normalize(each.text, each.field).e164 for each in values] == [mobile, None]


@pytest.mark.parametrize(
    "name", ["Android WhatsApp Accounts Information", "SIM Card Activity", "iOS Device Information"]
)
def test_numbers_of_the_telephone_and_its_accounts_are_marked(
    name: str, reading: Reading, mobile: str
) -> None:
    hit = axiom.hit(("Phone Number", mobile), ("WhatsApp Name", "Jan"))
    (value,) = reading(axiom.export(axiom.artifact(name, hit)))
    assert value.owner


def test_carved_and_deleted_hits_are_marked(reading: Reading, mobile: str) -> None:
    carved = axiom.hit(("Phone Number(s)", mobile), ("Recovery method", "Carving"))
    deleted = axiom.contact(mobile, more=(("Deleted", "Yes"),))
    kept = axiom.contact(mobile, more=(("Deleted", "No"),))
    values = reading(axiom.export(axiom.artifact("Android Contacts", carved, deleted, kept)))
    assert [each.deleted for each in values] == [True, True, False]


def test_texts_of_messages_are_not_read(reading: Reading, mobile: str) -> None:
    hit = axiom.message("jan", "piet", "", text=mobile)
    assert reading(axiom.export(axiom.artifact("Signal Messages", hit))) == []


def test_a_damaged_export_is_refused_without_a_librarys_words(
    reading: Reading, mobile: str
) -> None:
    made = axiom.export(axiom.artifact("Android Contacts", axiom.contact(mobile)))
    with pytest.raises(EenmaligError) as raised:
        reading(made[:-20])
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert "source 1: the XML export of Magnet AXIOM is damaged" in str(raised.value)
    assert mobile[3:] not in str(raised.value)
    assert raised.value.__context__ is None
