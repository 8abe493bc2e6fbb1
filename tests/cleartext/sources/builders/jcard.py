"""Contacts as jCard, after RFC 7095: a card is ``["vcard", [property, ...]]``.

A property is its name, its parameters, the type of its values, and one or more values.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

Property = list[Any]


def telephone(*values: object, kind: object = "cell", as_uri: bool = False) -> Property:
    """Return a telephone property with these values."""
    return ["tel", {"type": kind}, "uri" if as_uri else "text", *values]


def card(*properties: Property, name: str = "Jan") -> list[Any]:
    """Return a card of somebody of this name."""
    return ["vcard", [["version", {}, "text", "4.0"], ["fn", {}, "text", name], *properties]]


def jcard(*cards: Sequence[Any], indent: int | None = None) -> bytes:
    """Return a file: one card as it is, several as a list."""
    held = cards[0] if len(cards) == 1 else cards
    return json.dumps(held, indent=indent, ensure_ascii=False).encode()
