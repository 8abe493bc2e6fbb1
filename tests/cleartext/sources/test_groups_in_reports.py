"""Who is known only from a group, what was deleted, and what names somebody, in reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import axiom, case_uco, ufed, xry

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

ME = "+31690000001"


def groups(values: list[RawValue]) -> list[tuple[str, bool]]:
    return [(each.text, each.group) for each in values if not each.owner]


def of_two(other: str, *, message: str = "") -> str:
    held = [ufed.party(other), ufed.party(ME, owner=True)]
    return ufed.chat(held, [message] if message else [])


def test_parties_of_a_chat_with_several_are_marked_and_so_are_its_messages(
    reading: Reading, mobile: str, other: str
) -> None:
    message = ufed.instant_message(ufed.party(mobile))
    several = ufed.chat(
        [ufed.party(mobile), ufed.party(other), ufed.party(ME, owner=True)], [message]
    )
    held = ufed.model_type("Chat", of_two(mobile, message=message), several)
    expected = [(mobile, False)] * 2 + [(mobile, True)] * 2 + [(other, True)]
    assert groups(reading(ufed.report(held))) == expected


@pytest.mark.parametrize("said", ["Group", "OneOnOne", "Broadcast"])
def test_what_a_chat_says_of_itself_counts(
    said: str, reading: Reading, mobile: str, other: str
) -> None:
    parties = [ufed.party(mobile), ufed.party(other), ufed.party(ME, owner=True)]
    held = ufed.model(
        "Chat", ufed.field("ChatType", said), ufed.several("Participants", "Party", parties)
    )
    found = reading(ufed.report(ufed.model_type("Chat", held)))
    assert groups(found) == [(mobile, said == "Group"), (other, said == "Group")]


def in_ufed(kind: str, direction: str, *people: str) -> bytes:
    told = ufed.field("Folder", {"Outgoing": "Sent", "Incoming": "Inbox", "": ""}[direction])
    held = told + ufed.several("Parties", "Party", people)
    return ufed.report(ufed.model_type(kind, ufed.model(kind, held)))


def test_a_text_message_that_went_out_to_many_is_no_group(
    reading: Reading, mobile: str, other: str
) -> None:
    parties = [ufed.party(mobile), ufed.party(other), ufed.party(ME, owner=True)]
    for kind, direction in (("SMS", "Incoming"), ("SMS", ""), ("MMS", "Outgoing")):
        found = reading(in_ufed(kind, direction, *parties))
        assert groups(found) == [(mobile, True), (other, True)]
    apart = [(mobile, False), (other, False)]
    assert groups(reading(in_ufed("SMS", "Outgoing", *parties))) == apart
    marked = [ufed.party(mobile, role="To"), ufed.party(other, role="To")]
    marked.append(ufed.party(ME, owner=True, role="From"))
    assert groups(reading(in_ufed("SMS", "", *marked))) == apart


@pytest.mark.parametrize("direction", ["Outgoing", "Incoming", ""])
@pytest.mark.parametrize("program", ["SMS", "MMS", "SMS/MMS", "iMessage/SMS", "Chats"])
def test_to_several_is_no_group_in_a_text_message_that_went_out_only(
    program: str, direction: str, reading: Reading, mobile: str, other: str
) -> None:
    told = [f"From:\t{ME}", f"To:\t{mobile}", f"To:\t{other}", f"Direction:\t{direction}"]
    made = (
        xry.export(program, xry.entity(f"{program} #\t1", *told)),
        axiom.export(
            axiom.artifact(f"Android {program}", axiom.message(ME, f"{mobile}; {other}", direction))
        ),
    )
    is_group = (program, direction) != ("SMS", "Outgoing")
    for content in made:
        found = [each for each in reading(content) if each.text != ME]
        assert "".join(each.text for each in found) in {mobile + other, f"{mobile}; {other}"}
        assert all(each.group is is_group for each in found)


@pytest.mark.parametrize("kind", ["SMS", "MMS", "Call", "InstantMessage"])
@pytest.mark.parametrize("sender", [True, False])
def test_of_several_on_the_telephones_side_of_a_report_none_is_a_partner(
    kind: str, reading: Reading, mobiles: Callable[[int], list[str]], *, sender: bool
) -> None:
    first, second, third = mobiles(3)
    incoming = ufed.field("Direction", "Incoming") + ufed.field("Folder", "Inbox")
    people = [ufed.party(first, role="To"), ufed.party(second, role="To")]
    people += [ufed.party(third, role="From")] if sender else []
    marked = [ufed.party(first, role="To", owner=True), *people[1:]]
    for parties, owned in ((people, set[str]()), (marked, {first})):
        held = incoming + ufed.several("Parties", "Party", parties)
        found = reading(ufed.report(ufed.model_type(kind, ufed.model(kind, held))))
        assert {each.text for each in found if each.owner} == owned
        assert all(each.group for each in found)


def test_a_side_with_one_number_twice_is_the_owners_and_one_without_a_number_counts(
    reading: Reading, other: str
) -> None:
    incoming = [ufed.party(other, role="From"), ufed.party(ME, role="To")]
    found = reading(in_ufed("SMS", "Incoming", *incoming, ufed.party(ME, role="To")))
    assert [(each.text, each.owner) for each in found] == [(other, False), (ME, True), (ME, True)]
    found = reading(in_ufed("SMS", "Incoming", ufed.party(None, role="To"), incoming[1]))
    assert all(each.group and not each.owner for each in found)


def test_a_call_with_several_is_a_group(reading: Reading, mobile: str, other: str) -> None:
    parties = [ufed.party(mobile), ufed.party(other), ufed.party(ME, owner=True)]
    calls = ufed.model_type("Call", ufed.call(*parties), ufed.call(*parties[1:]))
    assert groups(reading(ufed.report(calls))) == [(mobile, True), (other, True), (other, False)]


@pytest.mark.parametrize("sender", [True, False])
def test_of_several_who_were_called_in_an_ontology_none_is_a_partner(
    reading: Reading, mobiles: Callable[[int], list[str]], *, sender: bool
) -> None:
    first, second, third = mobiles(3)

    def called(*receivers: object, by: object) -> case_uco.Node:
        sides = {"to": list(receivers), **({"from_": by} if sender else {})}
        return case_uco.node("c", "Call", case_uco.facet("CallFacet", callType="in", **sides))

    accounts = [case_uco.account(name, text) for name, text in (("a", first), ("b", second))]
    tied = called(*case_uco.refers("a", "b"), by=third)
    for content in (case_uco.case(*accounts, tied), case_uco.case(called(first, second, by=third))):
        found = [each for each in reading(content) if each.text != third]
        assert [(each.text, each.group, each.owner) for each in found] == [
            (first, True, False), (second, True, False)
        ]  # fmt: skip


def test_a_contact_of_a_report_is_labelled_with_all_that_names_it(
    reading: Reading, mobile: str
) -> None:
    employer = ufed.model(
        "Organization", ufed.field("Name", "Bakkerij"), ufed.field("Position", "Bakker")
    )
    held = ufed.model(
        "Contact",
        ufed.field("Name", "Jan"),
        ufed.field("Group", "Familie"),
        ufed.several("Entries", "ContactEntry", [ufed.phone(mobile, "Work")]),
        ufed.several("Organizations", "Organization", [employer]),
    )
    (value,) = reading(ufed.report(ufed.model_type("Contact", held)))
    assert value.label == "Jan Familie Bakkerij Bakker Work"


def test_parties_of_several_in_a_text_export_are_marked(
    reading: Reading, mobile: str, other: str
) -> None:
    several = xry.entity(
        "Chats #\t1", "From", f"Tel:\t{ME}", *("To", f"Tel:\t{mobile}", "To", f"Tel:\t{other}")
    )
    two = xry.entity("Chats #\t2", "Participant", f"Tel:\t{mobile}", "Participant", f"Tel:\t{ME}")
    found = reading(xry.export("Chats", several, two))
    assert [each.group for each in found] == [True, True, True, False, False]
    contact = xry.contact(1, "Jan", mobile, other, ME, more=["Work:\t0201234567"])
    found = reading(xry.export("Contacts", contact))
    assert [each.group for each in found] == [False] * 4
    assert [each.label for each in found] == ["Jan", "Jan", "Jan", "Jan work"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_export_is_read_with_and_without_a_mark(
    encoding: str, reading: Reading, mobile: str
) -> None:
    content = xry.export("Contacts", xry.contact(1, "Zo\u00eb", mobile, more=["Status:\tDeleted"]))
    text = content.decode("utf-16-le").removeprefix("\ufeff")
    (value,) = reading(text.encode(encoding))
    assert (value.text, value.label, value.deleted) == (mobile, "Zo\u00eb", True)


def test_parties_of_several_in_hits_are_marked(reading: Reading, mobile: str, other: str) -> None:
    several = axiom.message(ME, f"A <{mobile}>, B <{other}>", "Outgoing")
    two = axiom.message(ME, mobile, "Outgoing")
    found = reading(axiom.export(axiom.artifact("WhatsApp Messages", several, two)))
    assert groups(found) == [(mobile, True), (other, True), (mobile, False)]


@pytest.mark.parametrize(
    "fragment",
    [("Recovery method", "Carving"), ("Deleted", "True"), ("Message Status", "Deleted")],
)
def test_what_a_hit_says_of_deletion_is_marked(
    fragment: tuple[str, str], reading: Reading, mobile: str
) -> None:
    hit = axiom.contact(mobile, more=(fragment, ("Organization", "Bakkerij")))
    (value,) = reading(axiom.export(axiom.artifact("Android Contacts", hit)))
    assert (value.deleted, value.label) == (True, "Jan Bakkerij")


def test_accounts_of_conversations_with_several_only_are_marked(
    reading: Reading, mobile: str, other: str
) -> None:
    def message(name: str, *accounts: str) -> case_uco.Node:
        sender, *receivers = accounts
        facet = case_uco.facet(
            "MessageFacet", from_=case_uco.refers(sender), to=case_uco.refers(*receivers)
        )
        return case_uco.node(name, "Message", facet)

    content = case_uco.case(
        case_uco.account("a", mobile),
        case_uco.account("b", other),
        case_uco.account("me", ME),
        message("one", "me", "a", "b"),
        message("two", "me", "b"),
    )
    assert groups(reading(content)) == [(mobile, True), (other, False), (ME, False)]


def test_a_contacts_telephones_in_an_ontology_are_named_with_what_they_are_for(
    reading: Reading, mobile: str, other: str
) -> None:
    def phone(scope: str, number: object) -> dict[str, object]:
        return case_uco.facet("ContactPhone", contactPhoneScope=scope, contactPhoneNumber=number)

    phones = [phone("work", {"@id": "kb:a"}), phone("home", other)]
    contact = case_uco.facet("ContactFacet", displayName="Jan", contactPhone=phones)
    content = case_uco.case(case_uco.account("a", mobile), case_uco.node("c", "Contact", contact))
    first, second = reading(content)
    assert (first.text, first.label) == (mobile, "Jan work")
    assert (second.text, second.label) == (other, "Jan home")


@pytest.mark.parametrize("around", ["list", "bundle", "graph of lists", "object"])
def test_an_ontology_is_read_whatever_is_around_its_objects(
    around: str, reading: Reading, mobile: str
) -> None:
    account = case_uco.account("a", mobile)
    made: dict[str, object] = {
        "list": [{"@context": case_uco.CONTEXT}, account],
        "bundle": {"@context": case_uco.CONTEXT, "uco-core:object": [account]},
        "graph of lists": {"@context": case_uco.CONTEXT, "@graph": [[account], []]},
        "object": {"@context": case_uco.CONTEXT, **account},
    }
    assert [each.text for each in reading(case_uco.written(made[around]))] == [mobile]


def test_a_hit_in_dutch_is_read(reading: Reading, mobile: str) -> None:
    hit = axiom.hit(("Afzender", ME), ("Ontvanger(s)", mobile), ("Richting", "Uitgaand"))
    found = reading(axiom.export(axiom.artifact("Android SMS", hit)))
    assert [(each.text, each.owner) for each in found] == [(ME, True), (mobile, False)]
