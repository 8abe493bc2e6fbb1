"""Reading CSV of 50 MB in six columns: our reader against a plain loop over the csv module."""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.benchmarks.fresh import drained, measured
from tests.benchmarks.tables import HEADER, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

BYTES = 50_000_000
# 25 MB a second where the csv module alone, which does nothing with a row, reads 135.
_MOST = 5.4


def figures() -> Iterator[tuple[str, float]]:
    """Yield the millions of bytes that are read in a second, and how many times as fast csv is."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        count = write(path, BYTES)
        # Csv alone before and after, so that what else a machine does weighs on both.
        before = measured(csv_rows, path)
        ours = measured(drained, path)
        after = measured(csv_rows, path)
        assert before.found == after.found == ours.found + 1 == count + 1
        yield "csv_mb_per_s", path.stat().st_size / 1e6 / ours.seconds
        times = 2 * ours.seconds / (before.seconds + after.seconds)
        yield "csv_slower_than_plain", times
        assert times <= _MOST


def write(path: Path, size: int) -> int:
    """Write rows until there are so many bytes, and return how many rows there are."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADER)
        for count, row in enumerate(rows(Random()), start=1):
            writer.writerow(row)
            if count % 1000 == 0 and file.tell() >= size:
                return count
    return 0


def csv_rows(path: Path) -> int:
    """Read every row with the csv module, do nothing with it, and count the rows."""
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file, delimiter=";"))


if __name__ == "__main__":
    for name, figure in figures():
        sys.stdout.write(f"{name}: {figure:.2f}\n")
