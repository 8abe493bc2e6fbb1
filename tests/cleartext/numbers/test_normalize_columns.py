"""Whole columns against one value at a time, and one value against the library itself."""

from __future__ import annotations

import re

import numpy as np
import phonenumbers
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cleartext.numbers.messy_cells import cells, digits

from eenmalig.cleartext.numbers import columnar, memo, number
from eenmalig.cleartext.numbers.number import FieldKind, Reading, normalize, read, split, usable
from eenmalig.cleartext.numbers.refusals import NOT_REFUSED, POSITIONS
from eenmalig.domain.counting import Refusal

COUNTRIES = (("NL",), ("NL", "BE"), ("BE",), ("DE", "NL", "GB"), ("US",), ("GG",))
MOBILE = phonenumbers.PhoneNumberType.MOBILE

countries = st.sampled_from(COUNTRIES)

Rows = list[tuple[int, int, int]]


def by_column(
    values: list[tuple[str, bool]], asked: tuple[str, ...], seen: memo.Memo | None = None
) -> Rows:
    texts = pa.array([text for text, _ in values], pa.string())
    phone = np.array([is_phone for _, is_phone in values], dtype=np.bool_)
    candidates = columnar.candidates(texts, phone, asked, seen)
    return list(zip(*(column.tolist() for column in candidates), strict=True))


def one_by_one(values: list[tuple[str, bool]], asked: tuple[str, ...]) -> Rows:
    rows = []
    for cell, (text, is_phone) in enumerate(values):
        field = FieldKind.PHONE if is_phone else FieldKind.UNLABELLED
        for candidate in split(text):
            e164, refusal = normalize(candidate, field, asked)
            why = NOT_REFUSED if refusal is None else POSITIONS[refusal]
            rows.append((cell, int(e164 or 0), why))
    return rows


