"""Who somebody is in a report of Cellebrite UFED: its owner, who took part, or a mere contact."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import ufed

from eenmalig.cleartext.numbers.stated_country import Beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]


def reported(kind: str, *children: str) -> bytes:
    return ufed.report(ufed.model_type(kind, ufed.model(kind, *children)))


def whose(values: list[RawValue]) -> dict[str, str]:
    """Return for each text whether it is the owner's, a contact's or a party's."""
    return {
        value.text: "owner" if value.owner else "contact" if value.contact else "party"
        for value in values
    }


def parties(*people: str, name: str = "Parties") -> str:
    return ufed.several(name, "Party", people)


def test_a_report_tells_its_address_book_from_who_called_or_wrote(
    reading: Reading, mobile: str, other: str
) -> None:
    content = ufed.report(
        ufed.model_type("Contact", ufed.contact("Jan", ufed.phone(mobile))),
        ufed.model_type("SMS", ufed.sms(ufed.party(other))),
    )
    assert whose(reading(content)) == {mobile: "contact", other: "party"}


@pytest.mark.parametrize("kind", ["Call", "SMS", "MMS", "VoiceMail", "TransferOfFunds"])
def test_who_called_wrote_or_paid_took_part(kind: str, reading: Reading, mobile: str) -> None:
    assert whose(reading(reported(kind, parties(ufed.party(mobile))))) == {mobile: "party"}


@pytest.mark.parametrize("kind", ["CalendarEntry", "Note", "SocialMediaActivity", "ChatActivity"])
def test_who_is_only_named_in_a_record_is_a_contact(
    kind: str, reading: Reading, mobile: str
) -> None:
    assert whose(reading(reported(kind, parties(ufed.party(mobile))))) == {mobile: "contact"}


@pytest.mark.parametrize("kind", ["Chat", "SMS"])
def test_a_card_that_was_passed_on_is_of_a_contact(
    kind: str, reading: Reading, mobile: str, other: str
) -> None:
    card = ufed.several("SharedContacts", "Contact", [ufed.contact("Jan", ufed.phone(other))])
    sender = ufed.party(mobile)
    message = ufed.model("InstantMessage", ufed.one("From", "Party", sender), card)
    children = [ufed.several("Messages", "InstantMessage", [message])]
    if kind == "SMS":
        children = [parties(sender), card]
    assert whose(reading(reported(kind, *children))) == {mobile: "party", other: "contact"}


@pytest.mark.parametrize("holder", ["EmbeddedInstantMessage", "QuotedMessage"])
def test_the_writer_of_a_message_within_a_message_is_a_contact(
    holder: str, reading: Reading, mobile: str, other: str
) -> None:
    inner = ufed.model("InstantMessage", ufed.one("From", "Party", ufed.party(other)))
    message = ufed.model(
        "InstantMessage",
        ufed.one("From", "Party", ufed.party(mobile)),
        ufed.several(holder, "InstantMessage", [inner]),
    )
    held = reported("Chat", ufed.several("Messages", "InstantMessage", [message]))
    assert whose(reading(held)) == {mobile: "party", other: "contact"}


DIRECTIONS = [
    ("Call", ("Direction", "Incoming"), "To"),
    ("Call", ("Type", "Missed"), "To"),
    ("Call", ("Direction", "Outgoing"), "From"),
    ("SMS", ("Folder", "Inbox"), "To"),
    ("SMS", ("Folder", "Sent"), "From"),
    ("MMS", ("Status", "Sent"), "From"),
]


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_the_direction_tells_the_owner_where_no_party_is_marked(
    direction: tuple[str, tuple[str, str], str], reading: Reading, mobile: str, other: str
) -> None:
    kind, said, own = direction
    theirs = "From" if own == "To" else "To"
    people = [ufed.party(mobile, role=own), ufed.party(other, role=theirs)]
    held = reported(kind, ufed.field(*said), parties(*people))
    assert whose(reading(held)) == {mobile: "owner", other: "party"}


