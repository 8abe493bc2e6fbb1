"""A row of a program that does not know people by their number: its bare digits are accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders.texted import texted

from eenmalig.cleartext.numbers.number import normalize
from eenmalig.domain.counting import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

OTHER = ["Instagram", "Facebook Messenger", "Telegram", "Snapchat", "WeChat", "Discord", "Skype"]
BY_NUMBER = [
    "WhatsApp", "SMS", "iMessage", "Signal", "Viber", "Native", "Telefoon", "", "WA", "WApp",
    "Whats-App", "Telefoongesprek", "Call log", "Oproep", "Tekstbericht", "Android", "iPhone",
    "KPN", "-", "n.v.t.", "Signal Messenger",
]  # fmt: skip
UNKNOWN = ["onbekend", "Nobodys new messenger app", "Iets anders"]
BOTH_KINDS = ["Instagram (mobile)", "Mobile Instagram", "Telegram (native)", "Signal / Instagram"]
PROGRAMS = ["App", "Application", "Messenger", "App name"]
ORIGINS = [
    "Source", "Bron", "Service", "Platform", "Medium", "Via", "Herkomst", "Social media",
    "Account type", "Package", "Artifact",
]  # fmt: skip
HEADERS = PROGRAMS + ORIGINS
UFED = "Participants;From;Source"


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("program", OTHER)
def test_accounts_of_other_programs_are_passed_over(
    header: str, program: str, reading: Reading, mobile: str, other: str
) -> None:
    content = f"{header};Van\n{program};{mobile[1:]} nick\n{program};{other}\n".encode()
    (value,) = reading(content)
    assert value.text == other


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("program", BY_NUMBER)
def test_numbers_of_programs_that_use_them_are_read(
    header: str, program: str, reading: Reading, mobile: str
) -> None:
    assert texted(reading(f"{header};Van\n{program};{mobile[1:]}\n".encode())) == {mobile}


@pytest.mark.parametrize("header", PROGRAMS)
@pytest.mark.parametrize("program", UNKNOWN)
def test_of_a_program_that_nobody_knows_bare_digits_are_refused_and_counted(
    header: str, program: str, reading: Reading, mobile: str, other: str
) -> None:
    content = f"{header};Van\n{program};{mobile[1:]}\n{program};{other}\n{program};12345\n"
    values = reading(content.encode())
    refusals = [normalize(value.text, value.field).refusal for value in values]
    assert refusals == [Refusal.BARE_DIGITS, None, Refusal.SERVICE]
    assert texted(values) == {other}


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("program", BOTH_KINDS)
def test_beside_words_of_telephones_another_program_still_has_accounts(
    header: str, program: str, reading: Reading, mobile: str, other: str
) -> None:
    content = f"{header};Van\n{program};{mobile[1:]}\n{program};{other};{mobile[1:]}\n"
    assert texted(reading(content.encode())) == {other}


def test_an_owner_among_digits_in_doubt_is_still_the_owner(reading: Reading, mobile: str) -> None:
    content = f"App;Van\nIets anders;{mobile[1:]} nick (owner)\nSMS;{mobile[1:]}\n"
    values = reading(content.encode())
    assert len(values) == 2
    assert texted(values) == set()


@pytest.mark.parametrize("origin", ["klantenlijst", "KPN", "dealer", "Android"])
def test_a_source_that_names_no_program_loses_nobody(
    origin: str, reading: Reading, mobile: str
) -> None:
    assert texted(reading(f"Bron;Van\n{origin};{mobile[1:]}\n".encode())) == {mobile}


def test_in_the_tables_of_ufed_digits_of_an_unknown_program_are_counted_and_not_texted(
    reading: Reading, mobile: str
) -> None:
    row = f"{mobile[1:]} nick;{mobile[1:]} nick;Nobodys new messenger"
    values = reading(f"{UFED}\n{row}\n".encode())
    refusals = {normalize(value.text, value.field).refusal for value in values}
    assert refusals == {Refusal.BARE_DIGITS}


@pytest.mark.parametrize("program", OTHER)
def test_in_the_tables_of_ufed_accounts_are_passed_over(
    program: str, reading: Reading, mobile: str, other: str
) -> None:
    instagram = f'"{mobile[1:]} nick\n{other[1:]} dealer (owner)";{mobile[1:]} nick;{program}'
    whatsapp = f"{other[1:]}@s.whatsapp.net Jan;{other[1:]}@s.whatsapp.net Jan;{program}"
    values = reading(f"{UFED}\n{instagram}\n{whatsapp}\n".encode())
    assert texted(values) == {other}


def test_a_field_that_says_telephone_counts_in_every_program(
    reading: Reading, mobile: str, other: str
) -> None:
    entries = f'"Phone-Mobile: {mobile[1:]}\nUser ID-Id: {other[1:]}";Instagram'
    (value,) = reading(f"Entries;Source\n{entries}\n".encode())
    assert value.text == mobile[1:]
    assert texted(reading(f"Telefoon;App\n{mobile[1:]};Instagram\n".encode())) == {mobile}
