"""A range of numbers in a cell: nobody reads those between, so its ends are told and not texted."""

from __future__ import annotations

from itertools import islice
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cleartext.sources.builders.texted import texted

from eenmalig.cleartext.numbers.number import normalize
from eenmalig.domain.counting import Refusal
from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

HEADERS = ["Telefoon", "Van", "Nummer", "Participants", "Telefoon;Type"]
RANGES = [
    "{a} t/m {b}", "{a} tm {b}", "{a} T/M {b}", "{a} t.m. {b}", "{a} tot en met {b}", "{a} tot {b}",
    "{a}\nt/m\n{b}", "{a}, t/m {b}", "{a} (t/m {b})", "van {a} t/m {b}", "{a} through {b}",
    "{a} until {b}", "{a} bis {b}", "{a} t/m {d}", "{a} tot en met {d}", "{a} en verder",
    "{a} e.v.", "{a} (e.v.)", "tussen {a} en {b}", "between {a} and {b}", "{a} .. {b}", "{a} > {b}",
]  # fmt: skip
TWO = ["{a} - {b}", "{a}-{b}", "{a} \u2013 {b}", "{a} / {b}", "{a} en {b}", "{a}\n{b}", "{a}, {b}"]
SPELLINGS = ["0{}", "+31{}", "0031{}", "31{}", "06-{}"]


def table(header: str, cell: str) -> bytes:
    return f'{header};Duur\n"{cell}";3\n'.encode()


def spelled(mobile: str, spelling: str) -> str:
    return spelling.format(mobile[4:] if spelling.startswith("06") else mobile[3:])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(
    header=st.sampled_from(HEADERS),
    within=st.sampled_from(RANGES),
    spelling=st.sampled_from(SPELLINGS),
    seed=st.integers(0, 2**16),
)
def test_neither_end_of_a_range_is_texted_and_it_is_told(
    header: str, within: str, spelling: str, seed: int, reading: Reading
) -> None:
    first, last = (spelled(each, spelling) for each in islice(numbers.mobiles(Random(seed)), 2))
    values = reading(table(header, within.format(a=first, b=last, d=last[-2:])))
    assert not texted(values)
    refusals = {normalize(value.text, value.field).refusal for value in values}
    assert refusals & {Refusal.NOT_A_NUMBER, Refusal.INVALID}


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("both", TWO)
def test_two_numbers_are_two(
    header: str, both: str, reading: Reading, mobile: str, other: str
) -> None:
    values = reading(table(header, both.format(a="0" + mobile[3:], b="0" + other[3:])))
    assert texted(values) == {mobile, other}


def test_a_range_hides_no_other_number_and_no_owner_of_its_cell(
    reading: Reading, mobile: str, other: str, own: str
) -> None:
    cell = f"{mobile} t/m {mobile[:-2]}99\n{other} Jan\n{own} (owner)"
    values = reading(table("Van", cell) + f"{own};3\n".encode())
    assert texted(values) == {other}


def test_of_accounts_a_range_is_refused_and_not_cut_to_its_first_end(
    reading: Reading, mobile: str
) -> None:
    content = f"App;Van\nInstagram;0{mobile[3:]} t/m 99\n"
    assert not texted(reading(content.encode()))