@pytest.mark.parametrize("direction", DIRECTIONS)
def test_who_stands_alone_on_the_telephones_side_is_its_owner(
    direction: tuple[str, tuple[str, str], str], reading: Reading, mobile: str
) -> None:
    kind, said, own = direction
    theirs = "From" if own == "To" else "To"
    for role, expected in ((own, "owner"), (theirs, "party")):
        held = reported(kind, ufed.field(*said), parties(ufed.party(mobile, role=role)))
        assert whose(reading(held)) == {mobile: expected}


@pytest.mark.parametrize("said", [("Folder", "Drafts"), ("Status", "Unsent"), ("Folder", "Draft")])
@pytest.mark.parametrize("kind", ["SMS", "MMS", "InstantMessage"])
def test_to_whom_a_draft_is_written_is_a_contact_without_a_date(
    kind: str, said: tuple[str, str], reading: Reading, mobile: str
) -> None:
    people = parties(ufed.party(mobile, role="To"))
    moment = ufed.field("TimeStamp", "2026-03-02T19:58:11Z")
    source = ufed.field("Source", "WhatsApp")
    (value,) = reading(reported(kind, source, moment, ufed.field(*said), people))
    assert (value.contact, value.last_used) == (True, None)
    (value,) = reading(reported(kind, source, moment, ufed.field("Folder", "Sent"), people))
    assert value.contact is False
    assert value.last_used is not None


def test_a_direction_tells_no_owner_where_it_may_be_another(
    reading: Reading, mobile: str, other: str
) -> None:
    incoming = ufed.field("Direction", "Incoming")
    two = [
        ufed.party(mobile, role="To"),
        ufed.party(other, role="To"),
        ufed.party("1", role="From"),
    ]
    read = [ufed.party(mobile, role="To"), ufed.party(other, role="From")]
    marked = [ufed.party(mobile, role="To"), ufed.party(other, role="From", owner=True)]
    assert "owner" not in whose(reading(reported("Call", incoming, parties(*two)))).values()
    held = reported("SMS", ufed.field("Status", "Read"), parties(*read))
    assert "owner" not in whose(reading(held)).values()
    held = reported("Call", incoming, parties(*marked))
    assert whose(reading(held)) == {mobile: "party", other: "owner"}


def test_the_sender_of_a_message_from_the_owner_is_the_owner(
    reading: Reading, mobile: str, other: str
) -> None:
    held = reported(
        "InstantMessage",
        ufed.field("Source", "WhatsApp"),
        ufed.field("FromIsOwner", "True", "Boolean"),
        ufed.one("From", "Party", ufed.party(mobile)),
        parties(ufed.party(other), name="To"),
    )
    assert whose(reading(held)) == {mobile: "owner", other: "party"}


@pytest.mark.parametrize("mark", ["true", "True", "1"])
def test_every_mark_of_the_owner_counts(mark: str, reading: Reading, mobile: str) -> None:
    person = ufed.model(
        "Party", ufed.field("Identifier", mobile), ufed.field("IsPhoneOwner", mark, "Boolean")
    )
    assert whose(reading(reported("Call", parties(person)))) == {mobile: "owner"}
    named = ufed.party(mobile, name="Jan (owner)")
    assert whose(reading(reported("Call", parties(named)))) == {mobile: "owner"}


@pytest.mark.parametrize(
    ("kind", "name", "is_own"),
    [
        ("User", "Identifier", True),
        ("User", "Name", True),
        ("UserAccount", "Username", True),
        ("CallForwarding", "PhoneNumber", True),
        ("CallForwarding", "Value", True),
        ("Chat", "Account", True),
        ("SMS", "OwnPhoneNumber", True),
        ("SMS", "PhoneNumber", False),
        ("SMS", "Recipient", False),
        ("Call", "Number", False),
        ("MMS", "Sender", False),
    ],
)
def test_a_number_in_a_field_of_the_record_itself_is_read(
    kind: str, name: str, reading: Reading, mobile: str, *, is_own: bool
) -> None:
    source = ufed.field("Source", "WhatsApp")
    held = reported(kind, source, ufed.field(name, mobile))
    assert whose(reading(held)) == {mobile: "owner" if is_own else "party"}


