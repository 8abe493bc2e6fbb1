"""Tables of numbering plans against the library, for every calling code."""

from __future__ import annotations

from random import SystemRandom

import numpy as np
import phonenumbers
import pytest

from eenmalig.cleartext.numbers import digit_pattern
from eenmalig.cleartext.numbers.digits import Digits
from eenmalig.cleartext.numbers.number import read
from eenmalig.cleartext.numbers.numbering_plan import home, plan
from eenmalig.cleartext.numbers.plan_tables import NOT_VALID, UNDECIDED
from eenmalig.cleartext.numbers.refusals import NOT_REFUSED, POSITIONS

RNG = SystemRandom()
DRAWN = 150
NAMES = ("fixed_line", "mobile", "toll_free", "premium_rate", "shared_cost", "voip", "uan", "pager")


def drawn(calling_code: int) -> list[str]:
    """National numbers near what exists: examples with their last digits, or a few, changed."""
    numbers = []
    for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[calling_code]:
        metadata = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(
            calling_code, region
        )
        described = (getattr(metadata, name) for name in (*NAMES, "personal_number", "voicemail"))
        numbers += [
            description.example_number
            for description in described
            if description and description.example_number
        ]
    prefix = phonenumbers.ndd_prefix_for_region(region, strip_non_digits=True) or ""
    return [varied(RNG.choice(numbers), prefix) for _ in range(DRAWN)]


def varied(example: str, prefix: str) -> str:
    kept = RNG.randrange(len(example))
    tail = "".join(RNG.choice("0123456789") for _ in example[kept:])
    return RNG.choice(["", "", prefix]) + example[:kept] + tail + RNG.choice(["", "", "", "7"])


def columns(numbers: list[str]) -> Digits:
    return Digits(
        np.array([int(number) for number in numbers], dtype=np.int64),
        np.array([len(number) for number in numbers], dtype=np.int64),
    )


@pytest.mark.parametrize("calling_code", sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE))
def test_a_table_says_what_the_library_says_or_leaves_it_open(calling_code: int) -> None:
    numbers = drawn(calling_code)
    made = plan(calling_code, ("NL", "BE", "GB"))
    national, verdicts = made.judge(columns(numbers))
    e164 = national.after(calling_code)
    for text, number, verdict in zip(numbers, e164.tolist(), verdicts.tolist(), strict=True):
        if verdict == UNDECIDED:
            continue
        expected = read(f"+{calling_code}{text}", ("NL", "BE", "GB"))
        assert (verdict == NOT_VALID) == (expected.e164 is None)
        if expected.e164 is not None:
            assert f"+{number}" == expected.e164
            why = expected.refusal
            assert verdict == (NOT_REFUSED if why is None else POSITIONS[why])


def test_dutch_numbers_are_never_left_to_the_library() -> None:
    for judge in (plan(31, ("NL",)).judge, home(("NL",)).judge):
        _, verdicts = judge(
            columns([number for number in drawn(31) if not number.startswith("14")])
        )
        assert UNDECIDED not in verdicts


def test_most_numbers_of_neighbours_are_judged_by_tables() -> None:
    for calling_code in (32, 33, 34, 40, 44, 48, 49, 90, 212):
        _, verdicts = plan(calling_code, ("NL",)).judge(columns(drawn(calling_code)))
        assert np.mean(verdicts == UNDECIDED) < 1 / 4


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("6[1-3]", {((6,), (1, 2, 3))}),
        ("1(?:2|34?)", {((1,), (2,)), ((1,), (3,)), ((1,), (3,), (4,))}),
        ("7{1,2}", {((7,),), ((7,), (7,))}),
        (r"\d", {(tuple(range(10)),)}),
    ],
)
def test_a_pattern_is_read_as_the_sequences_it_stands_for(
    pattern: str, expected: set[digit_pattern.Sequence]
) -> None:
    assert digit_pattern.sequences(pattern) == expected


@pytest.mark.parametrize(
    "pattern", ["6.", "(6)", "6*", "6+", "(?:6", "6)", "(?=6)6", r"\D", "[^6]"]
)
def test_a_pattern_of_another_kind_is_refused_not_guessed(pattern: str) -> None:
    with pytest.raises(ValueError, match=r"bracket|sign"):
        digit_pattern.sequences(pattern)
