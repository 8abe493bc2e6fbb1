"""Numbers that lost their last digits: told by a column, never by one number alone."""

from __future__ import annotations

from itertools import islice
from random import Random, SystemRandom
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cleartext.batches import PHONE, batch

from eenmalig.cleartext.numbers.number import normalize
from eenmalig.cleartext.selecting import intake
from eenmalig.cleartext.selecting.intake import Export
from eenmalig.cleartext.selecting.round_numbers import judged
from eenmalig.cleartext.selecting.selection import Chosen, Selection
from eenmalig.cleartext.sources import Locator, RawValue
from eenmalig.cleartext.vault.cells import Cells, cells
from eenmalig.domain.counting import Exclusion, Refusal, SetAside, Tally
from eenmalig.domain.place import Place
from eenmalig.domain.source_rules import SourceRules
from rehearsal import numbers
from rehearsal.spellings import EVERYWHERE, spelled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    Mobiles = Callable[[int], list[str]]

NL = ("NL",)


def exact(count: int, seed: int = 0) -> list[str]:
    """Return mobiles that are not round by chance."""
    rng = Random(seed) if seed else SystemRandom()
    plain = (mobile for mobile in numbers.mobiles(rng) if not mobile.endswith("00"))
    return list(islice(plain, count))


def lossy(count: int, zeros: int) -> list[str]:
    """Return different mobiles that lost so many of their last digits and no more."""
    beginnings = dict.fromkeys(mobile[:-zeros] for mobile in exact(40 * count))
    whole = [begin for begin in beginnings if not begin.endswith("0")]
    return [begin + "0" * zeros for begin in whole][:count]


def as_floats(count: int, code: int = 31) -> list[str]:
    """Return mobiles as a program leaves them that keeps numbers, after ``code``, in 32 bits."""
    drawn = (int(mobile.removeprefix("+31")) for mobile in numbers.mobiles(SystemRandom()))
    before = code * 10**9
    kept = (f"+31{int(np.float32(before + number)) - before}" for number in drawn)
    valid = (each for each in kept if normalize(each, PHONE).e164 and not each.endswith("000"))
    return list(islice(dict.fromkeys(islice(valid, 4 * count)), count))


def chosen(*batches: Cells, listed: Sequence[str] = ()) -> Chosen:
    asked = Selection(max(each.position for each in batches), NL)
    for each in batches:
        asked.add(each)
    asked.exclude(batch("privileged", 1, listed))
    return asked.chosen()


def in_columns(texts: Sequence[tuple[str, int]]) -> Cells:
    """Return a table of source 1: each text with the column that it stands in."""
    values = [
        RawValue(text, PHONE, owner=False, locator=Locator(None, row, column))
        for row, (text, column) in enumerate(texts, start=1)
    ]
    return cells("source", 1, values, [None] * len(values))


@pytest.mark.parametrize("zeros", [5, 6, 7])
@pytest.mark.parametrize("count", [1, 2, 4])
def test_few_numbers_that_end_in_five_zeros_lost_digits(zeros: int, count: int) -> None:
    selected = chosen(batch("source", 1, lossy(count, zeros)))
    assert selected.tallies[1].refused == {Refusal.LOST_DIGITS: count}
    assert selected.numbers == []


@pytest.mark.parametrize("zeros", [3, 4])
def test_a_column_that_shares_a_tail_of_zeros_lost_digits_there(zeros: int) -> None:
    few, plain = lossy(3, zeros), exact(20)
    selected = chosen(batch("source", 1, [*few, *plain]))
    assert selected.tallies[1].refused == {Refusal.LOST_DIGITS: 3}
    assert set(selected.numbers) == set(plain)


def test_fewer_than_a_tenth_or_three_may_end_in_three_zeros_by_chance() -> None:
    for few, others in ((lossy(3, 3), 40), (lossy(2, 4), 2)):
        assert len(chosen(batch("source", 1, [*few, *exact(others)])).numbers) == len(few) + others


@pytest.mark.parametrize(("code", "count"), [(31, 2), (31, 4), (0, 4), (0, 40)])
def test_a_column_of_floats_of_32_bits_lost_digits(code: int, count: int) -> None:
    selected = chosen(batch("source", 1, as_floats(count, code=code)))
    assert selected.tallies[1].refused == {Refusal.LOST_DIGITS: count}
    assert selected.numbers == []


