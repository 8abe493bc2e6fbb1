"""A country or a program that stands in a label, or behind a number in its own cell."""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cleartext.sources.builders.texted import texted

from eenmalig.cleartext.numbers.country_names import names
from eenmalig.cleartext.selecting import intake
from eenmalig.cleartext.selecting.intake import Export
from eenmalig.cleartext.selecting.selection import Selection
from eenmalig.cleartext.sources import read
from eenmalig.domain.counting import Refusal, SetAside
from eenmalig.errors import EenmaligError
from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue
    from eenmalig.domain.counting import Tally

    Reading = Callable[..., list[RawValue]]

NL = ("NL",)
PARTIES = ["Van", "Participants"]
BEHIND = [
    "{n} ({c})", "{n} {c}", "{n} [{c}]", "{n}, {c}", "From: {n} ({c})", "Kees ({c}) <{n}>",
    "{c} <{n}>", "{c} ({n})", "{n} (Kees, {c})", "{n} Kees - {c}", "Kees <{n}> ({c})",
]  # fmt: skip
ABROAD = ["Frankrijk", "FRANCE", "FR", "Marokko", "MA", "Maroc", "Duitsland", "DEU", "belgi\u00eb"]
HOME = ["Nederland", "NL", "NLD", "Holland", "the Netherlands"]
LABELS = ["Type", "Label", "Naam", "Groep", "Relatie", "Opmerking"]
# Names of people, and words beside numbers, that are a country's code or name too.
PEOPLE = ["Ben", "BEN", "Ton", "TON", "Mo", "MO", "Jordan", "Georgia", "Ma", "it", "Nor", "fr"]
PROGRAMS = ["Instagram", "telegram", "Facebook Messenger", "Snapchat account", "TikTok", "Discord"]


def tally(content: str, folder: Path) -> Tally:
    path = folder / "export"
    path.write_text(content, encoding="utf-8")
    selection = Selection(1, NL)
    for batch in intake.read(Export(path, "source", 1), folder / "scratch", None, NL):
        selection.add(batch)
    return selection.chosen().tallies[1]


def french(luck: Random) -> str:
    """Return a number as it is dialled in France and in the Netherlands."""
    drawn = ("0" + mobile[3:] for mobile in numbers.mobiles(luck))
    return next(one for one in drawn if is_valid(one, "FR"))


def is_valid(dialled: str, region: str) -> bool:
    return phonenumbers.is_valid_number(phonenumbers.parse(dialled, region))


@pytest.mark.parametrize("header", PARTIES)
@pytest.mark.parametrize("party", BEHIND)
@pytest.mark.parametrize("country", ABROAD)
def test_a_national_number_with_another_country_behind_it_texts_nobody(
    header: str, party: str, country: str, reading: Reading, mobile: str
) -> None:
    cell = party.format(n="0" + mobile[3:], c=country)
    assert not texted(reading(f'{header};Duur\n"{cell}";3\n'.encode()))
    cell = party.format(n=mobile, c=country)
    assert not texted(reading(f'{header};Duur\n"{cell}";3\n'.encode()))


@pytest.mark.parametrize("party", ["{n} ({c})", "{n} {c}", "{c} <{n}>", "{n}, {c}"])
@pytest.mark.parametrize("country", HOME)
def test_the_first_country_behind_a_number_texts_it_as_before(
    party: str, country: str, reading: Reading, mobile: str
) -> None:
    cell = party.format(n="0" + mobile[3:], c=country)
    assert texted(reading(f'Van;Duur\n"{cell}";3\n'.encode())) == {mobile}


@pytest.mark.parametrize("name", PEOPLE)
@pytest.mark.parametrize("header", ["Van", "Participants"])
def test_the_name_of_a_person_is_no_country(
    name: str, header: str, reading: Reading, mobile: str
) -> None:
    values = reading(f"{header};Duur\n{mobile} ({name});3\n".encode())
    assert [value.beside for value in values] == [None]


def test_where_a_name_is_taken_for_a_person_no_number_of_that_country_is_dialled_as_ours() -> None:
    regions = {"JO", "TD", "GE", "IL", "IN", "AD", "BO", "MO", "BJ", "TO", "DJ", "PA"}
    for mobile in islice(numbers.mobiles(Random(7)), 300):
        for region in regions:
            assert not is_valid("0" + mobile[3:], region)


def test_counts_tell_what_a_country_behind_a_number_did(tmp_path: Path) -> None:
    dialled = french(Random(7))
    counted = tally(
        f"Van;Duur\n{dialled} (Frankrijk);3\n+31{dialled[1:]} (Frankrijk);3\n", tmp_path
    )
    assert counted.refused == {Refusal.FOREIGN: 1}
    assert counted.set_aside == {SetAside.COUNTRY: 1}


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("country", ["Frankrijk", "marokko ", "Germany"])
def test_a_country_in_a_label_decides_about_a_national_number_and_no_other(
    label: str, country: str, reading: Reading, mobile: str, other: str
) -> None:
    rows = f"0{mobile[3:]};{country}\n{other};{country}\n"
    assert texted(reading(f"Telefoon;{label}\n{rows}".encode())) == {other}


