"""Columns, parties and directions by which a table tells the seized telephone's own number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders.texted import texted

from eenmalig.cleartext.numbers.number import usable
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]
    Mobiles = Callable[[int], list[str]]

OWNER = [
    "Eigen telefoonnummer", "Eigen nummer", "eigennummer", "Own number", "ownerNumber", "Eigenaar",
    "Telefoon eigenaar", "Nummer verdachte", "Telefoon verdachte", "Verdachte", "Subscriber",
    "Subscriber number", "MSISDN subscriber", "Toestelnummer", "Toestel nummer",
    "Telefoon toestel", "Nummer van het toestel", "Device phone number", "Device number",
    "Account phone", "Phone Account Address", "phone_account_address", "Local number",
    "Local phone", "Lokaal nummer", "Local User", "Local party", "Mijn nummer", "My number",
    "Own line", "Phone owner", "Telefoon account van de winkel",
    "Target number", "Nummer target", "Subject phone", "Nummer houder", "Telefoon dealer",
    "Nummer inbeslaggenomen toestel", "Telefoon in beslag genomen", "Afgeluisterd nummer",
    "Tapnummer", "Nummer bestellijn",
]  # fmt: skip
NONE = [
    "Device",
    "Account",
    "Device name",
    "Account name",
    "Eigen naam",
    "Local time",
    "User",
    "Target",
    "Subject",
    "Dealer",
    "Houder",
]


def owners(values: list[RawValue]) -> set[str | None]:
    return {usable(each.text, each.field) for each in values if each.owner}


@pytest.mark.parametrize("header", OWNER)
@pytest.mark.parametrize("numbers", ["Nummer", "Telefoon", "Van"])
def test_a_column_that_says_so_is_the_owners(
    header: str, numbers: str, reading: Reading, mobile: str, other: str
) -> None:
    for column in (None, numbers, "2"):
        spelled = (other, other.removeprefix("+31"), f"Local User <{other}>", f"06 {other[4:]}")
        for own in spelled:
            values = reading(f"{header};{numbers}\n{own};{mobile}\n".encode(), column=column)
            assert (owners(values), texted(values)) == ({other}, {mobile})


@pytest.mark.parametrize("header", OWNER)
def test_such_a_column_alone_is_no_column_of_customers(
    header: str, reading: Reading, mobile: str
) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(f"Naam;{header}\nJan;{mobile}\n".encode())
    assert raised.value.code is Code.SOURCE_COLUMN


def test_a_person_may_state_such_a_column(reading: Reading, mobile: str) -> None:
    (value,) = reading(f"Naam;Eigen nummer\nJan;{mobile}\n".encode(), column="Eigen nummer")
    assert (value.text, value.owner) == (mobile, False)


@pytest.mark.parametrize("header", NONE)
def test_a_name_of_a_telephone_or_account_is_no_number(
    header: str, reading: Reading, mobile: str, other: str
) -> None:
    assert not owners(reading(f"{header};Telefoon\nx;{mobile}\n".encode()))
    with pytest.raises(EenmaligError):
        reading(f"{header};Telefoon\n{other};{mobile}\n".encode())


@pytest.mark.parametrize(
    "pattern",
    [
        "From: {a} Jan\nTo: {b} (owner)",
        "From: {a} Jan\nTo: {b} Dealer (owner)",
        "To: {b} Dealer (Owner)\nFrom: {a}",
        "{a} nick\n{b} dealer (eigenaar)",
        "Local User <{b}>, Jan <{a}>",
        "Jan <{a}>; Local User <{b}>",
    ],
)
def test_a_party_that_is_marked_is_the_owner(
    pattern: str, reading: Reading, mobile: str, other: str
) -> None:
    cell = pattern.format(a=mobile, b=other)
    for header in ("Parties", "Participants", "Van", "From"):
        values = reading(f'#;{header}\n1;"{cell}"\n'.encode())
        assert (owners(values), texted(values)) == ({other}, {mobile})


def test_an_owner_without_a_number_tells_nothing(reading: Reading, mobile: str) -> None:
    (value,) = reading(f"Sender;Recipient(s)\nLocal User;{mobile}\n".encode())
    assert value.text == mobile


@pytest.mark.parametrize(
    ("header", "direction", "own"),
    [
        ("Sender;Recipient(s);Direction", "Outgoing", 0),
        ("Sender;Recipient(s);Direction", "Incoming", 1),
        ("Van;Naar;Richting", "Uitgaand", 0),
        ("Van;Naar;Richting", "gemist", 1),
        ("Caller;Callee;Type", "out", 0),
        ("From;To;Call type", "Missed call", 1),
        ("From;To;Direction", "Inbound", 1),
        ("From;To;Direction", "", None),
        ("From;To;Direction", "sent and received", None),
    ],
)
def test_the_direction_tells_whose_side_the_telephone_was_on(
    header: str, direction: str, own: int | None, reading: Reading, mobiles: Mobiles
) -> None:
    values = reading("\n".join((header, ";".join((*mobiles(2), direction)))).encode())
    assert [value.owner for value in values] == [own == place for place in (0, 1)]


def test_of_several_receivers_none_is_taken_for_the_owner(
    reading: Reading, mobiles: Mobiles
) -> None:
    sender, first, second = mobiles(3)
    cell = f"A <{first}>; B <{second}>"
    values = reading(f'Sender|Recipient(s)|Direction\n{sender}|"{cell}"|Incoming\n'.encode())
    assert texted(values) == {sender, first, second}


@pytest.mark.parametrize("named", [" Jan", ""])
def test_who_took_part_with_two_others_is_a_member_of_a_group(
    named: str, reading: Reading, mobiles: Mobiles
) -> None:
    three = "\n".join(f"{number}{named}" for number in mobiles(3))
    two = "\n".join(f"{number}{named}" for number in mobiles(2))
    values = reading(f'#;Participants\n1;"{three}"\n2;"{two}"\n'.encode())
    assert [value.group for value in values] == [True] * 3 + [False] * 2
