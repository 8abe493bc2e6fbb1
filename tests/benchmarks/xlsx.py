"""Reading a workbook of 200,000 rows: our reader against a plain loop over openpyxl's cells."""

from __future__ import annotations

import sys
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import openpyxl
from tests.benchmarks.fresh import drained, measured
from tests.benchmarks.tables import HEADER, rows

if TYPE_CHECKING:
    from collections.abc import Iterator

ROWS = 200_000


def figures() -> Iterator[tuple[str, float]]:
    """Yield how many times as fast our reader is."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        write(path, ROWS)
        # Ours before and after, so that what else a machine does weighs on both.
        before = measured(drained, path)
        plain = measured(openpyxl_rows, path)
        after = measured(drained, path)
        assert before.found == after.found == plain.found - 1 == ROWS
        yield "xlsx_vs_openpyxl", 2 * plain.seconds / (before.seconds + after.seconds)


def write(path: Path, count: int) -> None:
    """Write a workbook with so many rows."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("klanten")
    sheet.append(HEADER)
    for row in islice(rows(Random()), count):
        sheet.append(row)
    with path.open("wb") as file:
        book.save(file)


def openpyxl_rows(path: Path) -> int:
    """Read every cell of every sheet, do nothing with it, and count the rows."""
    with path.open("rb") as file:
        book = openpyxl.load_workbook(file, read_only=True)
        count = 0
        for sheet in book.worksheets:
            for _ in sheet.iter_rows(values_only=True):
                count += 1
        return count


if __name__ == "__main__":
    for name, figure in figures():
        sys.stdout.write(f"{name}: {figure:.2f}\n")
