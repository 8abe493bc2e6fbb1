from __future__ import annotations

import signal

import pytest

from eenmalig.cleartext.numbers.number import split

# {a} and {b} are two mobiles as they are dialled; {r} is the first without its 06.
ONE = [
    ("", "an empty cell is one empty candidate"),
    ("{a}", "nothing to part"),
    ("06/{r}", "a slash after the prefix"),
    ("+31 (0)6/{r}", "the same, from abroad"),
    ("n.v.t./geen", "without a digit there is no number to look for"),
    ("3,16123E+10", "a comma of scientific notation"),
    ("31612,0", "a comma of a fraction"),
    ("{a},1234", "digits keyed after a pause"),
    ("{a};1234", "digits keyed after waiting"),
    ("tel:{a};ext=12", "a parameter of an address"),
    ("tel:{a};phone-context=+31", "the same"),
    ("{a} 12", "a figure behind it"),
    ("{a} {r}", "the second is not complete"),
    ("{r} {a}", "the first is not"),
    ("06 {r}", "a space after the prefix"),
    ("+31 6 - {r}", "a dash after the prefix"),
]
TWO = [
    ("{a}/{b}", "a slash"),
    ("{a} / {b}", "a slash with room"),
    ("{a};{b}", "read as one, the second would be an extension"),
    ("{a}, {b}", "a comma"),
    ("{a},{b}", "a comma without room"),
    ("{a}|{b}", "a bar"),
    ("{a}\n{b}", "two lines in a cell"),
    ("{a}\r\n{b}\r\n", "two lines as Windows ends them"),
    ("{a} of {b}", "a Dutch or"),
    ("{a} en {b}", "a Dutch and"),
    ("{a} OR {b}", "an English or"),
    ("{a} & {b}", "an ampersand"),
    ("{a} {b}", "nothing but a space"),
    ("{a}\u00a0 {b}", "two spaces, one of which does not break"),
    ("{a}-{b}", "a dash"),
    ("{a} \u2013 {b}", "a longer dash with room"),
    ("{a} ::: {b}", "the three colons of Google's contacts"),
    ("; {a};; {b} ;", "signs without anything between"),
]


def national(e164: str) -> str:
    return "0" + e164.removeprefix("+31")


@pytest.mark.parametrize(("pattern", "why"), ONE)
def test_one_number_stays_whole(pattern: str, why: str, mobile: str) -> None:
    text = pattern.format(a=national(mobile), r=mobile[4:])
    assert len(split(text)) == 1, why


@pytest.mark.parametrize(("pattern", "why"), TWO)
def test_two_numbers_are_two_candidates(pattern: str, why: str, mobile: str, other: str) -> None:
    first, second = national(mobile), national(other)
    assert split(pattern.format(a=first, b=second)) == [first, second], why


@pytest.mark.parametrize(
    ("pattern", "count"),
    [
        ("+31 6 {r} +31 6 {r}", 2),
        ("(06) {r} 06 {r}", 2),
        ("06-{r} 020-{s} +31(0)6-{r} 06 {r}", 4),
        ("+32 470 {b} 06{r}", 2),
        ("06{r} - 31 6{r}", 1),
        ("06{r} 06-{m}-2024 10", 2),
        ("Thuis: 06{r} Werk: 06{r}", 2),
        ("06{r} m: 06{r}", 2),
    ],
)
def test_numbers_in_groups_are_parted_where_each_is_complete(
    pattern: str, count: int, mobile: str
) -> None:
    parts = {"r": mobile[4:], "s": "555" + "0" * 4, "b": mobile[6:], "m": "11"}
    assert len(split(pattern.format(**parts))) == count


def test_a_word_beside_a_number_is_a_candidate_of_its_own(mobile: str) -> None:
    assert split(f"{mobile} / thuis") == [mobile, "thuis"]


@pytest.mark.parametrize(
    "gap", ["\n", " ", "\r", ";", ",1", ";1 ", "/", "0/", "+31 ", "06 ", "1-", "tel"]
)
@pytest.mark.parametrize("begin", ["1", "0", "+31", "06"])
def test_a_cell_of_a_hundred_thousand_signs_is_taken_apart_at_once(begin: str, gap: str) -> None:
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    signal.alarm(5)
    try:
        assert len(split(begin + gap * 100_000 + "x")) >= 1
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
