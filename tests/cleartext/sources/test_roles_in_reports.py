"""Owner, role and country of a record in XRY, AXIOM and CASE."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import axiom, case_uco, xry
from tests.cleartext.sources.builders.case_uco import account, facet, node, refers

from eenmalig.cleartext.numbers.stated_country import Beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]


def whose(values: list[RawValue]) -> dict[str, str]:
    return {
        value.text: "owner" if value.owner else "contact" if value.contact else "party"
        for value in values
    }


def in_axiom(name: str, *fragments: tuple[str, str]) -> bytes:
    return axiom.export(axiom.artifact(name, axiom.hit(*fragments)))


def called(**properties: Any) -> dict[str, Any]:
    return node("call", "Call", facet("CallFacet", **properties))


@pytest.mark.parametrize(
    "name",
    [
        "Android Contacts",
        "WhatsApp Contacts - iOS",
        "Signal Users",
        "Snapchat Friends",
        "Contacten",
    ],
)
def test_who_stands_in_a_list_of_people_in_axiom_is_a_contact(
    name: str, reading: Reading, mobile: str
) -> None:
    held = in_axiom(name, ("Phone Number(s)", mobile))
    assert whose(reading(held)) == {mobile: "contact"}


def test_a_contact_in_a_message_in_axiom_is_passed_on_where_parties_are_named(
    reading: Reading, mobile: str, other: str
) -> None:
    for name in ("Contact Phone Number", "Shared Contact Phone Number(s)", "vCard Phone Number"):
        held = in_axiom("WhatsApp Messages", ("Sender", mobile), (name, other))
        assert whose(reading(held)) == {mobile: "party", other: "contact"}
    held = in_axiom("Viber Calls", ("Contact Phone Number", other), ("Direction", "Incoming"))
    assert whose(reading(held)) == {other: "party"}


@pytest.mark.parametrize(
    "fragment",
    [
        "Local User",
        "Account Phone Number",
        "Own Phone Number",
        "Device Phone Number",
        "Local Number",
    ],
)
def test_ones_own_fragment_in_axiom_is_the_owner(
    fragment: str, reading: Reading, mobile: str, other: str
) -> None:
    text = mobile if fragment != "Local Number" else f"{mobile} (Local User)"
    name = fragment if fragment != "Local Number" else "Participants"
    held = in_axiom("WhatsApp Messages", ("Sender", other), (name, text))
    assert whose(reading(held)) == {other: "party", mobile: "owner"}


def test_the_country_in_axiom_is_the_networks_of_a_call_and_the_numbers_elsewhere(
    reading: Reading, mobile: str
) -> None:
    for name in ("Country", "Country Code", "ISO Country Code", "Phone Country Code"):
        (value,) = reading(in_axiom("iOS Call Logs", ("Partner(s)", mobile), (name, "fr")))
        assert value.beside == Beside(dialled_in="fr")
        (value,) = reading(in_axiom("WhatsApp Messages", ("Sender", mobile), (name, "fr")))
        assert value.beside == Beside(country="fr")
    (value,) = reading(in_axiom("iOS Call Logs", ("Partner(s)", mobile), ("MCC", "204")))
    assert value.beside == Beside(dialled_in="NL")


@pytest.mark.parametrize("title", ["Contacts #\t1", "Contactpersonen #\t1", "Contact"])
def test_who_stands_in_an_address_book_in_xry_is_a_contact(
    title: str, reading: Reading, mobile: str
) -> None:
    made = xry.export("Contacts/Contacts", xry.entity(title, f"Tel:\t{mobile}"))
    assert whose(reading(made)) == {mobile: "contact"}
    made = xry.export("Calls", xry.entity("Calls #\t1", f"From:\t{mobile}"))
    assert whose(reading(made)) == {mobile: "party"}


def test_a_contact_in_a_message_in_xry_is_passed_on(
    reading: Reading, mobile: str, other: str
) -> None:
    lines = ["From", f"Tel:\t{mobile}", "", f"Contact Number:\t{other}"]
    made = xry.export("Messages/Chat", xry.entity("Chat #\t1", *filter(None, lines)))
    assert whose(reading(made)) == {mobile: "party", other: "contact"}


@pytest.mark.parametrize("key", ["Own Number", "Account", "Eigen nummer", "Subscriber Number"])
def test_ones_own_line_in_xry_is_the_owner(
    key: str, reading: Reading, mobile: str, other: str
) -> None:
    made = xry.export("Chats", xry.entity("Chats #\t1", f"{key}:\t{mobile}", f"From:\t{other}"))
    assert whose(reading(made)) == {mobile: "owner", other: "party"}


def test_the_country_in_xry_is_that_of_the_one_it_stands_with(
    reading: Reading, mobile: str, other: str
) -> None:
    lines = ["From", f"Tel:\t{mobile}", "Country:\tFrance", "To", f"Tel:\t{other}"]
    first, second = reading(xry.export("Calls", xry.entity("Calls #\t1", *lines)))
    assert (first.beside, second.beside) == (Beside(country="France"), None)


def test_an_account_in_case_that_only_a_contact_has_is_a_contact(
    reading: Reading, mobile: str, other: str
) -> None:
    contacts = [
        node("c", "Contact", facet("ContactFacet", phoneNumber=refers("1", "2"))),
        node("c", "Contact", facet("ContactFacet", contactPhone=[
            facet("ContactPhone", contactPhoneNumber={"@id": f"kb:{each}"}) for each in "12"
        ])),
    ]  # fmt: skip
    call = called(to=refers("2"))
    for contact in contacts:
        held = case_uco.case(contact, account("1", mobile), account("2", other), call)
        assert whose(reading(held)) == {mobile: "contact", other: "party"}
    alone = node("c", "Contact", facet("ContactFacet", phoneNumber=mobile))
    assert whose(reading(case_uco.case(alone))) == {mobile: "contact"}
    has = node("r", "Relationship", kindOfRelationship="Has_Account", source={"@id": "kb:c"},
               target=refers("1"))  # fmt: skip
    person = node("c", "Contact", facet("ContactFacet", displayName="Jan"))
    held = case_uco.case(person, has, account("1", mobile))
    assert whose(reading(held)) == {mobile: "contact"}


@pytest.mark.parametrize(("kind", "own"), [("outgoing", "from_"), ("incoming", "to")])
def test_the_direction_of_a_call_in_case_tells_the_owner(
    kind: str, own: str, reading: Reading, mobile: str, other: str
) -> None:
    theirs = "to" if own == "from_" else "from_"
    call = called(callType=kind, **{own: refers("1"), theirs: refers("2")})
    held = case_uco.case(account("1", mobile), account("2", other), call)
    assert whose(reading(held)) == {mobile: "owner", other: "party"}
    itself = called(callType=kind, **{own: mobile, theirs: [other]})
    assert whose(reading(case_uco.case(itself))) == {mobile: "owner", other: "party"}


def test_a_call_in_case_with_one_side_only_tells_no_owner(
    reading: Reading, mobile: str, other: str
) -> None:
    call = called(callType="outgoing", to=refers("1", "2"))
    held = case_uco.case(account("1", mobile), account("2", other), call)
    assert whose(reading(held)) == {mobile: "party", other: "party"}


def test_the_account_of_who_owns_a_device_in_case_is_the_owners(
    reading: Reading, mobile: str
) -> None:
    device = node("d", "MobileDevice", facet("DeviceFacet", owner=refers("p")))
    device["uco-observable:owner"] = refers("p")
    has = node("r", "Relationship", kindOfRelationship="Has_Account", source={"@id": "kb:p"},
               target=refers("1"))  # fmt: skip
    held = case_uco.case(account("1", mobile), has, device)
    assert whose(reading(held)) == {mobile: "owner"}


def test_a_party_that_a_call_in_case_holds_itself_is_read_with_its_moment(
    reading: Reading, mobile: str, other: str
) -> None:
    when = case_uco.moment("2026-03-02T19:58:11Z")
    held = case_uco.case(called(from_=mobile, to={"@value": other}, startTime=when))
    values = reading(held)
    assert whose(values) == {mobile: "party", other: "party"}
    assert all(value.last_used is not None and not value.group for value in values)
    several = case_uco.case(called(participant=[mobile, other, f"{mobile[:-1]}x"]))
    assert all(value.group for value in reading(several))
    chat = node("m", "Message", facet("MessageFacet", from_=mobile.removeprefix("+")))
    assert reading(case_uco.case(chat)) == []


def test_the_country_of_an_account_in_case_stands_beside_its_number(
    reading: Reading, mobile: str
) -> None:
    (value,) = reading(case_uco.case(account("1", mobile, countryCode="33")))
    assert value.beside == Beside(country="33")
