"""What a reader gives: a text, the kind of field it stood in, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from eenmalig.clear.field_kind import FieldKind

__all__ = ["Asked", "FieldKind", "Locator", "RawValue"]


class Locator(NamedTuple):
    """Where a value stands, in positions from 1, never in names.

    In a vCard file the row is the card and the column the telephone field within it.
    """

    sheet: int | None
    row: int
    column: int | None


class Asked(NamedTuple):
    """What a reader is asked for.

    ``label`` is how a message names the file. ``column`` is what a person stated about a table.
    With ``every_cell`` every number counts wherever it stands: of a list of numbers that may not
    be texted, one too many is harmless and one too few is not.
    """

    label: str
    column: str | None
    every_cell: bool = False


@dataclass(frozen=True, slots=True)
class RawValue:
    """One cell or field as it was read. The text is not shown by ``repr``."""

    text: str = field(repr=False)
    field: FieldKind
    owner: bool
    locator: Locator
