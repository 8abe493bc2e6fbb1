"""An exclusion list of a million numbers: how fast it passes, and that none of it is held."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.benchmarks.fresh import measured
from tests.cleartext.batches import batch

from eenmalig.cleartext.numbers.countries import DUTCH
from eenmalig.cleartext.selecting.intake import Export, read
from eenmalig.cleartext.selecting.selection import Selection
from rehearsal import numbers, people

if TYPE_CHECKING:
    from collections.abc import Iterator

LISTED = 1_000_000
_ALSO_IN_A_SOURCE = 500


def figures() -> Iterator[tuple[str, float]]:
    """Yield entries a second, and the MB more at the peak for ten times as long a list."""
    with TemporaryDirectory() as folder:
        small, large = Path(folder) / "small", Path(folder) / "large"
        write(small, LISTED // 10)
        write(large, LISTED)
        before, after = measured(matched, small), measured(matched, large)
        assert before.found == after.found == _ALSO_IN_A_SOURCE
        yield "exclusion_entries_per_s", int(LISTED / after.seconds)
        yield "exclusion_rss_growth_mb_10x", after.peak_mb - before.peak_mb


def write(path: Path, count: int) -> None:
    """Write a list of names and numbers, the first ones the same each time."""
    names = Random()
    with path.open("w", encoding="utf-8") as file:
        file.write("naam;nummer\n")
        for number in islice(numbers.mobiles(Random(1)), count):
            file.write(f"{people.name(names)};0{number[3:]}\n")


def matched(path: Path) -> int:
    """Return how many numbers of a source stand on the list, once it has passed."""
    held = list(islice(numbers.mobiles(Random(1)), _ALSO_IN_A_SOURCE))
    selection = Selection(1, DUTCH)
    selection.add(batch("source", 1, held))
    for each in read(Export(path, "privileged", 1), path.parent, None, DUTCH):
        selection.exclude(each)
    return selection.chosen().tallies[1].excluded.total()


if __name__ == "__main__":
    sys.stdout.writelines(f"{name}: {value:.2f}\n" for name, value in figures())
