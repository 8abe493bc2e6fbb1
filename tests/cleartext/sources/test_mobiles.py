"""The quick looks: they may only ever spare work, never lose a number."""

from __future__ import annotations

import signal
from random import SystemRandom
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.cleartext.numbers import number
from eenmalig.cleartext.numbers.number import FieldKind
from eenmalig.cleartext.sources.words.listed import listed_numbers
from eenmalig.cleartext.sources.words.mobiles import (
    holds_mobile,
    one_holds_mobile,
    tells_mobile,
)
from rehearsal import numbers
from rehearsal.spellings import EVERYWHERE, UNICODE, spelled

if TYPE_CHECKING:
    from random import Random

ALPHABET = "0136+()-./ ,;:\n\t\u00eb\u0666\u0661\uff16\u2013E"

# With what stands around it, a year that is written out would spell a mobile.
YEAR = 2026


def holds_by_parsing(text: str, field: FieldKind) -> bool:
    return any(number.normalize(each, field).e164 for each in number.split(text))


@st.composite
def cells(draw: st.DrawFn) -> str:
    """A cell with a mobile in some spelling, or what is left of one, among other signs."""
    rng: Random = draw(st.randoms(use_true_random=False))
    text = spelled(next(numbers.mobiles(rng)), rng, EVERYWHERE + UNICODE)
    cut = draw(st.integers(0, len(text)))
    middle = draw(st.text(ALPHABET, max_size=3))
    text = text[:cut] + middle + text[cut:]
    before, after = draw(st.text(ALPHABET, max_size=12)), draw(st.text(ALPHABET, max_size=12))
    return before + text + after


@given(cells(), st.sampled_from(FieldKind))
def test_a_quick_look_finds_what_parsing_finds(text: str, field: FieldKind) -> None:
    assert holds_mobile(text, field) == holds_by_parsing(text, field)


@given(st.lists(cells() | st.text(ALPHABET, max_size=14), max_size=6))
def test_cells_looked_at_at_once_tell_what_each_tells(texts: list[str]) -> None:
    one_by_one = any(map(tells_mobile, texts))
    parsed = any(holds_by_parsing(each, FieldKind.UNLABELLED) for each in texts)
    assert one_by_one >= parsed
    assert one_holds_mobile(texts) == one_by_one


@given(cells() | st.text(ALPHABET, max_size=14), st.booleans())
def test_a_list_gives_what_parsing_each_part_gives(text: str, expected: bool) -> None:  # noqa: FBT001 - drawn
    parts = number.split(text)
    usable = [each for each in parts if number.usable(each, FieldKind.PHONE)]
    found = listed_numbers(text, expected=expected)
    assert [each for each in found if each in usable] == usable
    if expected:
        assert found
    else:
        # A range of numbers is told by an entry that is none, wherever it stands.
        named = [each for each in found if each != "t/m"]
        assert all(number.usable(each, FieldKind.PHONE) for each in named)


# n are the nine last digits of a mobile, r the last eight, p those in pairs.
WIDELY = [
    ("Mr. X 0{n}", "a name before it"), ("Mr. X {n}", "the same, with nine digits"),
    ("06:{r}", "a colon"), ("06,{r}", "a comma"), ("06'{r}", "an apostrophe"),
    ("06/{p}", "strokes"), ("06;{p}", "the same after a semicolon"), ("{r}", "06 left out"),
    ("tel:+31%20{n}", "a space of an address"), ("Mr. X mob +31 (0)6 {r}", "a zero in brackets"),
    ("0\ufe0f6{r} van X", "a sign that draws a figure"), ("0(6){r} X", "a figure in brackets"),
    ("+06 {r}", "a plus that leads to no country"), ("(0{n})X", "words on either side"),
]  # fmt: skip


