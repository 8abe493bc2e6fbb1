"""The truth of the generator against the readers and the rules that a campaign uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

from eenmalig.clear import number, sources
from eenmalig.domain.counting import Exclusion, Tally
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def candidates(folder: Path, entry: dict[str, Any], position: int) -> Iterator[tuple[str, Any]]:
    path, column = folder / entry["file"], entry.get("column")
    for value in sources.read(path, position=position, column=column, format=None):
        for candidate in number.split(value.text):
            yield candidate, value.field


def counted(found: Iterator[tuple[str, Any]], listed: dict[str, Any], seen: set[str]) -> Tally:
    tally = Tally()
    for candidate, field in found:
        tally.read += 1
        e164, refusal = number.normalize(candidate, field)
        if e164 is None:
            assert refusal is not None
            tally.refused[refusal] += 1
        elif e164 in listed:
            tally.excluded[listed[e164]] += 1
        elif e164 in seen:
            tally.duplicates += 1
        else:
            seen.add(e164)
            tally.recipients += 1
    return tally


@pytest.mark.parametrize("seed", range(25))
def test_what_a_campaign_reads_is_what_was_written(tmp_path: Path, seed: int) -> None:
    folder = tmp_path / "handover"
    expected = make_handover(
        folder, city="lelystad", case_reference="PL-2026-0001", recipients=300, seed=seed
    )
    declared = yaml.safe_load((folder / "handover.yaml").read_text("utf-8"))
    listed: dict[str, Exclusion] = {}
    for position, entry in enumerate(declared["exclusions"], start=1):
        for candidate, field in candidates(folder, entry, position):
            e164 = number.usable(candidate, field)
            assert e164 is not None, f"exclusion list {position} holds an unreadable number"
            listed[e164] = Exclusion(entry["category"])
    seen: set[str] = set()
    tallies = [
        counted(candidates(folder, entry, position), listed, seen).totals()
        for position, entry in enumerate(declared["sources"], start=1)
    ]
    assert tallies == [each.totals() for each in expected.per_source]
    # Compared apart from pytest's explanation, which would show numbers.
    same = seen == expected.recipient_numbers
    assert same
