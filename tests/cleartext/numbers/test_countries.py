from __future__ import annotations

import phonenumbers
import pytest

from eenmalig.cleartext.numbers.countries import checked
from eenmalig.cleartext.numbers.number import FieldKind, normalize
from eenmalig.domain.counting import Refusal

MOBILE = phonenumbers.PhoneNumberType.MOBILE


def example(country: str) -> str:
    """The library's own example of a mobile."""
    number = phonenumbers.example_number_for_type(country, MOBILE)
    assert number is not None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def test_without_a_word_only_dutch_mobiles_are_texted() -> None:
    assert normalize(example("NL"), FieldKind.PHONE).e164 == example("NL")
    assert normalize(example("BE"), FieldKind.PHONE).refusal is Refusal.FOREIGN


def test_a_country_that_is_named_is_texted_and_others_are_foreign() -> None:
    asked = ("NL", "BE")
    for country in asked:
        assert normalize(example(country), FieldKind.PHONE, asked).e164 == example(country)
    assert normalize(example("DE"), FieldKind.PHONE, asked).refusal is Refusal.FOREIGN
    assert normalize(example("NL"), FieldKind.PHONE, ("BE",)).refusal is Refusal.FOREIGN


def test_a_number_as_it_is_dialled_is_one_of_the_first_country() -> None:
    national = "0" + example("BE").removeprefix("+32")
    assert normalize(national, FieldKind.PHONE, ("BE", "NL")).e164 == example("BE")
    assert normalize(national, FieldKind.PHONE, ("NL", "BE")).e164 is None


@pytest.mark.parametrize("asked", [("NL", "BE"), ("BE", "NL")])
def test_dutch_machines_are_never_texted(asked: tuple[str, ...]) -> None:
    machine = "+31970" + "1" * 8
    assert normalize(machine, FieldKind.PHONE, asked).refusal is Refusal.MACHINE


@pytest.mark.parametrize("wrong", [(), ("nl",), ("NL", "XX"), ("NL", "NL"), ("NLD",)])
def test_countries_that_are_none_are_refused_without_repeating_them(wrong: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"^(?:no country|country \d)"):
        checked(wrong)


def test_countries_that_exist_are_taken_as_they_are() -> None:
    assert checked(["NL", "BE"]) == ("NL", "BE")
