"""A row of a program that does not know people by their number: its bare digits are accounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders.texted import texted

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

OTHER = ["Instagram", "Facebook Messenger", "Telegram", "Snapchat", "WeChat", "Discord", "Skype"]
BY_NUMBER = ["WhatsApp", "SMS", "iMessage", "Signal", "Viber", "Native", "Telefoon", ""]
HEADERS = ["Source", "Bron", "App", "Application", "Service", "Platform", "Messenger", "App name"]
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


@pytest.mark.parametrize("origin", ["klantenlijst", "KPN", "dealer", "Android"])
def test_a_source_that_names_no_program_loses_nobody(
    origin: str, reading: Reading, mobile: str
) -> None:
    assert texted(reading(f"Bron;Van\n{origin};{mobile[1:]}\n".encode())) == {mobile}


@pytest.mark.parametrize("program", [*OTHER, "Nobodys new messenger"])
def test_in_the_tables_of_a_program_that_tells_them_apart_every_other_is_one(
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