@pytest.fixture(autouse=True, params=[1, columnar.WORTH_A_TABLE], ids=["tables", "as it is"])
def fewest(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every calling code be judged by its table also where there are few numbers of it."""
    monkeypatch.setattr(columnar, "WORTH_A_TABLE", request.param)


fresh = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))


@fresh
@given(values=cells, asked=countries)
def test_columns_give_what_each_value_gives_by_itself(
    values: list[tuple[str, bool]], asked: tuple[str, ...]
) -> None:
    assert by_column(values, asked) == one_by_one(values, asked)


@fresh
@given(values=cells, asked=countries)
def test_every_valid_number_and_no_other_may_be_excluded(
    values: list[tuple[str, bool]], asked: tuple[str, ...]
) -> None:
    candidates = columnar.usable(pa.array([text for text, _ in values], pa.string()), asked)
    expected = [usable(part, FieldKind.PHONE, asked) for text, _ in values for part in split(text)]
    assert candidates.number.tolist() == [int(e164 or 0) for e164 in expected]
    assert (candidates.refusal == NOT_REFUSED).tolist() == [e164 is not None for e164 in expected]


@fresh
@given(
    written=st.builds("{}{}".format, st.sampled_from(["+", "+31", "0", "+32", "31", ""]), digits)
)
def test_one_value_gives_what_the_library_gives(written: str) -> None:
    try:
        parsed = phonenumbers.parse(written, "NL")
        valid = phonenumbers.is_valid_number(parsed)
    except phonenumbers.NumberParseException:
        parsed, valid = None, False
    expected = phonenumbers.format_number(parsed, 0) if parsed is not None and valid else None
    reading = read(written)
    assert reading.e164 == expected
    is_mobile = valid and parsed is not None and phonenumbers.number_type(parsed) == MOBILE
    dutch = is_mobile and str(reading.e164).startswith("+316")
    assert (reading.refusal is None) == dutch


@fresh
@given(values=cells, asked=countries)
def test_every_recipient_is_a_mobile_of_a_country_asked_for(
    values: list[tuple[str, bool]], asked: tuple[str, ...]
) -> None:
    for _, e164, refusal in by_column(values, asked):
        assert (e164 != 0) == (refusal == NOT_REFUSED)
        if e164:
            parsed = phonenumbers.parse(f"+{e164}")
            region = phonenumbers.region_code_for_number(parsed)
            assert region in asked
            metadata = phonenumbers.PhoneMetadata.metadata_for_region(region)
            national = phonenumbers.national_significant_number(parsed)
            assert metadata is not None
            assert metadata.mobile is not None
            assert re.fullmatch(str(metadata.mobile.national_number_pattern), national)
            assert phonenumbers.number_type(parsed) == MOBILE
            assert not (region == "NL" and national.startswith("970"))


@fresh
@given(values=cells, asked=countries)
def test_a_number_normalized_gives_itself(
    values: list[tuple[str, bool]], asked: tuple[str, ...]
) -> None:
    numbers = [e164 for _, e164, _ in by_column(values, asked) if e164]
    again = by_column([(f"+{e164}", False) for e164 in numbers], asked)
    assert again == [(cell, e164, NOT_REFUSED) for cell, e164 in enumerate(numbers)]


@fresh
@given(values=cells, asked=countries, data=st.data())
def test_neither_order_nor_the_borders_of_batches_change_a_thing(
    values: list[tuple[str, bool]], asked: tuple[str, ...], data: st.DataObject
) -> None:
    whole = by_column(values, asked)
    order = data.draw(st.permutations(range(len(values))))
    shuffled = by_column([values[at] for at in order], asked)
    assert [row[1:] for row in sorted(shuffled, key=lambda row: order[row[0]])] == [
        row[1:] for row in whole
    ]
    border = data.draw(st.integers(0, len(values)))
    seen = memo.Memo()
    first, second = by_column(values[:border], asked, seen), by_column(values[border:], asked, seen)
    assert first + [(cell + border, *rest) for cell, *rest in second] == whole


# n stands for the nine national digits of a mobile.
RARE = [
    ("3100{n}", "too long to be anything but a lost plus, and a zero too many"),
    ("31 0 {n}", "a lost plus and the trunk zero"),
    ("+0205{n:.6}", "a plus before what is dialled: the zero begins no calling code"),
    ("+000031{n}", "more zeros than an international prefix has"),
    ("{n}{n}1", "more digits than are read at once"),
    ("+31{n}{n}{n}", "far more"),
    ("+31{n}{n}.0", "the same through a float"),
    ("06-12.2034{n:.4}", "almost a date"),
    ("+44 180020{n}", "a prefix that may be a part of the number"),
    ("+359 0{n:.8}", "the same in another country"),
    ("{n}" + " " * 120, "a long cell"),
]


@pytest.mark.parametrize(("pattern", "why"), RARE)
def test_rare_spellings_give_by_column_what_they_give_alone(
    pattern: str, why: str, mobile: str
) -> None:
    text = pattern.format(n=mobile.removeprefix("+31"))
    for is_phone in (True, False):
        values = [(text, is_phone)]
        assert by_column(values, ("NL",)) == one_by_one(values, ("NL",)), why


def test_a_batch_larger_than_what_is_looked_at_together_is_read_whole(
    monkeypatch: pytest.MonkeyPatch, mobile: str, other: str
) -> None:
    monkeypatch.setattr(columnar, "TOGETHER", 2)
    values = [(text, True) for text in (mobile, "geen", other, f"{mobile}; {other}", mobile)]
    assert by_column(values, ("NL",)) == one_by_one(values, ("NL",))


def test_a_slice_of_a_column_is_read_as_itself(mobile: str, other: str) -> None:
    texts = pa.array([mobile, "geen", other, "", "112"]).slice(1, 3)
    candidates = columnar.candidates(texts, np.ones(3, dtype=np.bool_))
    assert candidates.number.tolist() == [0, int(other), 0]


def test_nothing_gives_nothing() -> None:
    assert by_column([], ("NL",)) == []


def test_a_full_memo_starts_anew(monkeypatch: pytest.MonkeyPatch, mobile: str, other: str) -> None:
    monkeypatch.setattr(memo, "MOST_VALUES", 1)
    values = [(f"Tel. {number}", True) for number in (mobile, other, mobile)]
    assert by_column(values, ("NL",), memo.Memo()) == one_by_one(values, ("NL",))


def test_each_distinct_value_goes_through_the_library_once(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def counted(digits: str, countries: tuple[str, ...]) -> Reading:
        asked.append(digits)
        return read(digits, countries)

    monkeypatch.setattr(number, "read", counted)
    seen = memo.Memo()
    for _ in range(3):
        by_column([("+550000", True)] * 5, ("NL",), seen)
    assert len(asked) == 1


def test_what_is_returned_shows_no_number(mobile: str) -> None:
    candidates = columnar.candidates(pa.array([mobile]), np.ones(1, dtype=np.bool_))
    assert mobile[3:] not in repr(candidates)


def test_a_landline_is_refused_by_its_reason_and_may_be_excluded() -> None:
    texts = pa.array(["020 5" + "0" * 6])
    candidates = columnar.candidates(texts, np.ones(1, dtype=np.bool_))
    assert candidates.refusal.tolist() == [POSITIONS[Refusal.LANDLINE]]
    assert columnar.usable(texts).refusal.tolist() == [NOT_REFUSED]
