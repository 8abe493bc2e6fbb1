from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eenmalig.clear import recipients
from eenmalig.clear.exclusions import Exclusions, OpenCampaign
from eenmalig.clear.recipients import choose
from eenmalig.clear.vault import Cells, Vault
from eenmalig.domain.counting import Exclusion, Refusal, Tally
from eenmalig.errors import Code, EenmaligError
from eenmalig.keys import CampaignKeys
from rehearsal import numbers
from rehearsal.spellings import EVERYWHERE, spelled

if TYPE_CHECKING:
    from collections.abc import Callable

POOL = list(islice(numbers.mobiles(SystemRandom()), 12))
JUNK = ("", " ", "onbekend", "3.16123E+10", "069" + "1234567", "010-2345678", "112", "0800-1234")
cells = st.one_of(
    st.tuples(st.sampled_from(range(len(POOL))), st.integers(0, 2**16)).map(
        lambda drawn: spelled(POOL[drawn[0]], Random(drawn[1]), EVERYWHERE)
    ),
    st.sampled_from(JUNK),
    st.tuples(st.sampled_from(POOL), st.sampled_from(POOL)).map(" / ".join),
    st.text(max_size=15),
)
rows = st.lists(st.tuples(cells, st.sampled_from(["phone", "unlabelled"]), st.booleans()))


def campaign(folder: Path) -> Vault:
    keys = CampaignKeys.create(folder / "keys", datetime.now(UTC) + timedelta(hours=1))
    return Vault.create(folder / "vault", keys, datetime.now(UTC))


def chosen(
    sources: list[list[tuple[str, str, bool]]], listed: list[str]
) -> tuple[dict[int, Tally], set[str]]:
    with TemporaryDirectory() as scratch:
        vault = campaign(Path(scratch))
        for position, source in enumerate(sources, start=1):
            vault.add_cells(Cells("source", position, source))
        vault.add_cells(Cells("privileged", 1, [(each, "phone", False) for each in listed]))
        tallies = choose(vault, Exclusions(vault, []), len(sources))
        found = [each.e164 for each in vault.recipients()]
        vault.close()
    assert len(found) == len(set(found))
    return tallies, set(found)


@settings(max_examples=25, deadline=None)
@given(
    sources=st.lists(rows, min_size=1, max_size=3),
    listed=st.lists(st.sampled_from(POOL), max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_whatever_the_mix_all_is_counted_once_and_order_decides_nothing(
    sources: list[list[tuple[str, str, bool]]], listed: list[str], order: Random
) -> None:
    tallies, found = chosen(sources, listed)
    total = Tally()
    for tally in tallies.values():
        tally.check()
        total.add(tally)
    total.check()
    assert total.recipients == len(found)
    assert not found & set(listed)
    turned = [order.sample(each, len(each)) for each in reversed(sources)]
    again, same = chosen(turned, order.sample(listed, len(listed)))
    owners = any(owner for source in sources for _, _, owner in source)
    if not owners:
        assert same == found
        assert sum(each.read for each in again.values()) == total.read


def test_one_number_in_many_spellings_and_sources_is_one_recipient(mobile: str) -> None:
    rng = SystemRandom()
    sources = [[(spelled(mobile, rng, EVERYWHERE), "phone", False)] * 5 for _ in range(3)]
    tallies, found = chosen(sources, [])
    assert found == {mobile}
    assert [each.recipients for each in tallies.values()] == [1, 0, 0]
    assert [each.duplicates for each in tallies.values()] == [4, 5, 5]


def test_two_numbers_in_one_cell_are_two_candidates(mobile: str, other: str) -> None:
    tallies, found = chosen([[(f"{mobile}; {other}", "phone", False)]], [])
    assert found == {mobile, other}
    assert tallies[1].read == 2


def test_refused_comes_before_excluded_and_excluded_before_duplicate(mobile: str) -> None:
    source = [(mobile, "phone", False), (mobile, "phone", True), ("", "phone", True)]
    tallies, found = chosen([source], [mobile])
    assert found == set()
    assert tallies[1].refused == {Refusal.EMPTY: 1}
    assert tallies[1].excluded == {Exclusion.PRIVILEGED: 1, Exclusion.OWNER: 1}
    assert tallies[1].duplicates == 0


def test_counts_that_do_not_add_up_fail_the_step(
    vault: Vault, mobile: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault.add_cells(Cells("source", 1, [(mobile, "phone", False)]))
    exclusions = Exclusions(vault, [])
    monkeypatch.setattr(recipients, "_count", lambda *_: None)
    with pytest.raises(EenmaligError) as lost:
        choose(vault, exclusions, 1)
    assert lost.value.code is Code.COUNTS_DO_NOT_ADD_UP
    assert vault.recipient_refs() == set()


def test_the_order_of_sending_is_not_that_of_the_exports(
    vault: Vault, mobiles: Callable[[int], list[str]]
) -> None:
    wanted = mobiles(60)
    vault.add_cells(Cells("source", 1, [(each, "phone", False) for each in wanted]))
    choose(vault, Exclusions(vault, []), 1)
    order = [each.e164 for each in vault.recipients()]
    assert sorted(order) == sorted(wanted)
    assert order != wanted


def test_a_listed_number_is_excluded_in_any_spelling_with_its_category(
    vault: Vault, mobiles: Callable[[int], list[str]]
) -> None:
    rng = SystemRandom()
    categories = [each for each in Exclusion if each is not Exclusion.OPEN_ELSEWHERE]
    for category, number in zip(categories, mobiles(len(categories)), strict=True):
        vault.add_cells(
            Cells(str(category), 1, [(spelled(number, rng, EVERYWHERE), "phone", False)])
        )
        assert Exclusions(vault, []).why(number, vault.ref(number)) is category
    assert Exclusions(vault, []).size == len(categories)


def test_a_landline_may_stand_on_a_list_and_what_is_no_number_is_counted(vault: Vault) -> None:
    entries = ["020-5551234", "geen", "", "zie notitie"]
    vault.add_cells(Cells("authority", 1, [(each, "phone", False) for each in entries]))
    exclusions = Exclusions(vault, [])
    assert (exclusions.size, exclusions.unreadable) == (1, 2)


def test_who_is_in_an_open_campaign_is_excluded_under_that_campaign_s_own_key(
    vault: Vault, tmp_path: Path, mobile: str, other: str
) -> None:
    elsewhere = campaign(tmp_path / "elsewhere")
    elsewhere.set_recipients([(elsewhere.ref(mobile), mobile)])
    open_now = OpenCampaign(elsewhere.ref_key(), frozenset(elsewhere.recipient_refs()))
    exclusions = Exclusions(vault, [open_now])
    assert exclusions.why(mobile, vault.ref(mobile)) is Exclusion.OPEN_ELSEWHERE
    assert exclusions.why(other, vault.ref(other)) is None
    assert vault.ref(mobile) not in open_now.refs
    elsewhere.close()


def test_exclusions_hold_no_number_in_the_clear(vault: Vault, mobile: str) -> None:
    vault.add_cells(Cells("other", 1, [(mobile, "phone", False)]))
    held = json.dumps(vars(Exclusions(vault, [])), default=str)
    assert mobile[3:] not in held
