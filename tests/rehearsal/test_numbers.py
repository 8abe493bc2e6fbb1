from __future__ import annotations

from itertools import islice
from random import SystemRandom
from typing import TYPE_CHECKING

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from rehearsal import numbers
from rehearsal.spellings import EVERYWHERE, UNICODE, spelled

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

RNG = SystemRandom()
SAMPLES = 200


def parsed(text: str) -> phonenumbers.PhoneNumber:
    return phonenumbers.parse(text, "NL")


def test_drawn_mobiles_are_valid_dutch_mobiles_and_all_different() -> None:
    drawn = list(islice(numbers.mobiles(RNG), SAMPLES))
    types = {phonenumbers.number_type(parsed(each)) for each in drawn}
    assert types == {PhoneNumberType.MOBILE}
    assert all(phonenumbers.is_valid_number_for_region(parsed(each), "NL") for each in drawn)
    assert len(set(drawn)) == SAMPLES


@pytest.mark.parametrize("way", EVERYWHERE + UNICODE)
def test_every_spelling_is_the_same_number(way: str) -> None:
    for number in islice(numbers.mobiles(RNG), 20):
        read = phonenumbers.format_number(
            parsed(spelled(number, RNG, (way,))), PhoneNumberFormat.E164
        )
        assert read == number


@pytest.mark.parametrize(
    ("draw", "kinds"),
    [
        (numbers.landline, {PhoneNumberType.FIXED_LINE}),
        (numbers.service, {PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE}),
        (numbers.machine, {PhoneNumberType.MOBILE}),
    ],
)
def test_other_dutch_numbers_are_what_they_are_called(
    draw: Callable[[Random], str], kinds: set[int]
) -> None:
    drawn = [parsed(draw(RNG)) for _ in range(SAMPLES)]
    assert all(phonenumbers.is_valid_number(each) for each in drawn)
    assert {phonenumbers.number_type(each) for each in drawn} == kinds


def test_foreign_numbers_are_valid_elsewhere() -> None:
    drawn = [parsed(numbers.foreign(RNG)) for _ in range(SAMPLES)]
    assert all(phonenumbers.is_valid_number(each) and each.country_code != 31 for each in drawn)


def test_unused_ranges_are_not_valid() -> None:
    drawn = [parsed(numbers.unused(RNG)) for _ in range(SAMPLES)]
    assert not any(phonenumbers.is_valid_number(each) for each in drawn)