@pytest.mark.parametrize(("code", "count", "others"), [(31, 3, 20), (0, 20, 15)])
def test_of_a_column_with_such_floats_only_they_lost_digits(
    code: int, count: int, others: int
) -> None:
    plain = [mobile for mobile in exact(2 * others) if int(mobile) % 64][:others]
    selected = chosen(batch("source", 1, [*as_floats(count, code=code), *plain]))
    assert selected.tallies[1].refused == {Refusal.LOST_DIGITS: count}
    assert set(selected.numbers) == set(plain)


def test_as_many_multiples_as_chance_gives_lost_nothing() -> None:
    for few, others in ((as_floats(1), 0), (as_floats(2), 1), (as_floats(3), 40)):
        plain = [mobile for mobile in exact(2 * others) if int(mobile) % 64][:others]
        assert len(chosen(batch("source", 1, [*few, *plain])).numbers) == len(few) + others
    few = [each for each in as_floats(40, code=0) if int(each) % 2**11][:3]
    assert len(chosen(batch("source", 1, few)).numbers) == 3


def test_a_number_repeated_is_one_number() -> None:
    (one,) = lossy(1, 3)
    spellings = [spelled(one, SystemRandom()) for _ in range(9)]
    assert len(chosen(batch("source", 1, spellings)).numbers) == 1


def test_one_round_number_alone_among_many_is_set_aside_and_two_lost_digits() -> None:
    plain = exact(8)
    for count, refused, aside in ((1, {}, {SetAside.ROUND: 1}), (2, {Refusal.LOST_DIGITS: 2}, {})):
        selected = chosen(batch("source", 1, [*plain, *lossy(count, 5)]))
        assert (selected.tallies[1].refused, selected.tallies[1].set_aside) == (refused, aside)
        assert set(selected.numbers) == set(plain)


def test_each_column_speaks_for_itself() -> None:
    lost, plain, alone = lossy(3, 4), exact(30), lossy(1, 6)
    texts = [*[(text, 1) for text in lost], *[(text, 2) for text in (*plain, *alone)]]
    tally = chosen(in_columns(texts)).tallies[1]
    assert tally.refused == {Refusal.LOST_DIGITS: 3}
    assert tally.set_aside == {SetAside.ROUND: 1}
    assert tally.recipients == 30


def test_what_lost_digits_in_one_place_is_set_aside_in_every_other() -> None:
    lost = lossy(3, 3)
    selected = chosen(batch("source", 1, lost), batch("source", 2, [lost[0], *exact(50)]))
    assert selected.tallies[2].set_aside == {SetAside.ROUND: 1}
    assert len(selected.numbers) == 50


def test_a_person_may_decide_to_text_a_round_number_and_never_one_that_lost_digits(
    tmp_path: Path,
) -> None:
    plain = exact(8)
    decided = SourceRules(also_text={SetAside.ROUND: [Place(None, 10, 1)]})
    for extra, count, rules in (
        (lossy(1, 5), 9, decided),
        (lossy(1, 5), 8, SourceRules(also_text={SetAside.ROUND: [Place(None, 9, 1)]})),
        (lossy(1, 5), 9, SourceRules(also_text={SetAside.ROUND: None})),
        (lossy(2, 5), 8, SourceRules(also_text={SetAside.ROUND: None})),
        (lossy(1, 5), 0, SourceRules(frozenset({SetAside.CONTACTS}), also_text=decided.also_text)),
    ):
        path = tmp_path / "source.csv"
        path.write_text("\n".join(["telefoon", *plain, *extra]))
        export = Export(path, "source", 1, rules=rules)
        batches = list(intake.read(export, tmp_path, None, NL))
        assert len(chosen(*batches).numbers) == count


def test_a_round_number_that_is_set_aside_already_stays_so() -> None:
    for reason in (SetAside.FAMILY, SetAside.CONTACTS):
        source = batch("source", 1, lossy(1, 5), set_aside=reason)
        selected = chosen(batch("source", 1, exact(9)), source)
        assert selected.tallies[1].set_aside == {reason: 1}


