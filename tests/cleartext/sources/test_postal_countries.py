"""The country of a postal address in an address book: it makes a number doubtful at most."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cleartext.choosing import chosen_of
from tests.cleartext.sources.builders import databases as build

from eenmalig.domain.counting import SetAside
from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    Card = Callable[..., tuple[str, build.Rows]]

PHONE, POSTAL = 5, 6


def of_android(
    text: str, countries: tuple[str, ...], form: str | None = None
) -> tuple[str, build.Rows]:
    """A card with a number, and an address in each of the countries; another card has one too."""
    number = {"raw_contact_id": 1, "mimetype_id": PHONE, "data1": text, "data4": form}
    addresses = [
        {"raw_contact_id": card, "mimetype_id": POSTAL, "data1": "x", "data10": country}
        for card, country in [(2, "Duitsland"), *((1, country) for country in countries)]
    ]
    kinds = {PHONE: build.PHONE_V2, POSTAL: build.POSTAL_ADDRESS}
    mimetypes = [{"_id": key, "mimetype": kind} for key, kind in kinds.items()]
    return build.CONTACTS2, {"mimetypes": mimetypes, "data": [number, *addresses]}


def of_ios(text: str, countries: tuple[str, ...], key: str = "Country") -> tuple[str, build.Rows]:
    lived_in = [(2, "Duitsland"), *((1, country) for country in countries)]
    values: list[dict[str, Any]] = [{"UID": 1, "record_id": 1, "property": 3, "value": text}]
    values += [
        {"UID": row, "record_id": card, "property": 5}
        for row, (card, _) in enumerate(lived_in, start=2)
    ]
    entries: list[dict[str, Any]] = [
        {"parent_id": row, "key": which, "value": value}
        for row, (_, country) in enumerate(lived_in, start=2)
        for which, value in ((1, "x"), (2, country))
    ]
    keys = [{"value": "City"}, {"value": key}]
    tables: build.Rows = {
        "ABMultiValue": values,
        "ABMultiValueEntry": entries,
        "ABMultiValueEntryKey": keys,
    }
    return build.ADDRESS_BOOK, tables


CARDS = [of_android, of_ios]


def national(mobile: str) -> str:
    return f"0{mobile.removeprefix('+31')}"


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("countries", [("Frankrijk",), ("FR", "ma"), ("", "Maroc")])
def test_a_national_spelling_of_who_lives_abroad_is_set_aside(
    card: Card, countries: tuple[str, ...], mobile: str
) -> None:
    tally, texted = chosen_of(*card(national(mobile), countries))
    assert texted == set()
    assert tally.set_aside[SetAside.COUNTRY] == 1
    assert chosen_of(*card(mobile, countries))[1] == {mobile}


@pytest.mark.parametrize("card", CARDS)
@pytest.mark.parametrize("countries", [(), ("Nederland",), ("FR", "nl"), ("Amsterdam",)])
def test_who_lives_here_too_or_nobody_knows_where_is_texted(
    card: Card, countries: tuple[str, ...], mobile: str
) -> None:
    assert chosen_of(*card(national(mobile), countries))[1] == {mobile}


def test_the_code_of_a_country_counts_as_its_name(mobile: str) -> None:
    assert chosen_of(*of_ios(national(mobile), ("fr",), key="CountryCode"))[1] == set()


def test_what_a_number_itself_says_of_its_country_goes_before(mobile: str) -> None:
    assert chosen_of(*of_android(national(mobile), ("FR",), form=mobile))[1] == {mobile}


@pytest.mark.parametrize("card", CARDS)
@settings(deadline=None, max_examples=8)
@given(
    seed=st.integers(0, 2**32),
    spelled=st.sampled_from([national, str, lambda text: text[3:], lambda text: text[1:]]),
    countries=st.lists(
        st.sampled_from(["FR", "NL", "Marokko", "31", "XX", ""])
        | st.text(max_size=9).filter(lambda text: "\0" not in text),
        max_size=3,
    ),
)
def test_an_address_never_makes_a_recipient_of_what_was_none(
    card: Card, seed: int, spelled: Callable[[str], str], countries: list[str]
) -> None:
    text = spelled(next(numbers.mobiles(Random(seed))))
    before, texted_before = chosen_of(*card(text, ()))
    after, texted = chosen_of(*card(text, tuple(countries)))
    assert texted <= texted_before
    assert after.read == before.read
