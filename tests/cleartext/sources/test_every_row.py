"""A number that takes part in every call of a table is set aside, whatever the table says."""

from __future__ import annotations

import time
import tracemalloc
from collections import deque
from itertools import combinations, islice
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cleartext.sources.builders.texted import texted

from eenmalig.cleartext.selecting.set_aside import Judge
from eenmalig.cleartext.sources import RawValue
from eenmalig.cleartext.sources.tables.every_row import marked
from eenmalig.cleartext.sources.tables.header import find_header
from eenmalig.cleartext.sources.values import FieldKind, Locator
from eenmalig.domain.counting import SetAside
from eenmalig.domain.source_rules import SourceRules
from rehearsal import numbers as drawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from eenmalig.cleartext.sources.tables.columns import Header

    Reading = Callable[..., list[RawValue]]
    Mobiles = Callable[[int], list[str]]

LABELS = ["Van;Naar", "Telefoonnummer afzender;Telefoonnummer ontvanger"]

CONTACTS = ["Telefoonnummer;Telefoonnummer contact", "Telefoon;Contact telefoon"]

# What a cell may hold, from a number and its digits, beside what is none.
CELLS = ("{0}", "0{1}", "0031{1}", "", "anoniem", "112")


def table(labels: str, pairs: list[tuple[str, str]]) -> bytes:
    return "\n".join((labels, *map(";".join, pairs))).encode()


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize("many", [1, 100])
def test_who_is_in_every_row_is_set_aside_once_and_everywhere(
    labels: str, many: int, reading: Reading, mobiles: Mobiles
) -> None:
    own, *others = mobiles(4)
    spelled = f"0{own.removeprefix('+31')}"
    pairs = [(own, others[0]), (others[1], spelled), (own, others[2]), (own, "anoniem")] * many
    values = reading(table(labels, pairs))
    reasons = Judge(SourceRules(), None).reasons(values)
    assert reasons.count(SetAside.OWN_NUMBER) == 1
    assert (texted(values), len(values)) == (set(others), 2 * len(pairs))
    decided = SourceRules(also_text={SetAside.OWN_NUMBER: None})
    assert not any(Judge(decided, None).reasons(values))


def test_rows_without_a_number_do_not_matter(reading: Reading, mobiles: Mobiles) -> None:
    own, *others = mobiles(4)
    pairs = [("anoniem", ""), *((own, other) for other in others), ("", "112"), ("x", "")]
    values = reading(table("Van;Naar", pairs))
    assert texted(values) == set(others)
    assert [value.probably_own for value in values].count(True) == 1


@pytest.mark.parametrize("labels", LABELS)
@pytest.mark.parametrize(
    "pairs",
    [
        [(0, 1), (0, 2)],
        [(0, 1), (1, 0), (0, 1), (0, 1)],
        [(0, 1), (2, 0), (0, 3), (1, 2)],
        [(0, 1), (2, 3), (0, 3)],
    ],
)
def test_two_rows_one_pair_or_a_row_without_it_tell_nothing(
    labels: str, pairs: list[tuple[int, int]], reading: Reading, mobiles: Mobiles
) -> None:
    numbers = mobiles(4)
    values = reading(table(labels, [(numbers[a], numbers[b]) for a, b in pairs]))
    assert not any(value.probably_own for value in values)
    assert [value.text for value in values] == [numbers[at] for pair in pairs for at in pair]


def test_columns_of_one_customer_are_no_sides(reading: Reading, mobiles: Mobiles) -> None:
    same, *others = mobiles(4)
    values = reading(table("Telefoon;Telefoon 2", [(same, other) for other in others]))
    assert texted(values) == {same, *others}


@pytest.mark.parametrize("labels", CONTACTS)
def test_beside_the_telephone_of_a_contact_the_own_one_shows(
    labels: str, reading: Reading, mobiles: Mobiles
) -> None:
    own, *others = mobiles(4)
    assert texted(reading(table(labels, [(own, other) for other in others]))) == set(others)


@pytest.mark.parametrize("labels", [*LABELS, *CONTACTS])
def test_of_two_numbers_that_are_in_every_row_by_turns_neither_is_texted(
    labels: str, reading: Reading, mobiles: Mobiles
) -> None:
    one, two, *others = mobiles(42)
    pairs = [((one, two)[at % 2], other) for at, other in enumerate(others)]
    values = reading(table(labels, pairs))
    assert (texted(values), len(values)) == (set(others), 2 * len(pairs))
    assert texted(reading(table(labels, pairs[:3]))) == {one, two, *others[:3]}


def header_of(labels: Sequence[str], cells: Sequence[str]) -> Header:
    found = find_header([labels, cells], ())
    assert found is not None
    return found


def values_in(rows: Iterable[Sequence[str]]) -> Iterator[RawValue]:
    """Yield the cells of a table as its reader does."""
    for number, row in enumerate(rows, start=2):
        for place, cell in enumerate(row, start=1):
            yield RawValue(cell, FieldKind.PHONE, owner=False, locator=Locator(None, number, place))


@settings(max_examples=60)
@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 3), st.sampled_from(CELLS)), min_size=2, max_size=2),
        max_size=7,
    ),
    st.integers(0, 2**32),
)
def test_nothing_but_the_one_number_of_all_rows_is_left_out_and_no_value_is_lost(
    pairs: list[list[tuple[int, str]]], seed: int
) -> None:
    numbers = list(islice(drawn.mobiles(Random(seed)), 4))
    rows = [
        [spelling.format(numbers[who], numbers[who][3:]) for who, spelling in pair]
        for pair in pairs
    ]
    values = list(values_in(rows))
    told = list(marked(values, header_of(["Van", "Naar"], numbers[:2])))
    unmarked = [value._replace(probably_own=False) for value in told]
    assert sorted(unmarked, key=lambda value: value.locator[1:]) == values
    of_rows = [texted(values_in([row])) for row in rows]
    with_numbers = [of_row for of_row in of_rows if of_row]
    in_all = covers(with_numbers, 1) or covers(with_numbers, 2)
    enough = len(in_all) == 1 and len(with_numbers) > 1 + len(in_all[0])
    of_some = in_all[0] if enough and len(texted(values)) > 1 + len(in_all[0]) else set()
    assert texted(values) - texted(told) == of_some


def covers(of_rows: list[set[str]], size: int) -> list[set[str]]:
    """Return the sets of so many numbers of which each row has one."""
    known = sorted(set[str]().union(*of_rows))
    chosen = [set(few) for few in combinations(known, size)]
    return [few for few in chosen if all(few & of_row for of_row in of_rows)]


def test_neither_memory_nor_time_grows_faster_than_the_table(mobiles: Mobiles) -> None:
    own, *others = mobiles(20_001)
    header = header_of(["Van", "Naar"], [own, own])

    def seconds(rows: int) -> float:
        began = time.process_time()
        deque(marked(values_in((own, other) for other in islice(others, rows)), header), maxlen=0)
        return time.process_time() - began

    assert min(seconds(20_000) for _ in range(2)) < 30 * min(seconds(2000) for _ in range(5))
    peaks = []
    for rows in (2000, 20_000):
        tracemalloc.start()
        seconds(rows)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < 1.5 * peaks[0]


def test_a_wide_header_costs_no_more_than_its_width() -> None:
    def seconds(width: int) -> float:
        head = ["Telefoon"] * width + [""] * width
        began = time.process_time()
        assert find_header([head], ()) is not None
        return time.process_time() - began

    assert min(seconds(2000) for _ in range(2)) < 20 * min(seconds(200) for _ in range(3))
