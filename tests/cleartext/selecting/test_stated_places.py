"""Places that a person decided about, held against the values of the source."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cleartext.batches import PHONE

from eenmalig.cleartext.selecting.stated_places import StatedPlaces
from eenmalig.cleartext.sources.values import Locator, RawValue
from eenmalig.domain.counting import SetAside
from eenmalig.domain.place import Place
from eenmalig.errors import EenmaligError

sheets = st.sampled_from([None, 1, 2])
rows = st.integers(1, 6)
columns = st.sampled_from([None, 1, 2])
places = st.builds(
    lambda sheet, row, column, more: Place(sheet, row, column, row + more if more else None),
    sheets,
    rows,
    columns,
    st.integers(0, 2),
)
values = st.builds(
    lambda text, sheet, row, column: RawValue(
        text, PHONE, owner=False, locator=Locator(sheet, row, column)
    ),
    st.sampled_from(["x", "", " "]),
    sheets,
    rows,
    columns,
)


def missing(stated: list[Place], seen: list[list[RawValue]]) -> str:
    """Return what is told of these places after these batches, or nothing."""
    looked = StatedPlaces({SetAside.WORK: stated, SetAside.CONTACTS: None})
    for batch in seen:
        looked.look(batch)
    try:
        looked.require_found("source 3")
    except EenmaligError as error:
        return f"[{error.code}] {'; '.join(error.mistakes)}"
    return ""


@given(st.lists(places, min_size=1, max_size=5), st.lists(st.lists(values, max_size=5), max_size=3))
def test_exactly_the_places_without_a_value_are_told_by_their_order(
    stated: list[Place], seen: list[list[RawValue]]
) -> None:
    there = [value.locator for batch in seen for value in batch if value.text.strip()]
    absent = [
        str(nth)
        for nth, place in enumerate(stated, start=1)
        if not any(place.covers(*where) for where in there)
    ]
    told = missing(stated, seen)
    assert bool(told) is bool(absent)
    if absent:
        many = "places" if len(absent) > 1 else "place"
        where = f"{many} {', '.join(absent)} of its list"
        assert told == f"[place-unknown] source 3: also_text: work: no value stands at {where}"


def test_a_long_list_is_told_in_short() -> None:
    told = missing([Place(None, row) for row in range(1, 101)], [])
    assert told.endswith("24, 25 and 75 more of its list")


@pytest.mark.parametrize("also_text", [{}, {SetAside.WORK: None}])
def test_where_every_place_was_meant_none_is_missing(
    also_text: dict[SetAside, None],
) -> None:
    StatedPlaces(also_text).require_found("source 1")
