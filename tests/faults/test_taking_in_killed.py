"""Extract and normalize are killed: tried again they go on; never tried again, nothing is left."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest

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
