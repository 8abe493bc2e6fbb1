from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import pytest
from tests.bench import HANDOVER, add_handover

from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.scan import scan_for_numbers

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.bench import Bench

VAULT = "eenmalig.cleartext.vault.vault:Vault"
# In the order in which extract and normalize reach them.
EXTRACTING = [
    ("eenmalig.stores.inventory:Inventory.take_in", "1", "after"),
    (f"{VAULT}.create", "1", "after"),
    (f"{VAULT}.add_cells", "2", "after"),
    (f"{VAULT}.add_cells", "8", "before"),
    ("eenmalig.evidence.ledger:Evidence.append", "1", "after"),
]
NORMALIZING = [
    (f"{VAULT}.set_recipients", "1", "before"),
    (f"{VAULT}.set_recipients", "1", "after"),
    ("eenmalig.evidence.ledger:Evidence.write_file", "1", "after"),
]


def is_destroyed_without_trace(bench: Bench) -> None:
    """Fails when the vault shows a number, or anything is left after destruction."""
    stores = [bench.home.vault, bench.home.inventory, bench.home.evidence]
    assert scan_for_numbers(bench.original, [each for each in stores if each.exists()]).found == {}
    bench.destroy()
    assert not bench.left()
    assert scan_for_numbers(bench.original, [bench.home.root]).found == {}
    assert bench.look().wrong == []
    assert bench.verdict().ending == "failed"
    assert bench.gateway.counts()["posts"] == 0


@pytest.mark.parametrize(("place", "nth", "moment"), EXTRACTING)
def test_a_killed_extract_leaves_nothing_that_destruction_misses(
    fresh: Bench,
    step_process: Callable[..., subprocess.Popen[bytes]],
    place: str,
    nth: str,
    moment: str,
) -> None:
    killed = step_process(fresh, "extract", place, nth, moment)
    assert killed.wait() == -signal.SIGKILL
    with pytest.raises(EenmaligError) as refused:
        fresh.extract()
    assert refused.value.code in (Code.HANDOVER_CLAIMED, Code.RUN_REFUSED)
    is_destroyed_without_trace(fresh)


@pytest.mark.parametrize(("place", "nth", "moment"), NORMALIZING)
def test_a_killed_normalize_leaves_nothing_that_destruction_misses(
    fresh: Bench,
    step_process: Callable[..., subprocess.Popen[bytes]],
    place: str,
    nth: str,
    moment: str,
) -> None:
    fresh.extract()
    killed = step_process(fresh, "normalize", place, nth, moment)
    assert killed.wait() == -signal.SIGKILL
    is_destroyed_without_trace(fresh)


def test_the_same_hand_over_can_be_taken_in_anew_after_a_killed_extract(
    fresh: Bench,
    step_process: Callable[..., subprocess.Popen[bytes]],
    another_run: Callable[[Bench, str], Bench],
) -> None:
    place, nth, moment = EXTRACTING[2]
    assert step_process(fresh, "extract", place, nth, moment).wait() == -signal.SIGKILL
    fresh.destroy()
    add_handover(fresh.home, fresh.original)
    again = another_run(fresh, "b")
    again.extract(HANDOVER)
    again.normalize()
    assert again.kept("dossier.json")["counts"] == fresh.truth.totals.totals()
