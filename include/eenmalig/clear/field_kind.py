"""How far the place of a value says that it is a telephone number."""

from __future__ import annotations

from enum import StrEnum


class FieldKind(StrEnum):
    """How far the field itself says that it holds a telephone number."""

    PHONE = "phone"
    UNLABELLED = "unlabelled"
