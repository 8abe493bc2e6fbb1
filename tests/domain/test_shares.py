"""Shares of a source, as a person reads them."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from eenmalig.domain.counting import Exclusion, Refusal, SetAside, Tally
from eenmalig.domain.shares import Shares, shares


def test_empty_fields_are_no_values_and_contacts_are_set_aside_too() -> None:
    tally = Tally(
        read=20,
        refused=Counter({Refusal.EMPTY: 10, Refusal.FOREIGN: 2}),
        excluded=Counter({Exclusion.OWNER: 1, Exclusion.SUSPECTS: 1}),
        set_aside=Counter({SetAside.CONTACTS: 3, SetAside.WORK: 1}),
        recipients=2,
    )
    tally.check()
    assert shares(tally) == Shares(values=10, foreign=2, owner=1, contacts=3, set_aside=4)


@given(st.integers(0, 10**6), st.integers(0, 10**6))
def test_a_few_are_never_rounded_to_none_nor_nearly_all_to_all(some: int, more: int) -> None:
    told = Shares(some + more, some, 0, 0, 0).percentages()["foreign"]
    assert (told == "0%") is (some == 0)
    assert (told == "100%") is (more == 0 and some > 0)
