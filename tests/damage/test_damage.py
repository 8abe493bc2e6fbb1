from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from tests.damage.damages import Damage, Place
from tests.damage.states import make_stages
from tests.damage.table import TABLE, Out
from tests.damage.trying import combinations, holds

from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from tests.damage.states import Kept

# A share of the whole, the same in every run; python -m tests.damage tries all.
SAMPLE, SEED = 60, 33
# How the runbook says each way out.
WORDS = {
    Out.NOTHING: ["nothing", "stop the campaign"],
    Out.RESTORE: ["restore"],
    Out.REPLACE: ["eenmalig install --replace-lost"],
    Out.TIDY: ["remove", "set mode 0600"],
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return make_stages(tmp_path_factory.mktemp("stages"))


@pytest.mark.parametrize("nth", range(SAMPLE))
def test_a_damaged_store_is_told_and_destruction_is_done(kept: Kept, nth: int) -> None:
    drawn = random.Random(SEED).sample(list(combinations(kept)), SAMPLE)
    holds(kept, drawn[nth])


def test_every_damage_of_every_store_has_its_row_or_cannot_be() -> None:
    never_older = {(place, Damage.OLDER) for place in (Place.SIGNING, Place.TRUST)}
    every = {(place, damage) for place in Place for damage in Damage}
    assert set(TABLE) == every - never_older


def test_whatever_goes_on_has_its_reason() -> None:
    assert [key for key, row in TABLE.items() if (row.code is None) is not bool(row.why)] == []


def told_in_the_runbook() -> dict[tuple[str, str], tuple[str, str]]:
    """Return code and way out by store and damage, as the runbook's table tells them."""
    runbook = (PROJECT / "docs" / "runbook.md").read_text(encoding="utf-8")
    section = runbook.partition("## When a store is not what it should be\n")[2].partition("\n## ")[
        0
    ]
    rows = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("|")]
    return {
        (store, damage): (code.strip("`"), way_out)
        for store, damages, code, _, _, way_out in rows[2:]
        for damage in damages.split(", ")
    }


def test_the_runbook_tells_each_damage_by_its_code_with_the_way_out() -> None:
    told = told_in_the_runbook()
    assert set(told) == {(str(place), str(damage)) for place, damage in TABLE}
    for (place, damage), row in TABLE.items():
        code, way_out = told[place, damage]
        assert code == (row.code or "goes on")
        outs = {*row.outs, *row.other_outs.values()} - {Out.NONE}
        assert all(any(word in way_out for word in WORDS[out]) for out in outs)
