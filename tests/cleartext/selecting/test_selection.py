from __future__ import annotations

from collections import Counter
from itertools import islice
from random import Random, SystemRandom
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.cleartext.batches import PHONE, UNLABELLED, batch, mixed

from eenmalig.cleartext.selecting import selection
from eenmalig.cleartext.selecting.selection import Chosen, OpenCampaign, Selection
from eenmalig.cleartext.vault.seal import recipient_ref
from eenmalig.domain.counting import Exclusion, Refusal, SetAside, Tally
from eenmalig.errors import Code, EenmaligError
from rehearsal import numbers
from rehearsal.spellings import EVERYWHERE, spelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.numbers.number import FieldKind

NL = ("NL",)
POOL = list(islice(numbers.mobiles(SystemRandom()), 12))
JUNK = ("", " ", "onbekend", "3.16123E+10", "069" + "1234567", "010-2345678", "112", "0800-1234")
texts = st.one_of(
    st.tuples(st.sampled_from(range(len(POOL))), st.integers(0, 2**16)).map(
        lambda drawn: spelled(POOL[drawn[0]], Random(drawn[1]), EVERYWHERE)
    ),
    st.sampled_from(JUNK),
    st.tuples(st.sampled_from(POOL), st.sampled_from(POOL)).map(" / ".join),
    st.text(max_size=15),
)
reasons = st.one_of(st.none(), st.none(), st.sampled_from(SetAside))
rows = st.lists(
    st.tuples(
        texts, st.sampled_from([PHONE, UNLABELLED]), st.integers(0, 9).map(bool), reasons
    ).map(lambda drawn: (drawn[0], drawn[1], not drawn[2], drawn[3]))
)
Row = tuple[str, "FieldKind", bool, SetAside | None]


def chosen(sources: list[list[Row]], listed: list[str]) -> Chosen:
    asked = Selection(len(sources), NL)
    for position, source in enumerate(sources, start=1):
        asked.add(mixed(position, source))
    asked.exclude(batch("privileged", 1, listed))
    selected = asked.chosen()
    assert len(selected.numbers) == len(set(selected.numbers))
    return selected


def plain(*texts: str) -> list[Row]:
    return [(text, PHONE, False, None) for text in texts]