@pytest.mark.parametrize("label", ["Opmerking", "Type", ""])
@pytest.mark.parametrize(
    "said",
    ["Frans nummer", "buitenlands", "Buitenlands nummer (NL)", "Belgische sim", "Duits 06-nummer"],
)
def test_a_number_that_is_said_to_be_of_abroad_is_doubtful_in_its_national_spelling(
    label: str, said: str, reading: Reading, mobile: str, other: str
) -> None:
    rows = f"0{mobile[3:]};{said}\n{other};{said}\n0{other[3:]};Frans\n" + f"{other};x\n" * 9
    assert texted(reading(f"Telefoon;{label}\n{rows}".encode())) == {other}
    assert not texted(reading(f'Van;Duur\n"0{mobile[3:]} ({said})";3\n'.encode()))


@pytest.mark.parametrize("word", ["NO", "IT", "HR", "FR", "Ma", "Jordan", "Frank Rijk"])
def test_a_code_or_a_name_in_a_label_column_is_no_country(
    word: str, reading: Reading, mobile: str
) -> None:
    (value,) = reading(f"Telefoon;Type\n0{mobile[3:]};{word}\n".encode())
    assert value.beside is None


@pytest.mark.parametrize("header", [f"{n};{la}" for n in ("Van", "Nummer") for la in LABELS])
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_label_that_is_a_program_with_accounts_passes_bare_digits_over(
    header: str, program: str, reading: Reading, mobile: str, other: str
) -> None:
    rows = f"{mobile[1:]};{program}\n{other};{program}\n{other[1:]};x\n"
    values = reading(f"{header}\n{rows}".encode())
    assert [value.text for value in values] == [other, other[1:]]


@pytest.mark.parametrize("word", ["Sky", "Teams", "Line", "Matrix", "mail"])
def test_of_a_label_that_may_be_such_a_program_bare_digits_are_refused_and_counted(
    word: str, tmp_path: Path, mobile: str
) -> None:
    counted = tally(f"Van;Naam\n{mobile[1:]};{word}\n", tmp_path)
    assert counted.refused == {Refusal.BARE_DIGITS: 1}


@pytest.mark.parametrize("word", ["Instagram klant", "WhatsApp", "mobiel", "Telefoon"])
def test_another_label_leaves_bare_digits_as_they_are(
    word: str, reading: Reading, mobile: str
) -> None:
    assert texted(reading(f"Van;Type\n{mobile[1:]};{word}\n".encode())) == {mobile}


def test_a_label_says_nothing_of_a_column_of_telephones(reading: Reading, mobile: str) -> None:
    assert texted(reading(f"Telefoon;Type\n{mobile[1:]};Instagram\n".encode())) == {mobile}


@pytest.mark.parametrize(
    "header",
    [
        "Telefoon Frankrijk",
        "Mobiel (FR)",
        "Tel. Belgi\u00eb",
        "GSM Saudi Arabia",
        "Mobiel buitenland",
    ],
)
def test_a_column_of_telephones_of_another_country_texts_no_national_number(
    header: str, reading: Reading, mobile: str, other: str
) -> None:
    rows = f"{other};0{mobile[3:]}\n{other};\n{other};31{mobile[3:]}\n"
    assert texted(reading(f"Telefoon;{header}\n{rows}".encode())) == {other}
    assert not texted(reading(f"{header}\n0{mobile[3:]}\n".encode(), header))


@pytest.mark.parametrize("header", ["Telefoon NL", "Telefoon IT", "Telefoon Jordan", "Mobiel werk"])
def test_another_word_in_the_header_makes_nothing_foreign(
    header: str, reading: Reading, mobile: str
) -> None:
    values = reading(f"{header};x\n0{mobile[3:]};\n".encode(), header)
    assert not any(value.beside for value in values)


@settings(max_examples=40)
@given(
    luck=st.randoms(use_true_random=False),
    party=st.sampled_from(BEHIND),
    spelling=st.sampled_from(["{0}", "0{1}", "31{1}", "0031{1}", "{1}", "+33{1}"]),
    name=st.one_of(st.sampled_from(sorted(names())), st.sampled_from(PEOPLE + ABROAD + HOME)),
)
def test_a_name_behind_a_number_never_makes_a_recipient_of_what_was_none(
    luck: Random, party: str, spelling: str, name: str
) -> None:
    (mobile,) = islice(numbers.mobiles(luck), 1)
    number = spelling.format(mobile, mobile[3:])
    without, told = (
        values_of(f'Van;Duur\n"{party.format(n=number, c=word)}";3\n') for word in ("Kees", name)
    )
    assert texted(told) <= texted(without)


def values_of(content: str) -> list[RawValue]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_text(content, encoding="utf-8")
        try:
            return list(read(path, position=1, format="csv"))
        except EenmaligError:
            return []
