"""Shares in whole per cent: they add up, and none is off by a whole per cent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.domain.parts_of_a_hundred import parts_of_a_hundred

COUNTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=8)


@given(COUNTS)
def test_shares_add_up_and_each_is_its_own_rounded_down_or_up(counts: list[int]) -> None:
    shares, total = parts_of_a_hundred(counts), sum(counts)
    assert sum(shares) == (100 if total else 0)
    assert all(
        abs(share * total - 100 * n) < total or not total
        for share, n in zip(shares, counts, strict=True)
    )


@pytest.mark.parametrize(
    ("counts", "shares"),
    [([1, 1, 1], [34, 33, 33]), ([0, 0], [0, 0]), ([481, 29, 15, 0], [92, 5, 3, 0]), ([7], [100])],
)
def test_the_largest_remainders_are_rounded_up(counts: list[int], shares: list[int]) -> None:
    assert parts_of_a_hundred(counts) == shares