@pytest.mark.parametrize(("pattern", "why"), WIDELY)
def test_a_list_is_read_more_widely_than_a_source(pattern: str, why: str, mobile: str) -> None:
    rest = mobile[4:]
    pairs = "/".join(rest[at : at + 2] for at in range(0, 8, 2))
    found = listed_numbers(pattern.format(n=mobile[3:], r=rest, p=pairs), expected=True)
    assert {number.usable(each, FieldKind.PHONE) for each in found} == {mobile}, why


def test_of_two_numbers_in_one_both_are_listed(mobile: str, other: str) -> None:
    for begin in ("0", "31", "+31", "0031"):
        for pattern in ("{}{}", "Mr. X {}{}", "{}/{} X", "X {} Y {}"):
            text = pattern.format(begin + mobile[3:], begin + other[3:])
            assert {
                number.usable(each, FieldKind.PHONE)
                for each in listed_numbers(text, expected=False)
            } == {mobile, other}


def test_a_number_of_another_country_or_kind_is_listed_between_words() -> None:
    rng = SystemRandom()
    for text in (numbers.foreign(rng), numbers.landline(rng)):
        (found,) = listed_numbers(f"Mr. X {text} (kantoor)", expected=True)
        assert number.usable(found, FieldKind.PHONE) == number.usable(text, FieldKind.PHONE)


def test_words_beside_a_number_are_no_entry_and_what_is_cut_short_is_one(
    mobile: str, other: str
) -> None:
    short = "0" + other[3:-2]
    assert listed_numbers(f"{mobile} / thuis", expected=True) == [mobile]
    for text in (f"{mobile} / {short}", f"Mr. X {mobile} {short}"):
        found = listed_numbers(text, expected=True)
        assert [number.usable(each, FieldKind.PHONE) for each in found] == [mobile, None]
    for text in (short, "onbekend", "zie dossier 12", "12-11-1980"):
        assert listed_numbers(text, expected=True) == [text]
        assert listed_numbers(text, expected=False) == []


@pytest.mark.parametrize("gap", [" ", "6 ", "06 ", "61", "0", "+31", "/", "%20", "1-"])
def test_a_cell_of_a_hundred_thousand_signs_is_listed_at_once(gap: str) -> None:
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.alarm(10)
    try:
        assert listed_numbers("X 6" + gap * 50_000 + "x", expected=True)
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def test_a_number_over_two_lines_is_found_among_other_cells(mobile: str) -> None:
    text = f"06\n/ {mobile[4:]}"
    assert holds_by_parsing(text, FieldKind.UNLABELLED)
    assert one_holds_mobile(["x", text, "y"])


@pytest.mark.parametrize("second", "0123456789")
@pytest.mark.parametrize("begin", ["06", "+316", "0031 6", "31 6", "06-"])
def test_a_list_asks_no_library_only_for_what_is_valid(begin: str, second: str) -> None:
    text = begin + second + numbers.digits(SystemRandom(), 7)
    usable = number.usable(text, FieldKind.PHONE) is not None
    assert bool(listed_numbers(text, expected=False)) == usable


@pytest.mark.parametrize("words", ["belt ook met {}", "{} (oud)", "zie {}", "2e nr: {}"])
def test_a_mobile_within_words_is_told(words: str, mobile: str) -> None:
    for spelling in (mobile, "0" + mobile[3:]):
        assert tells_mobile(words.format(spelling))
        assert one_holds_mobile(["x", words.format(spelling)])


@pytest.mark.parametrize(
    "pattern",
    [
        "rekening NL12RABO{}", "rekening nl12 rabo {}", "id 7{}", "id {}7", "imei 35{}123 x",
        f"op 06-12-{YEAR} 10:30 gebeld", f"op 01-06-{YEAR} 1230 gebeld", "koers 52.{} euro",
        "op 06-12-26 10.30 gebeld", "hash 4a{}ff",
    ],
)  # fmt: skip
def test_dates_accounts_and_ids_within_words_tell_no_mobile(pattern: str, mobile: str) -> None:
    assert not tells_mobile(pattern.format("0" + mobile[3:]))
