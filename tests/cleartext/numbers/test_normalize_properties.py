from __future__ import annotations

import re

import phonenumbers
from hypothesis import assume, given
from hypothesis import strategies as st

from eenmalig.cleartext.numbers.number import normalize, split, usable
from eenmalig.cleartext.sources.values import FieldKind

mobiles = st.builds(
    lambda first, rest: f"+316{first}{rest:07d}",
    st.sampled_from("123458"),
    st.integers(min_value=0, max_value=9_999_999),
)
prefixes = st.sampled_from(["0", "+31", "0031", "31", "+31 (0)", "0031 (0)", "+31-", "+31 0"])
gaps = st.sampled_from(["", "", " ", "-", ".", "\u00a0", "\u2011", "  "])
fields = st.sampled_from(FieldKind)
# Text that is dense in what numbers are made of.
messy = st.text(alphabet="0123456789+()-./ ,;eEpx'\u00a0\u06660\uff11#*t:", max_size=30)


@st.composite
def spellings(draw: st.DrawFn) -> tuple[str, str]:
    e164 = draw(mobiles)
    digits = e164.removeprefix("+31")
    written = "".join(f"{draw(gaps)}{digit}" for digit in digits).lstrip(" -.\u00a0\u2011")
    spelled = draw(prefixes) + written
    # A number grouped like a day is refused, for it may be one.
    assume(not re.match(r"\d{1,2}([-.])\d{1,2}\1(?:19|20)\d{2}(?!\d)", spelled))
    return e164, spelled


@given(spelling=spellings(), field=fields)
def test_any_spelling_of_one_number_gives_the_same_e164(
    spelling: tuple[str, str], field: FieldKind
) -> None:
    e164, written = spelling
    assert normalize(written, field) == (e164, None)
    assert split(written) == [written.strip()]


@given(
    candidate=st.one_of(messy, st.text(max_size=40), spellings().map(lambda spelling: spelling[1]))
)
def test_there_is_a_number_or_a_reason_and_a_number_gives_itself(candidate: str) -> None:
    e164, refusal = normalize(candidate, FieldKind.PHONE)
    assert (e164 is None) != (refusal is None)
    if e164 is not None:
        assert normalize(e164, FieldKind.UNLABELLED).e164 == e164
        assert usable(candidate, FieldKind.PHONE) == e164


@given(candidate=st.one_of(messy, spellings().map(lambda spelling: spelling[1])), field=fields)
def test_every_recipient_is_a_valid_dutch_mobile(candidate: str, field: FieldKind) -> None:
    e164 = normalize(candidate, field).e164
    if e164 is not None:
        number = phonenumbers.parse(e164)
        assert number.country_code == 31
        assert phonenumbers.is_valid_number(number)
        assert phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
        assert e164[4] in "123458"


@given(candidate=messy)
def test_no_digit_is_ever_made_up(candidate: str) -> None:
    e164 = normalize(candidate, FieldKind.PHONE).e164
    if e164 is not None:
        ascii_digits = "".join(str(int(digit)) for digit in candidate if digit.isdecimal())
        assert e164.removeprefix("+31") in ascii_digits


BETWEEN = (
    *("/", " / ", ";", "; ", ",", ", ", "|", "\n", "\r\n", " of ", " en ", " or "),
    *(" ", "  ", "-", " - ", "\u2013", "\u00a0", ":::", " ::: "),
)
LABELS = ("", "", "Thuis: ", "Werk:", "M: ", "Tel. ", "Mobile 2: ", "MSISDN: ", "Autre : ", "t:")


@given(parts=st.lists(mobiles, min_size=1, max_size=4))
def test_splitting_loses_no_number(parts: list[str]) -> None:
    for between in BETWEEN:
        assert split(between.join(parts)) == parts


@given(
    parts=st.lists(
        st.tuples(mobiles, st.sampled_from(["0", "+31", "0031", "+31 (0)"])), max_size=3
    ),
    between=st.sampled_from(BETWEEN),
    labels=st.lists(st.sampled_from(LABELS), min_size=3, max_size=3),
    at=st.integers(0, 60),
    lost=st.integers(0, 3),
)
def test_of_a_cell_with_several_numbers_none_is_made_that_does_not_stand_there(
    parts: list[tuple[str, str]], between: str, labels: list[str], at: int, lost: int
) -> None:
    written = [
        label + prefix + mobile[3:] for label, (mobile, prefix) in zip(labels, parts, strict=False)
    ]
    text = between.join(written)
    mutilated = text[:at] + text[at + lost :]
    there = {mobile for mobile, _ in parts}
    made = {normalize(part, FieldKind.PHONE).e164 for part in split(mutilated)} - {None}
    whole = not lost or at >= len(text)
    # Words with nothing but a gap between the numbers: all of it may be refused, and is counted.
    parted = between.strip(" -\u2013\u00a0") or not any(labels)
    assert made == there if whole and parted and between != "-" else made <= there


@given(text=st.text(max_size=40))
def test_a_cell_is_never_split_into_nothing_and_never_loses_a_digit(text: str) -> None:
    parts = split(text)
    assert parts
    digits = [character for character in text if character.isdigit()]
    assert [character for part in parts for character in part if character.isdigit()] == digits
