"""Scan: read a hand-over's numbers, then search places for them. Tells places, never numbers."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from eenmalig import handover as handovers
from eenmalig.cleartext import sources
from eenmalig.cleartext.leak_scan import LeakScan, ScanResult
from eenmalig.cleartext.numbers import number
from eenmalig.errors import EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eenmalig.handover import ExclusionEntry, SourceEntry


def scan_for_numbers(folder: Path, places: Sequence[Path]) -> ScanResult:
    """Search ``places`` for every usable number of the hand-over in ``folder``.

    Fails when a number planted for the purpose is not found: then nothing found means nothing.
    """
    given = handovers.load(folder)
    numbers: set[str] = set()
    unread = 0
    exports: list[SourceEntry | ExclusionEntry] = [*given.sources, *given.exclusions]
    with tempfile.TemporaryDirectory() as scratch:
        for position, each in enumerate(exports, start=1):
            is_list = position > len(given.sources)
            try:
                numbers.update(_numbers(each, position, Path(scratch), is_list=is_list))
            except EenmaligError:
                unread += 1
    scan = LeakScan(numbers)
    scan.require_working()
    result = scan.search(places)
    result.unread = unread
    return result


def _numbers(
    each: SourceEntry | ExclusionEntry, position: int, scratch: Path, *, is_list: bool
) -> Iterator[str]:
    read = sources.read(
        each.path,
        position=position,
        column=each.column,
        format=each.format,
        is_list=is_list,
        companions=each.companion_paths,
        scratch=scratch,
    )
    for value in read:
        for candidate in number.split(value.text):
            e164 = number.usable(candidate, value.field)
            if e164 is not None:
                yield e164