@settings(max_examples=40, deadline=None)
@given(
    sources=st.lists(rows, min_size=1, max_size=3),
    listed=st.lists(st.sampled_from(POOL), max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_whatever_the_mix_all_is_counted_once_and_order_decides_nothing(
    sources: list[list[Row]], listed: list[str], order: Random
) -> None:
    first = chosen(sources, listed)
    total = Tally()
    for tally in first.tallies.values():
        total.add(tally)
    total.check()
    assert total.recipients == len(first.numbers)
    assert not set(first.numbers) & set(listed)
    turned = [order.sample(source, len(source)) for source in reversed(sources)]
    again = chosen(turned, order.sample(listed, len(listed)))
    assert set(again.numbers) == set(first.numbers)
    assert sum(tally.read for tally in again.tallies.values()) == total.read


@settings(max_examples=40, deadline=None)
@given(st.lists(rows, min_size=1, max_size=3))
def test_no_owner_and_nobody_who_is_set_aside_everywhere_is_a_recipient(
    sources: list[list[Row]],
) -> None:
    recipients = set(chosen(sources, []).numbers)
    for text, field, owner, reason in (row for source in sources for row in source):
        alone = set(chosen([[(text, field, False, None)]], []).numbers)
        if owner or (reason is not None and reason.everywhere):
            assert not alone & recipients


def test_one_number_in_many_spellings_and_sources_is_one_recipient(mobile: str) -> None:
    rng = SystemRandom()
    sources = [plain(*[spelled(mobile, rng, EVERYWHERE)] * 5) for _ in range(3)]
    selected = chosen(sources, [])
    assert selected.numbers == [mobile]
    assert [tally.recipients for tally in selected.tallies.values()] == [1, 0, 0]
    assert [tally.duplicates for tally in selected.tallies.values()] == [4, 5, 5]


def test_two_numbers_in_one_cell_are_two_candidates(mobile: str, other: str) -> None:
    selected = chosen([plain(f"{mobile}; {other}")], [])
    assert set(selected.numbers) == {mobile, other}
    assert selected.tallies[1].read == 2


def test_refused_comes_before_excluded_before_set_aside_before_duplicate(
    mobile: str, other: str
) -> None:
    source: list[Row] = [
        ("", PHONE, True, SetAside.FAMILY),
        (mobile, PHONE, False, SetAside.FAMILY),
        (other, PHONE, False, SetAside.CONTACTS),
        (other, PHONE, False, None),
        (other, PHONE, False, None),
    ]
    tally = chosen([source], [mobile]).tallies[1]
    assert tally.refused == {Refusal.EMPTY: 1}
    assert tally.excluded == {Exclusion.PRIVILEGED: 1}
    assert tally.set_aside == {SetAside.CONTACTS: 1}
    assert (tally.duplicates, tally.recipients) == (1, 1)


def test_an_owner_s_number_is_the_owner_s_in_every_source_and_spelling(mobile: str) -> None:
    own: list[Row] = [(mobile, PHONE, True, None)]
    selected = chosen([plain(f"0{mobile[3:]}"), own], [mobile])
    assert selected.numbers == []
    assert [tally.excluded for tally in selected.tallies.values()] == [{Exclusion.OWNER: 1}] * 2


@pytest.mark.parametrize("reason", SetAside)
def test_what_speaks_against_a_number_counts_everywhere_and_lack_of_ground_only_there(
    reason: SetAside, mobile: str
) -> None:
    selected = chosen([plain(mobile), [(mobile, PHONE, False, reason)]], [])
    assert selected.tallies[2].set_aside == {reason: 1}
    if reason.everywhere:
        assert selected.tallies[1].set_aside == {reason: 1}
        assert selected.numbers == []
    else:
        assert selected.numbers == [mobile]


def test_a_listed_number_is_excluded_in_any_spelling_with_its_first_category(
    mobiles: Callable[[int], list[str]],
) -> None:
    rng = SystemRandom()
    categories = [category for category in Exclusion if category is not Exclusion.OPEN_ELSEWHERE]
    wanted = mobiles(len(categories))
    asked = Selection(1, NL)
    asked.add(batch("source", 1, wanted))
    for category, number in zip(categories, wanted, strict=True):
        asked.exclude(batch(category, 1, [spelled(number, rng, EVERYWHERE)]))
    asked.exclude(batch("other", 9, wanted))
    selected = asked.chosen()
    assert selected.numbers == []
    assert selected.tallies[1].excluded == Counter(categories)


def test_a_landline_may_stand_on_a_list_and_what_is_no_number_is_counted() -> None:
    asked = Selection(1, NL)
    asked.exclude(batch("authority", 1, ["020-5551234", "geen", "", "zie notitie"]))
    assert (asked.listed, asked.unreadable) == (1, 2)


def test_of_each_list_it_is_known_where_the_first_entries_stand_that_are_no_number(
    mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eenmalig.cleartext.selecting.unreadable.MOST_PLACES", 3)
    asked = Selection(1, NL)
    asked.exclude(batch("privileged", 1, [mobile, ""]))
    asked.exclude(batch("opted_out", 2, ["geen", mobile, "zie notitie"]))
    asked.exclude(batch("opted_out", 2, ["?", "geen"]))
    (told,) = asked.unreadable_entries().items()
    position, unreadable = told
    assert (position, unreadable.count) == (2, 4)
    assert unreadable.places.tolist() == [[0, 1, 1], [0, 3, 1], [0, 1, 1]]
    assert asked.unreadable == 4


def test_who_is_in_an_open_campaign_is_excluded_under_that_campaign_s_own_key(
    mobile: str, other: str
) -> None:
    key = b"k" * 32
    asked = Selection(1, NL)
    asked.add(batch("source", 1, [mobile, other]))
    asked.exclude_open([OpenCampaign(key, frozenset({recipient_ref(mobile, key)}))])
    selected = asked.chosen()
    assert selected.numbers == [other]
    assert selected.tallies[1].excluded == {Exclusion.OPEN_ELSEWHERE: 1}


def test_of_a_list_nothing_is_held_but_what_stands_in_a_source(
    mobile: str, mobiles: Callable[[int], list[str]]
) -> None:
    listed = mobiles(500)
    asked = Selection(1, NL)
    asked.add(batch("source", 1, [mobile]))
    asked.exclude(batch("privileged", 1, [*listed, mobile]))
    in_memory = repr(vars(asked))
    assert mobile[1:] in in_memory
    assert not [number for number in listed if number[1:] in in_memory]
    assert asked.listed == 501


def test_where_each_refused_and_set_aside_candidate_stood_is_kept(mobile: str) -> None:
    source: list[Row] = [
        ("", PHONE, False, None),
        (mobile, PHONE, False, SetAside.WORK),
        ("onbekend", PHONE, False, None),
        (mobile, PHONE, False, None),
    ]
    kept = {
        (unused.source, unused.reason): unused.places.tolist()
        for unused in chosen([source], []).unused
    }
    assert kept == {
        (1, Refusal.EMPTY): [[0, 1, 1]],
        (1, Refusal.NOT_A_NUMBER): [[0, 3, 1]],
        (1, SetAside.WORK): [[0, 2, 1], [0, 4, 1]],
    }


def test_counts_that_do_not_add_up_fail(mobile: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = Selection(1, NL)
    asked.add(batch("source", 1, [mobile, mobile]))
    monkeypatch.setattr(selection, "_counted", lambda *_: Counter({Refusal.EMPTY: 1}))
    with pytest.raises(EenmaligError) as lost:
        asked.chosen()
    assert lost.value.code is Code.COUNTS_DO_NOT_ADD_UP
