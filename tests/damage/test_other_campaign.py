"""Another campaign is open whose vault is damaged: with whom it sent cannot be compared."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.bench import Bench, add_handover, run_of
from tests.damage.damages import Damage, Place, do
from tests.damage.states import Kept, Stage, bench_at, make_stages

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    return make_stages(tmp_path_factory.mktemp("stages"))


def another(bench: Bench, kept: Kept) -> Bench:
    """Take in a campaign of another case beside it."""
    add_handover(bench.home, kept.root / "other", "andere")
    made = replace(bench, run=run_of("d"))
    made.extract("andere")
    return made


@pytest.mark.parametrize("stage", [Stage.APPROVED, Stage.SENDING, Stage.SENT])
@pytest.mark.parametrize(
    "damage", [Damage.TORN, Damage.EMPTIED, Damage.REPLACED, Damage.MODE, Damage.BESIDE]
)
def test_nobody_is_chosen_as_long_as_an_open_campaign_cannot_be_compared(
    kept: Kept, tmp_path: Path, damage: Damage, stage: Stage
) -> None:
    with bench_at(kept, stage, tmp_path) as bench:
        do(kept, bench.home, Place.VAULT, damage, stage)
        other = another(bench, kept)
        with pytest.raises(EenmaligError) as incomplete:
            other.normalize()
        assert incomplete.value.code is Code.DESTRUCTION_INCOMPLETE
        assert "another campaign" in incomplete.value.mistakes[0]
        bench.destroy()
        other.normalize()


@pytest.mark.parametrize("stage", [Stage.SENDING, Stage.SENT])
def test_a_vault_that_is_gone_is_compared_with_no_more_once_it_is_on_record_as_lost(
    kept: Kept, tmp_path: Path, stage: Stage
) -> None:
    with bench_at(kept, stage, tmp_path) as bench:
        do(kept, bench.home, Place.VAULT, Damage.GONE, stage)
        other = another(bench, kept)
        with pytest.raises(EenmaligError) as incomplete:
            other.normalize()
        assert incomplete.value.code is Code.DESTRUCTION_INCOMPLETE
        bench.destroy()
        other.normalize()
