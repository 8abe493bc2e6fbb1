"""Scan: read a hand-over's numbers, then search places for them. Tells places, never numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig import handover as handovers
from eenmalig.clear import number, sources
from eenmalig.clear.leak_scan import LeakScan, ScanResult

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from eenmalig.handover import HandOver


def scan_for_numbers(folder: Path, places: Sequence[Path]) -> ScanResult:
    """Search ``places`` for every usable number of the hand-over in ``folder``.

    Fails when a number planted for the purpose is not found: then nothing found means nothing.
    """
    scan = LeakScan(_numbers(handovers.load(folder)))
    scan.require_working()
    return scan.search(places)


def _numbers(given: HandOver) -> Iterator[str]:
    for position, each in enumerate((*given.sources, *given.exclusions), start=1):
        for value in sources.read(
            each.path, position=position, column=each.column, format=each.format
        ):
            for candidate in number.split(value.text):
                e164 = number.usable(candidate, value.field)
                if e164 is not None:
                    yield e164
