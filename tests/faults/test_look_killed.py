"""The verification dies between its commit and the copy of it on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eenmalig.evidence.ledger import VERIFICATIONS

if TYPE_CHECKING:
    from tests.bench import Bench


@pytest.mark.parametrize("kept", [0, 0.5])
def test_a_look_that_was_not_copied_is_copied_by_the_next_that_finds_the_same(
    bench: Bench, kept: float
) -> None:
    bench.destroy()
    assert bench.look().wrong == []
    copy = bench.evidence / VERIFICATIONS
    whole = copy.read_bytes()
    copy.write_bytes(whole[: int(len(whole) * kept)])
    with bench.stores.inventory.changing() as changes:
        changes.set_copied(bench.campaign.id, VERIFICATIONS, 0)
    assert bench.look().wrong == []
    assert copy.read_bytes() == whole
    assert bench.verdict().looks == 1
