"""Counting: nothing is lost in silence, and small cells are not told per source."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.domain.counting import Exclusion, Outcomes, Refusal, SetAside, Tally
from eenmalig.errors import Code, EenmaligError

SMALL = st.integers(0, 40)
OUTCOMES = ("delivered", "failed", "unknown", "not_sent")


@st.composite
def tallies(draw: st.DrawFn) -> Tally:
    """A tally in which every candidate read has one fate."""
    tally = Tally(duplicates=draw(SMALL), recipients=draw(SMALL))
    tally.refused.update(draw(st.dictionaries(st.sampled_from(Refusal), SMALL)))
    tally.excluded.update(draw(st.dictionaries(st.sampled_from(Exclusion), SMALL)))
    tally.set_aside.update(draw(st.dictionaries(st.sampled_from(SetAside), SMALL)))
    by_reason = tally.refused.total() + tally.excluded.total() + tally.set_aside.total()
    tally.read = by_reason + tally.duplicates + tally.recipients
    return tally


def cells(kept: dict[str, Any]) -> list[int | str]:
    """Every count in what is kept."""
    found: list[int | str] = []
    for value in kept.values():
        found += value.values() if isinstance(value, dict) else [value]
    return found


@given(tallies())
def test_a_tally_in_which_everything_is_accounted_for_passes(tally: Tally) -> None:
    tally.check()


@given(tallies(), st.integers(-40, 40).filter(bool))
def test_one_candidate_too_many_or_too_few_fails(tally: Tally, difference: int) -> None:
    with pytest.raises(EenmaligError) as caught:
        replace(tally, read=tally.read + difference).check()
    assert caught.value.code is Code.COUNTS_DO_NOT_ADD_UP


@given(tallies(), st.sampled_from(["refused", "excluded", "set_aside"]))
def test_a_reason_counted_twice_fails(tally: Tally, kind: str) -> None:
    getattr(tally, kind).update({"odd": 1})
    with pytest.raises(EenmaligError):
        tally.check()


@given(st.lists(tallies(), max_size=4))
def test_the_sources_add_up_to_the_whole(sources: list[Tally]) -> None:
    whole = Tally()
    for each in sources:
        whole.add(each)
    whole.check()
    assert whole.read == sum(each.read for each in sources)
    for kind in ("refused", "excluded", "set_aside"):
        added: Counter[str] = Counter()
        for each in sources:
            added.update(getattr(each, kind))
        assert getattr(whole, kind) == +added


@given(tallies())
def test_no_cell_of_a_source_tells_one_to_four_people(tally: Tally) -> None:
    exact, kept = cells(tally.totals()), cells(tally.per_source())
    assert [each if not 0 < int(each) < 5 else "<5" for each in exact] == kept


@pytest.mark.parametrize(
    ("count", "kept"), [(0, 0), (1, "<5"), (4, "<5"), (5, 5), (6, 6), (500, 500)]
)
def test_under_five_is_told_as_under_five_and_nothing_else_is(count: int, kept: int | str) -> None:
    tally = Tally(read=count, recipients=count, excluded=Counter({Exclusion.HEALTH: count}))
    held: dict[str, Any] = tally.per_source()
    assert (held["recipients"], held["excluded"]["health"]) == (kept, kept)


def test_the_totals_of_a_campaign_stay_exact() -> None:
    tally = Tally(read=4, recipients=1, duplicates=2, refused=Counter({Refusal.EMPTY: 1}))
    assert tally.totals() == {
        "read": 4,
        "refused": {"empty": 1},
        "excluded": {},
        "set_aside": {},
        "duplicates": 2,
        "recipients": 1,
    }


@given(st.lists(SMALL, min_size=4, max_size=4))
def test_outcomes_that_add_up_pass(counts: list[int]) -> None:
    Outcomes(sum(counts), *counts).check()


@given(st.lists(SMALL, min_size=4, max_size=4), st.sampled_from(OUTCOMES))
def test_a_recipient_with_two_outcomes_fails(counts: list[int], twice: str) -> None:
    sound = Outcomes(sum(counts), *counts)
    with pytest.raises(EenmaligError) as caught:
        replace(sound, **{twice: getattr(sound, twice) + 1}).check()
    assert caught.value.code is Code.COUNTS_DO_NOT_ADD_UP


@given(st.lists(SMALL, min_size=4, max_size=4))
def test_a_recipient_without_an_outcome_fails(counts: list[int]) -> None:
    with pytest.raises(EenmaligError):
        Outcomes(sum(counts) + 1, *counts).check()
