"""Taking exports in: every cell of every source and exclusion list is sealed into the vault."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.clear import sources
from eenmalig.clear.vault import Cells, Vault

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BATCH = 5_000


class Export(NamedTuple):
    """One file of a hand-over. ``origin`` is "source" or an exclusion list's category."""

    path: Path
    origin: str
    position: int
    column: str | None
    format: str | None


def take_in(vault: Vault, export: Export) -> int:
    """Seal all cells of an export, in batches; return how many.

    Fails when the export cannot be read to its end; what was sealed before goes with the vault.
    """
    what = "source" if export.origin == "source" else "exclusion list"
    read = sources.read(
        export.path,
        position=export.position,
        column=export.column,
        format=export.format,
        what=what,
    )
    cells = ((value.text, str(value.field), value.owner) for value in read)
    total = 0
    for batch in _batches(cells):
        vault.add_cells(Cells(export.origin, export.position, batch))
        total += len(batch)
    return total


def _batches(
    cells: Iterator[tuple[str, str, bool]],
) -> Iterator[list[tuple[str, str, bool]]]:
    while batch := list(islice(cells, BATCH)):
        yield batch
