"""Laws over all rules on what reads like a number: what one of them sees, another may not miss."""

from __future__ import annotations

from random import SystemRandom

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.handover import can_be_named
from eenmalig.looks_like_number import (
    IN_A_LINE,
    NO_NUMBERS_IN_BYTES,
    PERHAPS_IN_A_LINE,
    free_text_holds_number,
    holds_long_digits,
    without_long_digits,
)
from rehearsal import numbers
from rehearsal.spellings import EVERYWHERE, UNICODE, spelled

# Digits, and what stands between and beside them in numbers, dates, times and references.
SIGNS = "0123456789" * 3 + " .-/()+_:,eETZa\n\u00a0\u2013\u0661"
TEXTS = st.text(st.sampled_from(SIGNS), max_size=60) | st.text(max_size=40)
SIX = st.from_regex(r"[0-9]{6}", fullmatch=True)


@given(TEXTS)
def test_what_is_removed_is_what_is_seen_and_nothing_else(text: str) -> None:
    left = without_long_digits(text)
    assert holds_long_digits(text) == (left != text)
    assert not holds_long_digits(left)


@given(TEXTS, SIX, TEXTS)
def test_six_digits_in_a_row_are_too_many_wherever_they_stand(
    before: str, six: str, after: str
) -> None:
    text = f"{before}{six}{after}"
    assert holds_long_digits(text)
    assert free_text_holds_number(text)
    assert not can_be_named(text)


@given(TEXTS)
def test_the_quick_look_at_a_line_misses_nothing(text: str) -> None:
    matches = [each for each in IN_A_LINE.finditer(text) if not (each["keep"] or each["fraction"])]
    assert PERHAPS_IN_A_LINE.search(text) or not matches


@pytest.mark.parametrize("way", [*EVERYWHERE, *UNICODE])
def test_every_rule_sees_a_mobile_in_every_usual_spelling(way: str) -> None:
    rng = SystemRandom()
    mobile = next(numbers.mobiles(rng))
    text = f"near {spelled(mobile, rng, (way,))} here"
    assert holds_long_digits(text)
    assert free_text_holds_number(text)
    assert any(not (each["keep"] or each["fraction"]) for each in IN_A_LINE.finditer(text))
    assert NO_NUMBERS_IN_BYTES.search(text.encode()) is None


@pytest.mark.parametrize(
    "reference", ["2026-123-456", "PL-2026-0001", "RC-6-2026-0001", "12-05-2026, 06-12-2026"]
)
def test_a_reference_in_parts_and_a_day_may_stand_in_free_text_only(reference: str) -> None:
    assert not free_text_holds_number(reference)
    assert holds_long_digits(reference)


def test_a_day_may_be_a_name_and_a_ninth_digit_makes_it_none() -> None:
    assert can_be_named("2026-05-12")
    assert not can_be_named("2026-05-12-1")
