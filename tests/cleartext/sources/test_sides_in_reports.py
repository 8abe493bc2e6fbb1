"""What a record of AXIOM or XRY says of several people, of drafts, and of what is no call."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import axiom, xry

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

ME = "+31690000001"
TIME = "Date/Time - UTC+00:00 (yyyy-MM-dd)"


def whose(values: list[RawValue]) -> set[str]:
    return {
        "owner"
        if value.owner
        else "contact"
        if value.contact
        else "group"
        if value.group
        else "party"
        for value in values
    }


def in_axiom(name: str, *fragments: tuple[str, str]) -> bytes:
    return axiom.export(axiom.artifact(name, axiom.hit(*fragments)))


def in_xry(title: str, *lines: tuple[str, str]) -> bytes:
    held = [f"{key}:\t{value}" for key, value in lines]
    return xry.export(title, xry.entity(f"{title} #\t1", *held))


@pytest.mark.parametrize("between", [", ", ";", "; "])
@pytest.mark.parametrize("program", ["WhatsApp Messages", "Android SMS", "Telegram Chats"])
def test_several_numbers_in_one_value_are_a_group(
    between: str, program: str, reading: Reading, mobile: str, other: str
) -> None:
    value = between.join((mobile, other, ME))
    for fragment in ("Participants", "Recipient(s)"):
        assert whose(reading(in_axiom(program, (fragment, value)))) == {"group"}
    application = ("Application", program.split(maxsplit=1)[0])
    assert whose(reading(in_xry("Chats", application, ("Participants", value)))) == {"group"}
    two = between.join((mobile, ME))
    assert whose(reading(in_axiom(program, ("Participants", two)))) == {"party"}
    assert whose(reading(in_xry("Chats", application, ("Participants", two)))) == {"party"}


def test_no_number_of_several_is_lost_where_bare_digits_are_accounts(
    reading: Reading, mobile: str, other: str
) -> None:
    value = f"{mobile}, {other}"
    made = (
        in_axiom("Telegram Chats", ("Participants", value)),
        in_xry("Chats", ("Application", "Telegram"), ("Participants", value)),
    )
    for content in made:
        assert [each.text for each in reading(content)] == [mobile, other]


@pytest.mark.parametrize("sender", [ME, ""])
def test_of_several_receivers_none_is_the_owner_and_all_are_a_group(
    sender: str, reading: Reading, mobile: str, other: str
) -> None:
    for receivers in (f"{mobile}, {other}", f"A <{mobile}>, B <{other}>", f"{mobile}\n{other}"):
        content = axiom.message(sender, receivers, "Incoming")
        values = reading(axiom.export(axiom.artifact("Android SMS", content)))
        assert whose(values) - {"party"} == {"group"}
        assert not any(value.owner for value in values)
    lines = [("From", sender), ("To", mobile), ("To", other), ("Direction", "Incoming")]
    assert whose(reading(in_xry("SMS", *lines))) == {"group"}
    lines = [("From", sender), ("To", f"{mobile}, {other}"), ("Direction", "Incoming")]
    assert whose(reading(in_xry("SMS", *lines))) == {"group"}


def test_the_owner_among_others_in_one_value_is_marked_alone(
    reading: Reading, mobile: str, other: str
) -> None:
    content = in_axiom("WhatsApp Messages", ("Participants", f"Local User, {mobile}"))
    assert whose(reading(content)) == {"party"}
    content = in_axiom("WhatsApp Messages", ("Participants", f"{other} (Local User); {mobile}"))
    assert [value.owner for value in reading(content)] == [True, False]


@pytest.mark.parametrize("name", ["Message Status", "Status", "Folder", "Type"])
@pytest.mark.parametrize("said", ["Draft", "Drafts", "Concepten", "Unsent"])
def test_to_whom_a_draft_is_written_is_a_contact_without_a_date(
    name: str, said: str, reading: Reading, mobile: str
) -> None:
    moment = (f"Message {TIME}", "2026-03-02 19:58:11")
    made = (
        in_axiom("Android SMS", ("Recipient(s)", mobile), (name, said), moment),
        in_xry("SMS", ("To", mobile), (name, said), ("Time", "2026-03-02 20:58:11 UTC+1")),
    )
    for content in made:
        (value,) = reading(content)
        assert (value.contact, value.owner, value.last_used) == (True, False, None)


OWN = ["Owner Information", "SIM Card Information", "Subscriber Information", "Device Info"]
OWN += ["Apple ID", "iTunes Backup Information", "Call Forwarding", "Accounts"]
LISTS = ["vCards", "Blocked Numbers", "Calendar Events", "Speed Dial", "Medical ID", "Notes"]
LISTS += ["WhatsApp Groups", "Wi-Fi Profiles", "Iets"]
TAKING_PART = ["Android Call Logs", "iOS iMessage/SMS/MMS", "Signal Messages", "Viber Calls"]
TAKING_PART += ["WhatsApp Chats", "Oproepen", "SMS-berichten"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [(name, "owner") for name in OWN]
    + [(name, "contact") for name in LISTS]
    + [(name, "party") for name in TAKING_PART],
)
def test_who_stands_in_a_record_took_part_only_in_calls_and_messages(
    name: str, expected: str, reading: Reading, mobile: str
) -> None:
    assert whose(reading(in_axiom(name, ("Phone Number", mobile)))) == {expected}
    assert whose(reading(in_xry(name, ("Tel", mobile)))) == {expected}


def test_a_party_of_a_record_that_nobody_knows_took_part(reading: Reading, mobile: str) -> None:
    assert whose(reading(in_axiom("Iets", ("Sender Phone Number", mobile)))) == {"party"}
    assert whose(reading(in_xry("Iets", ("From", mobile)))) == {"party"}
    assert whose(reading(in_axiom("Calendar Events", ("Participants", mobile)))) == {"contact"}


NUMBERS = ["Sender Number", "Recipient Number", "Partner Number", "Caller Number", "Dialed Number"]
NUMBERS += ["Contact Number", "Remote Number", "Number", "Sender Phone Number", "Number(s)"]


@pytest.mark.parametrize("name", NUMBERS)
def test_the_number_of_a_party_has_a_fragment_of_its_own(
    name: str, reading: Reading, mobile: str
) -> None:
    for program in ("Android Call Logs", "WhatsApp Calls", "Telegram Messages"):
        (value,) = reading(in_axiom(program, (name, mobile)))
        assert (value.text, value.owner, value.contact) == (mobile, False, False)
    (value,) = reading(in_axiom("Android Call Logs", (name, "geen")))
    assert value.text == "geen"


@pytest.mark.parametrize("tail", [" Number", " Phone Number", ""])
def test_the_direction_tells_whose_the_number_of_a_side_is(
    tail: str, reading: Reading, mobile: str, other: str
) -> None:
    for direction, owners in (("Incoming", [False, True]), ("Outgoing", [True, False])):
        sides = ((f"Sender{tail}", mobile), (f"Recipient{tail}", other))
        content = in_axiom("WhatsApp Messages", *sides, ("Direction", direction))
        assert [value.owner for value in reading(content)] == owners
