"""Batches of cells as intake makes them, written down shortly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources import FieldKind, Locator, RawValue
from eenmalig.cleartext.vault.cells import Cells, cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eenmalig.domain.counting import SetAside

PHONE, UNLABELLED = FieldKind.PHONE, FieldKind.UNLABELLED


def batch(
    origin: str,
    position: int,
    texts: Sequence[str],
    *,
    field: FieldKind = PHONE,
    set_aside: SetAside | None = None,
) -> Cells:
    """Return cells of one kind, in rows from 1 of column 1."""
    values = [
        RawValue(text, field, owner=False, locator=Locator(None, row, 1))
        for row, text in enumerate(texts, start=1)
    ]
    return cells(origin, position, values, [set_aside] * len(values))


def mixed(position: int, rows: Sequence[tuple[str, FieldKind, bool, SetAside | None]]) -> Cells:
    """Return cells of one source that are each of another kind: text, field, owner, set aside."""
    values = [
        RawValue(text, field, owner=owner, locator=Locator(None, row, 1))
        for row, (text, field, owner, _) in enumerate(rows, start=1)
    ]
    return cells("source", position, values, [reason for _, _, _, reason in rows])
