"""What a reader gives: a text, the kind of field it stood in, and where."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple


class FieldKind(StrEnum):
    """How far the field itself says that it holds a telephone number."""

    PHONE = "phone"
    UNLABELLED = "unlabelled"


class Locator(NamedTuple):
    """Where a value stands, in positions from 1, never in names.

    In a vCard file the row is the card and the column the telephone field within it.
    """

    sheet: int | None
    row: int
    column: int | None


@dataclass(frozen=True, slots=True)
class RawValue:
    """One cell or field as it was read. The text is not shown by ``repr``."""

    text: str = field(repr=False)
    field: FieldKind
    owner: bool
    locator: Locator
