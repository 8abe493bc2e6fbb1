from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import xry

from eenmalig.cleartext.sources import FieldKind, Locator
from eenmalig.cleartext.sources.forensic import xry as reader
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

MOMENT = datetime(2026, 3, 2, 19, 58, 11, tzinfo=UTC)


def texts(values: list[RawValue]) -> list[str]:
    return [each.text for each in values]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-8"])
def test_the_numbers_of_contacts_are_read_and_located(
    encoding: str, reading: Reading, mobile: str, other: str
) -> None:
    made = xry.export(
        "Contacts/Contacts",
        xry.contact(1, "Jan", mobile),
        xry.contact(2, "Piet", other, "", more=[f"Mobile:\t{mobile}", "Email Home:\tjan@x.nl"]),
        encoding=encoding,
    )
    values = reading(made)
    assert texts(values) == [mobile, other, "", mobile]
    assert {each.field for each in values} == {FieldKind.PHONE}
    assert [each.locator for each in values[:3]] == [
        Locator(None, 1, 1),
        Locator(None, 2, 1),
        Locator(None, 2, 2),
    ]
    assert [each.label for each in values[:2]] == ["Jan", "Piet"]


@pytest.mark.parametrize("key", ["Tel", "Number"])
def test_the_other_party_of_a_call_is_read_and_ones_own_number_is_marked(
    key: str, reading: Reading, mobile: str
) -> None:
    calls = [
        xry.call(1, "Missed", "From", mobile, key=key),
        xry.call(2, "Dialed", "To", mobile, key=key),
        xry.call(3, "Dialed", "From", mobile, key=key),
        xry.call(4, "Received", "To", mobile, key=key),
    ]
    values = reading(xry.export("Calls", *calls))
    assert texts(values) == [mobile] * 4
    assert [each.owner for each in values] == [False, False, True, True]
    assert {each.last_used for each in values} == {MOMENT}
    assert {each.label for each in values} == {"Jan"}


def test_parties_on_one_line_are_read_as_newer_versions_write_them(
    reading: Reading, mobile: str, other: str
) -> None:
    held = xry.entity(
        "Calls #\t1", f"From:\t{mobile}", f"To:\t{other}", "Direction:\tIncoming", "Deleted:\tYes"
    )
    chat = xry.entity("Chat #\t2", "From:\tjan@example.com", f"To:\t{mobile[1:]}@s.whatsapp.net")
    values = reading(xry.export("Calls", held, chat))
    assert texts(values) == [mobile, other, f"{mobile[1:]}@s.whatsapp.net"]
    assert [each.owner for each in values] == [False, True, False]
    assert [each.deleted for each in values] == [True, True, False]
    unlabelled = [each.field is FieldKind.UNLABELLED for each in values]
    assert unlabelled == [True, False, True]


def test_both_sides_of_a_message_are_read_and_its_text_and_centre_are_not(
    reading: Reading, mobile: str, other: str
) -> None:
    text = f"bel {mobile}\r\nTel: {mobile}\r\n{mobile}\r\n\r\nTel:\t{mobile}\r\nen verder"
    message = xry.message(1, "Outgoing", other, mobile, text=text)
    assert "\r\n\r\n" in message
    first = xry.message(1, "Outgoing", other, mobile, text=f"Tel: {mobile}")
    values = reading(xry.export("Messages/SMS", first))
    assert texts(values) == [other, mobile]
    assert [each.owner for each in values] == [True, False]
    assert {each.last_used for each in values} == {MOMENT}
    assert texts(reading(xry.export("Messages/SMS", message, first))) == [other, mobile]


def test_the_devices_own_number_is_marked(reading: Reading, mobile: str) -> None:
    held = xry.device(("Device Name", "Toestel"), ("Subscriber Number (MSISDN)", mobile))
    values = reading(xry.export("Device/General Information", held))
    assert texts(values) == [mobile]
    assert values[0].owner


def test_a_category_whose_titles_have_no_number_is_read_too(
    reading: Reading, mobile: str, other: str
) -> None:
    made = xry.export(
        "Contacts/Contacts",
        xry.entity("Contact", f"Tel:\t{mobile}"),
        xry.entity("Contact", f"Tel:\t{other}"),
    )
    assert texts(reading(made)) == [mobile, other]


def test_a_moment_that_may_be_read_in_two_ways_is_none(reading: Reading, mobile: str) -> None:
    held = xry.entity("Calls #\t1", "Time:\t2/3/2026 20:58:11", "From", f"Tel:\t{mobile}")
    (value,) = reading(xry.export("Calls", held))
    assert value.last_used is None


def test_a_text_that_is_cut_in_the_middle_of_a_character_is_refused(
    reading: Reading, mobile: str
) -> None:
    made = xry.export("Contacts/Contacts", xry.contact(1, "Jan", mobile))
    with pytest.raises(EenmaligError) as raised:
        reading(made[:-1])
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert "source 1: the text export of MSAB XRY is damaged" in str(raised.value)
    assert raised.value.__context__ is None


def test_an_entity_without_end_is_refused_and_a_line_without_end_is_cut(
    reading: Reading, mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "_MOST_LINES", 100)
    monkeypatch.setattr(reader, "_LONGEST_LINE", 1000)
    long = xry.contact(1, "x" * 100_000, mobile)
    assert texts(reading(xry.export("Contacts/Contacts", long))) == [mobile]
    endless = xry.contact(1, "Jan", *["1"] * 200)
    with pytest.raises(EenmaligError) as raised:
        reading(xry.export("Contacts/Contacts", endless))
    assert raised.value.code is Code.SOURCE_UNREADABLE
