from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.domain.place import Place, compressed, parse
from eenmalig.errors import Code, EenmaligError

WRONG = "0 -3 3- 7-3 3-3 1/0 2/ /2 -/2 1/2/ 1//2 1/2/3/4 twaalf 1.5 1-2-3 1-2/3/4 012 ٣ 123456789"
POSITION = st.integers(1, 99_999_999)
SMALL = st.integers(1, 12)
SINGLE = st.builds(Place, st.none() | SMALL, SMALL, st.none() | SMALL, st.none())


@st.composite
def places(draw: st.DrawFn) -> Place:
    row = draw(st.integers(1, 99_999_998))
    last = draw(st.none() | st.integers(row + 1, 99_999_999))
    return Place(draw(st.none() | POSITION), row, draw(st.none() | POSITION), last)


@given(places())
def test_what_is_printed_is_read_back_as_the_same_place(place: Place) -> None:
    assert parse(str(place)) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("12", Place(None, 12)),
        (" 12 ", Place(None, 12)),
        ("3-7", Place(None, 3, None, 7)),
        ("2/14", Place(2, 14)),
        ("2/14-20", Place(2, 14, None, 20)),
        ("2/14/3", Place(2, 14, 3)),
        ("2/14-20/3", Place(2, 14, 3, 20)),
        ("-/14/3", Place(None, 14, 3)),
    ],
)
def test_a_person_can_write_rows_with_or_without_sheet_and_column(text: str, place: Place) -> None:
    assert parse(text) == place


@pytest.mark.parametrize("text", WRONG.split())
def test_anything_else_is_refused_and_not_quoted(text: str) -> None:
    with pytest.raises(EenmaligError) as raised:
        parse(text)
    assert raised.value.code is Code.HANDOVER_INVALID
    (said,) = raised.value.mistakes
    assert said.startswith("must ")
    assert text not in said.partition(", such")[0]


@pytest.mark.parametrize("text", ["", " ", "1 2", "12\n13", "1 /2"])
def test_nothing_and_places_with_gaps_are_refused(text: str) -> None:
    with pytest.raises(EenmaligError):
        parse(text)


def test_a_place_covers_its_rows_of_its_own_sheet_only() -> None:
    rows = Place(2, 3, None, 7)
    assert [row for row in range(1, 10) if rows.covers(2, row, 1)] == [3, 4, 5, 6, 7]
    assert not rows.covers(1, 3, 1)
    assert not rows.covers(None, 3, 1)
    cell = Place(None, 12, 4)
    assert cell.covers(None, 12, 4)
    assert not cell.covers(None, 12, 5)
    assert not cell.covers(None, 12, None)
    assert not cell.covers(1, 12, 4)
    assert not cell.covers(None, 13, 4)


@given(st.lists(SINGLE, max_size=40))
def test_compressed_places_cover_exactly_what_was_given(single: list[Place]) -> None:
    found = compressed(single)
    unfolded = [
        Place(each.sheet, row, each.column)
        for each in found
        for row in range(each.row, (each.last or each.row) + 1)
    ]
    assert len(unfolded) == len(set(unfolded))
    assert set(unfolded) == set(single)
    assert compressed(reversed(single)) == found


def test_rows_that_follow_each_other_become_one_place() -> None:
    rows = [Place(2, row, 4) for row in (12, 3, 4, 5, 6, 7, 7)]
    assert list(map(str, compressed(rows))) == ["2/3-7/4", "2/12/4"]
