"""Totals by week become cells: nothing small, nothing lost, nothing told twice."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.domain.counting import SMALL_CELL
from eenmalig.domain.effect_added import added
from eenmalig.domain.effect_cells import (
    Cell,
    current,
    is_over,
    merged,
    monday,
    week_after,
    week_of,
    weeks,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

CALLS = "gesprekken"
FIRST = "2026-W50"


def by_week(numbers: Sequence[int], first: str = FIRST) -> dict[str, int]:
    totals = {}
    for number in numbers:
        totals[first] = number
        first = week_after(first)
    return totals


def covered(cells: Sequence[Cell]) -> list[str]:
    return [week for cell in cells for week in weeks(cell.first, cell.last)]


NUMBERS = st.lists(st.integers(0, 12), max_size=30)


@given(NUMBERS, st.booleans())
def test_no_cell_is_small_and_nothing_is_lost(numbers: list[int], final: bool) -> None:  # noqa: FBT001 - drawn
    totals = by_week(numbers)
    cells, waits_from = merged(CALLS, totals, final=final)
    waiting = [week for week in totals if waits_from and week >= waits_from]
    assert covered(cells) + waiting == list(totals)
    assert all(cell.number is None or cell.number >= SMALL_CELL for cell in cells)
    told = [cell for cell in cells if cell.number is not None]
    if len(told) == len(cells):
        left = sum(totals[week] for week in waiting)
        assert sum(cell.number or 0 for cell in told) + left == sum(numbers)
        assert left < SMALL_CELL
    else:
        assert cells == [Cell(CALLS, min(totals), max(totals), None)]
        assert sum(numbers) < SMALL_CELL
    assert not (final and waiting)


@given(NUMBERS, st.integers(0, 30), st.integers(0, 30))
def test_what_is_recorded_in_two_goes_is_as_in_one(
    numbers: list[int], split: int, sent: int
) -> None:
    sent_week = week_of(date.fromordinal(monday(FIRST).toordinal() + 7 * sent))
    totals = by_week(numbers)
    earlier = dict(list(totals.items())[:split])
    first = added(CALLS, [], earlier, sent_week, final=False)
    then = added(CALLS, first.new.cells, totals, sent_week, final=False)
    again = added(CALLS, [*first.new.cells, *then.new.cells], totals, sent_week, final=False)
    assert first.wrong == then.wrong == again.wrong == []
    assert then.other == again.other == again.new.cells == []
    cells = [*first.new.cells, *then.new.cells]
    assert covered(cells) == list(totals)[: len(covered(cells))]
    for cell in cells:
        assert cell.last < sent_week or cell.first >= sent_week
        assert cell.number is None or cell.number >= SMALL_CELL


def test_before_and_after_sending_are_never_one_total() -> None:
    found = added(CALLS, [], by_week([2, 2, 2, 9]), week_after(week_after(FIRST)), final=False)
    assert found.new.cells == [
        Cell(CALLS, FIRST, "2026-W51", None),
        Cell(CALLS, "2026-W52", "2026-W53", 11),
    ]


@pytest.mark.parametrize(
    ("totals", "told"),
    [
        (by_week([5], "2026-W48"), "week 2026-W48 is before the first on record, 2026-W50"),
        (by_week([5], "2027-W01"), "week 2026-W52 is missing; is it 0, write 0"),
        (
            by_week([5]),
            "2026-W50 to 2026-W51 is one total on record: give all its weeks, or none",
        ),
    ],
)
def test_weeks_that_do_not_fit_those_on_record_are_told(totals: dict[str, int], told: str) -> None:
    known = [Cell(CALLS, FIRST, "2026-W51", 6)]
    assert told in added(CALLS, known, totals, FIRST, final=False).wrong


def test_a_week_that_is_left_out_is_told() -> None:
    totals = {"2026-W50": 5, "2026-W52": 5}
    wrong = added(CALLS, [], totals, FIRST, final=False).wrong
    assert wrong == ["week 2026-W51 is missing; is it 0, write 0"]


def test_another_total_of_the_same_weeks_is_told_apart_and_replaces_the_first() -> None:
    known = [Cell(CALLS, FIRST, "2026-W51", 8)]
    found = added(CALLS, known, by_week([1, 2]), FIRST, final=False)
    assert found.other == [Cell(CALLS, FIRST, "2026-W51", None)]
    assert current([*known, *found.other]) == {CALLS: found.other}


def test_a_week_ends_on_sunday_in_the_netherlands() -> None:
    assert not is_over("2026-W49", datetime(2026, 12, 6, 22, 59, tzinfo=UTC))
    assert is_over("2026-W49", datetime(2026, 12, 6, 23, 0, tzinfo=UTC))


@pytest.mark.parametrize("text", ["", "2026-49", "2026-W00", "2025-W53", "2026-W49-1", "2026W49"])
def test_what_is_no_week_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        monday(text)


def test_years_have_fifty_two_weeks_or_fifty_three() -> None:
    assert week_after("2026-W53") == "2027-W01"
    assert week_after("0001-W01") == "0001-W02"
    assert list(weeks("2025-W52", "2026-W02")) == ["2025-W52", "2026-W01", "2026-W02"]
