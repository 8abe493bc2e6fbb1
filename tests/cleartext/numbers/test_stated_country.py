"""What a national spelling means by the country that stands beside it."""

from __future__ import annotations

from random import Random

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.cleartext.numbers.countries import DUTCH
from eenmalig.cleartext.numbers.country_names import calling_codes
from eenmalig.cleartext.numbers.number import FieldKind, normalize, split
from eenmalig.cleartext.numbers.stated_country import Beside, meant
from rehearsal.numbers import mobiles

HOME = 31
DUTCH_SAID = ("NL", "nl", "nld", "31", "+31", "0031", "Nederland", "Netherlands (+31)", "")
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)


def read(text: str, beside: Beside) -> list[str]:
    """Return the mobiles that would be texted of one cell."""
    said = meant(text, beside, DUTCH)
    if said.doubtful:
        return []
    numbers = (normalize(part, FieldKind.PHONE) for part in split(said.text))
    return [number.e164 for number in numbers if number.e164]


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("", None),
        ("0", None),
        ("n.v.t.", None),
        ("onbekend", set()),
        ("?", set()),
        ("NL", {31}),
        ("nld", {31}),
        ("UK", {44}),
        ("+212", {212}),
        ("0034", {34}),
        ("Marokko", {212}),
        ("Netherlands (+31)", {31}),
        ("France (FR)", {33}),
        ("NL/BE", {31, 32}),
        ("Zuid-Holland", set()),
        ("Spanje", {34}),
        ("Curacao", {599}),
        ("Belgie", {32}),
        ("Ned.", {31}),
        ("Ned. Antillen", {599}),
        ("U.S.A.", {1}),
        ("Turkey", {90}),
        ("Engeland", {44}),
        ("999", set()),
    ],
)
def test_the_words_for_a_country(said: str, codes: set[int] | None) -> None:
    assert calling_codes(said) == codes


@pytest.mark.parametrize(
    ("text", "beside", "texted"),
    [
        ("0{nine}", ("33", "", ""), 0),
        ("{nine}", ("212", "", ""), 0),
        ("{nine}", ("+34", "", ""), 0),
        ("0{nine}", ("", "fr", ""), 0),
        ("0{nine}", ("", "", "+33{nine}"), 0),
        ("0{nine}", ("", "", "33{nine}"), 0),
        ("0{nine}", ("", "", "+31{nine}"), 1),
        ("0{nine}", ("", "", "+31{other}"), 0),
        ("+31{nine}", ("", "", "+33{nine}"), 0),
        ("+31{nine}", ("", "be", ""), 1),
        ("+31{nine}", ("be", "", ""), 0),
        ("0031{nine}", ("be", "", ""), 0),
        ("0{nine}", ("nl", "fr", ""), 0),
        ("0{nine}", ("nowhere", "", ""), 0),
        ("0{nine}", ("NL/FR", "", ""), 0),
        ("0{nine}", ("NL/FR", "nl", ""), 0),
        ("+31{nine}", ("NL/FR", "", ""), 1),
        ("0{nine}", ("Ned.", "", ""), 1),
        ("0{nine} / 0{other}", ("FR", "", ""), 0),
        ("0{nine} / 0{other}", ("NL", "", ""), 2),
        ("0{nine}", ("null", "", ""), 1),
    ],
)
def test_who_is_texted(text: str, beside: tuple[str, str, str], texted: int) -> None:
    numbers = mobiles(Random(33))
    spelled = {"nine": next(numbers)[3:], "other": next(numbers)[3:]}
    said = Beside(*(each.format(**spelled) for each in beside))
    assert len(read(text.format(**spelled), said)) == texted


@given(st.sampled_from(REGIONS), st.randoms(use_true_random=False), st.sampled_from(DUTCH_SAID))
def test_another_country_beside_a_national_spelling_texts_nobody(
    region: str, luck: Random, also: str
) -> None:
    number = next(mobiles(luck))
    national = "0" + number[3:]
    texted = read(national, Beside(country=region, dialled_in=also))
    code = phonenumbers.country_code_for_region(region)
    assert texted == ([number] if code == HOME else [])


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(max_size=30))
def test_what_stands_beside_never_makes_a_recipient_of_what_was_none(
    text: str, country: str, dialled_in: str, international: str
) -> None:
    without = read(text, Beside())
    assert set(read(text, Beside(country, dialled_in, international))) <= set(without)
    parts = split(meant(text, Beside(country, dialled_in, international), DUTCH).text)
    assert len(parts) == len(split(text))


@given(st.integers(0, 2**32))
def test_an_international_form_that_is_no_number_leaves_a_national_spelling_in_doubt(
    seed: int,
) -> None:
    mobile = next(mobiles(Random(seed)))
    national = f"0{mobile[3:]}"
    assert read(national, Beside(international=mobile)) == [mobile]
    for form in (f"+212{mobile[3:]}9", f"+31{mobile[3:]}9", "+999123456789"):
        assert read(national, Beside(international=form)) == []
    # What is not written as an international number says nothing.
    assert read(national, Beside(international=f"0{mobile[3:]}")) == [mobile]