def test_a_user_of_a_program_is_the_owner_and_a_contacts_account_tells_nothing(
    reading: Reading, mobile: str, other: str
) -> None:
    user = ufed.model("User", ufed.field("Identifier", mobile))
    held = reported("InstalledApplication", ufed.several("Users", "User", [user]))
    assert whose(reading(held)) == {mobile: "owner"}
    held = reported(
        "Contact",
        ufed.field("Account", mobile),
        ufed.several("Entries", "ContactEntry", [ufed.phone(other)]),
    )
    assert whose(reading(held)) == {other: "contact"}


@pytest.mark.parametrize("kind", ["Call", "SMS", "Chat", "Contact", "MMS"])
@pytest.mark.parametrize("name", ["CountryCode", "CountryISO", "Country"])
def test_the_country_of_a_record_stands_beside_its_numbers(
    kind: str, name: str, reading: Reading, mobile: str
) -> None:
    people = parties(ufed.party(mobile))
    entries = ufed.several("Entries", "ContactEntry", [ufed.phone(mobile)])
    held = entries if kind == "Contact" else people
    (value,) = reading(reported(kind, ufed.field(name, "FR"), held))
    of_number = kind == "Contact"
    assert value.beside == (Beside(country="FR") if of_number else Beside(dialled_in="FR"))


def test_the_country_of_an_entry_is_the_numbers_own_and_a_networks_code_is_understood(
    reading: Reading, mobile: str
) -> None:
    entry = ufed.model("PhoneNumber", ufed.field("Value", mobile), ufed.field("CountryCode", "34"))
    held = reported("Contact", ufed.several("Entries", "ContactEntry", [entry]))
    assert [value.beside for value in reading(held)] == [Beside(country="34")]
    held = reported("Call", ufed.field("CountryCode", "204"), parties(ufed.party(mobile)))
    assert [value.beside for value in reading(held)] == [Beside(dialled_in="NL")]
    held = reported("Call", parties(ufed.party(mobile)))
    assert [value.beside for value in reading(held)] == [None]


@pytest.mark.parametrize("source", ["Instagram", "Facebook Messenger", "Snapchat", "Telegram"])
@pytest.mark.parametrize("kind", ["Call", "Chat", "InstantMessage", "Notification", "Contact"])
def test_the_ids_of_a_service_that_knows_nobody_by_number_are_passed_over(
    kind: str, source: str, reading: Reading, mobile: str
) -> None:
    account = mobile.removeprefix("+")
    entry = ufed.model("UserID", ufed.field("Value", account))
    held = reported(
        kind,
        ufed.field("Source", source),
        ufed.field("Account", account),
        ufed.field("Sender", account),
        parties(ufed.party(account)),
        ufed.several("Entries", "ContactEntry", [entry]),
    )
    assert reading(held) == []


def test_a_number_in_a_model_that_is_not_known_is_read_and_set_aside(
    reading: Reading, mobile: str
) -> None:
    for name in ("Value", "Identifier", "ForwardsTo", "Iets"):
        held = reported("NieuwModel", ufed.field(name, mobile), ufed.field("Body", f"x {mobile}"))
        assert whose(reading(held)) == {mobile: "contact"}
    held = reported("NieuwModel", ufed.field("PhoneNumber", mobile))
    assert [value.text for value in reading(held)] == [mobile]
    for kind in ("SearchedItem", "Autofill", "Password"):
        assert reading(reported(kind, ufed.field("Value", mobile))) == []


def test_a_pair_beside_an_account_is_the_owners_where_its_key_says_number(
    reading: Reading, mobile: str
) -> None:
    def pair(key: str) -> str:
        fields = (ufed.field("Key", key), ufed.field("Value", mobile))
        return ufed.several("AdditionalInfo", "x", [ufed.model("KeyValueModel", *fields)])

    assert whose(reading(reported("UserAccount", pair("Phone number")))) == {mobile: "owner"}
    assert whose(reading(reported("Contact", pair("Phone number")))) == {mobile: "contact"}
    assert reading(reported("UserAccount", pair("About"))) == []
