"""Errors: every code has its words, and no message keeps a long number."""

from __future__ import annotations

import re
from random import SystemRandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.error_explanations import EXPLANATIONS
from eenmalig.errors import Code, EenmaligError
from eenmalig.looks_like_number import without_long_digits
from rehearsal import numbers
from rehearsal.spellings import EVERYWHERE, spelled

SIX_DIGITS = re.compile(r"\d{6}")
BETWEEN = st.sampled_from(["", " ", "-", ".", "/", "(", ")", "\N{NO-BREAK SPACE}"])


def test_every_code_has_words_and_no_words_are_without_a_code() -> None:
    assert set(EXPLANATIONS) == set(Code)


@pytest.mark.parametrize("code", Code)
def test_every_part_of_the_words_is_a_sentence(code: Code) -> None:
    happened, kept_safe, next_step = EXPLANATIONS[code]
    assert happened.endswith(".")
    assert kept_safe.endswith(".")
    assert next_step.endswith(
        (".", "eenmalig destroy --overdue", "eenmalig install", "--replace-lost")
    )


@pytest.mark.parametrize("code", Code)
def test_a_message_says_what_happened_what_is_safe_and_what_to_do(code: Code) -> None:
    happened, kept_safe, next_step = EXPLANATIONS[code]
    error = EenmaligError(code, "source 1, sheet 2, column 3")
    assert str(error).splitlines() == [
        f"[{code}] {happened}",
        "  - source 1, sheet 2, column 3",
        f"Kept safe: {kept_safe}",
        f"What to do: {next_step}",
    ]
    assert error.code is code


def test_every_mistake_gets_a_line() -> None:
    error = EenmaligError(Code.HANDOVER_INVALID, "first", "second")
    assert error.mistakes == ("first", "second")
    assert "  - first\n  - second\n" in str(error)


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8")) | st.integers().map(str)))
def test_no_message_ever_keeps_a_run_of_six_digits(details: list[str]) -> None:
    error = EenmaligError(Code.SOURCE_UNREADABLE, *details)
    assert not SIX_DIGITS.search(str(error))
    assert not any(SIX_DIGITS.search(part) for part in error.mistakes)
    assert not any(SIX_DIGITS.search(str(part)) for part in error.args)


@given(st.lists(st.tuples(st.sampled_from("0123456789"), BETWEEN), min_size=6), st.text("ab+ "))
def test_digits_with_something_between_them_are_removed_too(
    spaced: list[tuple[str, str]], around: str
) -> None:
    written = "".join(digit + gap for digit, gap in spaced)
    assert not re.search(r"\d", without_long_digits(f"{around}{written}{around}"))


@pytest.mark.parametrize("way", EVERYWHERE)
def test_a_number_is_not_left_in_any_usual_spelling(way: str) -> None:
    rng = SystemRandom()
    number = next(numbers.mobiles(rng))
    left = without_long_digits(f"near {spelled(number, rng, (way,))} here")
    assert len(re.findall(r"\d", left)) < 6


@pytest.mark.parametrize(
    "plain", ["source 1, sheet 2, column 3", "12345 of 99999 cells", "at 09:30, in 3 files"]
)
def test_short_counts_and_places_stay(plain: str) -> None:
    assert without_long_digits(plain) == plain