def test_an_owner_s_number_without_its_digits_stays_the_owner_s() -> None:
    lost = lossy(3, 5)
    values = [RawValue(text, PHONE, owner=True, locator=Locator(None, 1, 1)) for text in lost]
    own = cells("source", 1, values, [None] * 3)
    selected = chosen(own, batch("source", 2, [*exact(20), lost[0]]))
    assert selected.tallies[2].excluded == {Exclusion.OWNER: 1}


def test_on_a_list_it_excludes_whom_it_says_and_is_told_as_unreadable(mobile: str) -> None:
    lost = lossy(2, 5)
    asked = Selection(1, NL)
    asked.add(batch("source", 1, [*exact(9), lost[0]]))
    asked.exclude(batch("privileged", 1, [mobile, *lost]))
    assert asked.chosen().tallies[1].excluded == {Exclusion.PRIVILEGED: 1}
    assert (asked.listed, asked.unreadable) == (1, 2)
    assert asked.unreadable_entries()[1].places.tolist() == [[0, 2, 1], [0, 3, 1]]


def test_telephones_that_are_never_texted_may_end_in_zeros_on_a_list() -> None:
    asked = Selection(1, NL)
    asked.exclude(batch("authority", 1, [f"0{area} 5{0:06d}" for area in (10, 20, 30, 70)]))
    assert (asked.listed, asked.unreadable) == (4, 0)


drawn = st.lists(
    st.tuples(st.integers(0, 2**16), st.integers(0, 8), st.integers(1, 3), st.integers(1, 2)),
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(drawn)
def test_no_number_that_lost_five_digits_is_ever_a_recipient_and_all_is_counted(
    draws: list[tuple[int, int, int, int]],
) -> None:
    sources: dict[int, list[RawValue]] = {1: [], 2: []}
    for seed, zeros, column, source in draws:
        rng = Random(seed)
        mobile = next(numbers.mobiles(rng))
        text = spelled(mobile[: len(mobile) - zeros] + "0" * zeros, rng, EVERYWHERE)
        where = Locator(None, len(sources[source]) + 1, column)
        sources[source].append(RawValue(text, PHONE, owner=False, locator=where))
    batches = [cells("source", n, each, [None] * len(each)) for n, each in sources.items()]
    selected = chosen(*batches)
    total = Tally()
    for tally in selected.tallies.values():
        total.add(tally)
    total.check()
    assert total.read == len(draws)
    assert not [number for number in selected.numbers if number.endswith("00000")]


@settings(max_examples=60, deadline=None)
@given(drawn, st.integers(3, 8))
def test_more_numbers_without_their_digits_make_no_recipient_of_any(
    draws: list[tuple[int, int, int, int]], more: int
) -> None:
    plain = [next(numbers.mobiles(Random(seed))) for seed, *_ in draws]
    lost = lossy(more, 5)
    before = set(chosen(batch("source", 1, plain)).numbers)
    after = set(chosen(batch("source", 1, [*plain, *lost])).numbers)
    assert after <= before


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 2**16), max_size=12), st.integers(4, 8), st.sampled_from([31, 0]))
def test_a_column_of_floats_beside_another_makes_no_recipient_and_all_is_counted(
    seeds: list[int], count: int, code: int
) -> None:
    plain = [next(numbers.mobiles(Random(seed))) for seed in seeds]
    lost = as_floats(count, code=code)
    selected = chosen(in_columns([*((each, 1) for each in plain), *((each, 2) for each in lost)]))
    assert set(selected.numbers) <= set(plain)
    assert selected.tallies[1].read == len(plain) + len(lost)


def test_a_long_column_may_hold_as_many_round_numbers_as_chance_gives() -> None:
    every = np.arange(31_610_000_001, 31_610_200_001, dtype=np.int64)
    columns = np.ones((len(every), 2), dtype=np.int32)
    told = judged(every, columns)
    assert (told.lost.sum(), told.doubtful.sum()) == (0, 2)
    assert repr(told) == "Judged(0 lost, 2 doubtful)"


def test_neither_none_nor_nothing_is_round() -> None:
    for count in (0, 5):
        told = judged(np.zeros(count, dtype=np.int64), np.ones((count, 3), dtype=np.int32))
        assert not told.lost.any()
        assert not told.doubtful.any()
