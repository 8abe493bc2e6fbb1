"""Taking exports in: every cell of every source and exclusion list is sealed into the vault."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.clear import number, sources
from eenmalig.clear.field_kind import FieldKind
from eenmalig.clear.vault import Cells, Vault
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

BATCH = 5_000


class Export(NamedTuple):
    """One file of a hand-over. ``origin`` is "source" or an exclusion list's category.

    ``companions`` are the files declared with it, such as what stands beside a database.
    """

    path: Path
    origin: str
    position: int
    column: str | None
    format: str | None
    companions: Sequence[Path] = ()


def take_in(vault: Vault, export: Export) -> int:
    """Seal all cells of an export, in batches; return how many.

    A database is copied to be read; what is left of a copy that a killed process made is removed
    first, and the copy at the end, also when reading fails.

    Fails when the export cannot be read to its end, and when an exclusion list holds no number at
    all (``SOURCE_UNREADABLE``); what was sealed before goes with the vault.
    """
    is_list = export.origin != "source"
    total = 0
    excludes = False
    with _scratch(vault) as scratch:
        for batch in _batches(_cells(export, scratch, is_list=is_list)):
            vault.add_cells(Cells(export.origin, export.position, batch))
            total += len(batch)
            excludes = excludes or (is_list and any(_is_usable(text) for text, _, _ in batch))
    if is_list and not excludes:
        said = f"exclusion list {export.position}: holds no number"
        raise EenmaligError(Code.SOURCE_UNREADABLE, said)
    return total


@contextmanager
def _scratch(vault: Vault) -> Iterator[Path]:
    """Give a folder for copies in the clear that is not there before and not after."""
    folder = vault.folder / "scratch"
    _remove(folder)
    try:
        yield folder
    finally:
        _remove(folder)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _cells(export: Export, scratch: Path, *, is_list: bool) -> Iterator[tuple[str, str, bool]]:
    read = sources.read(
        export.path,
        position=export.position,
        column=export.column,
        format=export.format,
        is_list=is_list,
        companions=export.companions,
        scratch=scratch,
    )
    for value in read:
        yield value.text, str(value.field), value.owner


def _is_usable(text: str) -> bool:
    return any(number.usable(each, FieldKind.PHONE) for each in number.split(text))


def _batches(
    cells: Iterator[tuple[str, str, bool]],
) -> Iterator[list[tuple[str, str, bool]]]:
    while batch := list(islice(cells, BATCH)):
        yield batch
