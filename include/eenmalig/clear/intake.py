"""Taking exports in: every cell of every source and exclusion list is sealed into the vault."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.clear import number, sources
from eenmalig.clear.field_kind import FieldKind
from eenmalig.clear.vault import Cells, Vault
from eenmalig.errors import Code, EenmaligError

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

    Fails when the export cannot be read to its end, and when an exclusion list holds no number at
    all (``SOURCE_UNREADABLE``); what was sealed before goes with the vault.
    """
    is_list = export.origin != "source"
    read = sources.read(
        export.path,
        position=export.position,
        column=export.column,
        format=export.format,
        is_list=is_list,
    )
    cells = ((value.text, str(value.field), value.owner) for value in read)
    total = 0
    excludes = False
    for batch in _batches(cells):
        vault.add_cells(Cells(export.origin, export.position, batch))
        total += len(batch)
        excludes = excludes or (is_list and any(_is_usable(text) for text, _, _ in batch))
    if is_list and not excludes:
        said = f"exclusion list {export.position}: holds no number"
        raise EenmaligError(Code.SOURCE_UNREADABLE, said)
    return total


def _is_usable(text: str) -> bool:
    return any(number.usable(each, FieldKind.PHONE) for each in number.split(text))


def _batches(
    cells: Iterator[tuple[str, str, bool]],
) -> Iterator[list[tuple[str, str, bool]]]:
    while batch := list(islice(cells, BATCH)):
        yield batch
