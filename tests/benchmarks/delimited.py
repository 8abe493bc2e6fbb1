"""Reading CSV of 50 MB in six columns with our reader."""

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


def figures() -> Iterator[tuple[str, float]]:
    """Yield the millions of bytes that are read in a second."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        count = write(path, BYTES)
        ours = measured(drained, path)
        assert ours.found == count
        yield "csv_mb_per_s", path.stat().st_size / 1e6 / ours.seconds


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


if __name__ == "__main__":
    for name, figure in figures():
        sys.stdout.write(f"{name}: {figure:.2f}\n")
