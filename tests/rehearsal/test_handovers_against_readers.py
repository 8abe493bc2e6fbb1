"""The truth of the generator against the readers and the rules that a campaign uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eenmalig import handover as handovers
from eenmalig.cleartext.selecting.intake import read
from eenmalig.cleartext.selecting.selection import Selection
from eenmalig.steps.declared_exports import exports
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from pathlib import Path

NL = ("NL",)


@pytest.mark.parametrize("seed", range(25))
def test_what_a_campaign_reads_is_what_was_written(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "handover"
    expected = make_handover(
        folder, city="lelystad", case_reference="PL-2026-0001", recipients=300, seed=seed
    )
    of_sources, of_lists = exports(handovers.load(folder))
    asked = Selection(len(of_sources), NL)
    for export in of_sources:
        for batch in read(export, tmp_path, None, NL):
            asked.add(batch)
    for export in of_lists:
        for batch in read(export, tmp_path, None, NL):
            asked.exclude(batch)
    assert asked.unreadable == 0, "an exclusion list holds an unreadable number"
    found = asked.chosen()
    tallies = [each.totals() for each in found.tallies.values()]
    assert tallies == [each.totals() for each in expected.per_source]
    # Compared apart from pytest's explanation, which would show numbers.
    same = set(found.numbers) == expected.recipient_numbers
    assert same
