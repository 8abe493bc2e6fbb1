"""Extract and normalize are killed: tried again they go on; never tried again, nothing is left."""

from __future__ import annotations

import signal
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from tests.bench import CITY, HANDOVER, add_handover, ends_as, run_of
from tests.faults.kills.steps import REFUSED, spoil

from eenmalig.errors import EenmaligError
from eenmalig.steps.scan import scan_for_numbers

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.bench import Bench

VAULT = "eenmalig.cleartext.vault.vault:Vault"
# In the order in which extract and normalize reach them.
PLACES = [
    ("extract", f"{VAULT}.create", "1", "after"),
    ("extract", f"{VAULT}.add_cells", "2", "after"),
    ("extract", f"{VAULT}.add_cells", "8", "before"),
    ("extract", f"{VAULT}.cells_digest", "1", "after"),
    ("normalize", f"{VAULT}.stage_recipients", "1", "before"),
    ("normalize", f"{VAULT}.stage_recipients", "1", "after"),
    ("normalize", "eenmalig.evidence.commits:Evidence.write_file", "1", "after"),
]


@pytest.fixture(params=PLACES, ids=[" ".join(place) for place in PLACES])
def killed(
    fresh: Bench,
    step_process: Callable[..., subprocess.Popen[bytes]],
    request: pytest.FixtureRequest,
) -> Bench:
    """A campaign whose step was killed; no number can be read in what it left."""
    step = request.param[0]
    if step == "normalize":
        fresh.extract()
    assert step_process(fresh, *request.param).wait() == -signal.SIGKILL
    stores = [fresh.home.vault, fresh.home.inventory, fresh.home.evidence]
    assert scan_for_numbers(fresh.original, stores).found == {}
    return fresh


def test_a_killed_step_that_is_tried_again_goes_on(killed: Bench) -> None:
    killed.extract()
    killed.normalize()
    assert killed.kept("dossier.json")["counts"] == killed.truth.totals.totals()
    assert len(killed.records("opened")) == len(killed.records("extracted")) == 1


def test_a_killed_step_that_is_not_tried_again_is_destroyed_without_trace(killed: Bench) -> None:
    killed.destroy()
    assert not killed.left()
    assert scan_for_numbers(killed.original, [killed.home.root]).found == {}
    assert killed.look().wrong == []
    assert killed.verdict().ending == "failed"
    assert killed.gateway.counts()["posts"] == 0


@pytest.mark.parametrize("why", REFUSED)
def test_a_corrected_hand_over_is_taken_in_after_one_that_was_killed_and_refused(
    why: str, fresh: Bench, step_process: Callable[..., subprocess.Popen[bytes]]
) -> None:
    spoil(why, fresh.home.handover / CITY / HANDOVER)
    killed = step_process(fresh, "extract", f"{VAULT}.add_cells", "1", "after")
    assert killed.wait() == -signal.SIGKILL
    with pytest.raises(EenmaligError) as told:
        fresh.extract()
    assert told.value.code is REFUSED[why][0]
    ends_as(fresh, "failed")
    add_handover(fresh.home, fresh.original)
    corrected = replace(fresh, run=run_of("b"))
    corrected.extract()
    corrected.normalize()
    assert corrected.kept("dossier.json")["counts"] == fresh.truth.totals.totals()
    assert corrected.campaign.id != fresh.campaign.id
    ends_as(corrected, "failed")
