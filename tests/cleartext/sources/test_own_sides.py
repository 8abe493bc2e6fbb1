"""Which side of a call was the seized telephone's, and which rows and cells say that they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders.texted import texted

from eenmalig.cleartext.numbers.number import usable

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]
    Mobiles = Callable[[int], list[str]]

SIDES = [
    "Telefoonnummer afzender;Telefoonnummer ontvanger", "Van telefoon;Naar telefoon",
    "Bellend nummer;Gebeld nummer", "Source number;Destination number", "A-nummer;B-nummer",
    "Anummer;Bnummer", "A party;B party", "Calling number;Called number",
    "Calling number;Dialled number", "Beller;Gebelde", "Bellende partij;Gebelde partij", "Van;Naar",
]  # fmt: skip
DIRECTIONS = [
    "Richting", "Direction", "Gespreksrichting", "Oproeptype", "Berichttype", "Gesprekstype",
    "In/Uit", "Incoming/Outgoing", "Communication Type", "Folder", "Map", "Type", "Call type",
]  # fmt: skip
OUTGOING = [
    "Uitgaand", "Outgoing", "Verstuurd", "Gestuurd", "Geplaatst", "Placed", "Made", "Gebeld",
    "Originating", "MO", "U", "Uitg.", "Uit", "Sent", "Outbox",
]  # fmt: skip
INCOMING = ["Inkomend", "Incoming", "Ontvangen", "Gemist", "MT", "Terminating", "In", "Inbox"]
UNKNOWN = ["", "onbekend", "sent and received", "in behandeling", "Gebeld door"]


def owned(values: list[RawValue]) -> set[str | None]:
    return {usable(each.text, each.field) for each in values if each.owner}


@pytest.mark.parametrize("labels", SIDES)
@pytest.mark.parametrize("way", DIRECTIONS)
def test_each_way_tells_the_side_of_every_pair(
    labels: str, way: str, reading: Reading, mobiles: Mobiles
) -> None:
    own, first, second = mobiles(3)
    rows = f"{own};{first};Uitgaand\n{second};{own};Inkomend\n"
    values = reading(f"{labels};{way}\n{rows}".encode())
    assert (owned(values), texted(values)) == ({own}, {first, second})


@pytest.mark.parametrize("labels", [SIDES[0], "Van;Naar"])
@pytest.mark.parametrize(
    ("said", "place"),
    [
        *((said, 0) for said in OUTGOING),
        *((said, 1) for said in INCOMING),
        *((said, None) for said in UNKNOWN),
    ],
)
def test_the_words_of_a_direction(
    labels: str, said: str, place: int | None, reading: Reading, mobiles: Mobiles
) -> None:
    values = reading(f"{labels};Richting\n{';'.join((*mobiles(2), said))}\n".encode())
    assert [value.owner for value in values] == [place == 0, place == 1]


@pytest.mark.parametrize("ways", ["Type;Richting", "Richting;Type", "Soort;Direction"])
def test_a_direction_says_more_than_a_kind(ways: str, reading: Reading, mobiles: Mobiles) -> None:
    said = ("Ontvangen", "Uitgaand") if not ways.startswith("R") else ("Uitgaand", "Ontvangen")
    row = ";".join((*mobiles(2), *said))
    assert [each.owner for each in reading(f"Van;Naar;{ways}\n{row}\n".encode())] == [True, False]


def test_a_kind_tells_where_the_direction_is_empty(reading: Reading, mobiles: Mobiles) -> None:
    row = ";".join((*mobiles(2), "", "Gemist"))
    values = reading(f"Van;Naar;Richting;Type\n{row}\n".encode())
    assert [value.owner for value in values] == [False, True]


def test_of_several_telephones_none_is_taken_for_the_owner(
    reading: Reading, mobiles: Mobiles
) -> None:
    sender, first, second = mobiles(3)
    for labels in (SIDES[0], "Van;Naar"):
        for cell in (f"{first} / {second}", f"Jan: {first} / Piet: {second}"):
            values = reading(f"{labels};Richting\n{sender};{cell};Inkomend\n".encode())
            assert not owned(values)


@pytest.mark.parametrize(
    "mark",
    [
        "{b} (owner)", "{b} Dealer (owner)", "{b} (eigenaar)", "{b} (verdachte)", "{b} (device)",
        "{b} (Device Owner)", "Local User <{b}>", "Local User {b}", "Owner: {b}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("header", ["Telefoonnummer", "Telefoon", "From telephone"])
def test_an_owner_marked_among_telephones_is_the_owner(
    mark: str, header: str, reading: Reading, mobile: str, other: str
) -> None:
    marked = mark.format(b=other)
    for cell in (marked, f"Jan: {mobile}\n{marked}", f"{marked}\nJan: {mobile}"):
        values = reading(f'{header};Naam\n"{cell}";x\n{mobile};y\n'.encode())
        assert (owned(values), texted(values)) == ({other}, {mobile})


@pytest.mark.parametrize("mark", ["verdachte", "device", "Device Owner", "toestel verdachte"])
def test_a_party_with_such_a_mark_is_the_owner(
    mark: str, reading: Reading, mobile: str, other: str
) -> None:
    values = reading(f'#;Parties\n1;"From: {mobile} Jan\nTo: {other} ({mark})"\n'.encode())
    assert (owned(values), texted(values)) == ({other}, {mobile})


@pytest.mark.parametrize(
    "said", ["{b} (werk)", "Werk: {b}", "{b} Jan", "{b} Devi", "{b} huisgenoot"]
)
def test_other_words_beside_a_telephone_mark_nobody(
    said: str, reading: Reading, other: str
) -> None:
    assert not owned(reading(f"Telefoonnummer\n{said.format(b=other)}\n".encode()))


@pytest.mark.parametrize(
    "header", ["Eigen nummer", "Owner", "Is owner", "isOwner", "is_owner", "Eigen (ja/nee)"]
)
@pytest.mark.parametrize("yes", ["ja", "Yes", "TRUE", "waar", "x", "1"])
def test_a_plain_yes_marks_the_numbers_of_its_row(
    header: str, yes: str, reading: Reading, mobile: str, other: str
) -> None:
    for numbers in ("Telefoon", "Van"):
        for no in ("nee", "no", "False", "", "0"):
            rows = f"{other};{yes}\n{mobile};{no}\n"
            values = reading(f"{numbers};{header}\n{rows}".encode())
            assert (owned(values), texted(values)) == ({other}, {mobile})


@pytest.mark.parametrize("sign", ["1", "x"])
def test_what_names_a_line_is_no_yes(sign: str, reading: Reading, mobile: str) -> None:
    for header in ("Toestelnummer", "Toestel"):
        values = reading(f"Telefoon;{header}\n{mobile};{sign}\n".encode())
        assert (owned(values), texted(values)) == (set(), {mobile})
