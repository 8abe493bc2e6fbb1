"""Addresses of calls and messages on iOS: numbers, e-mail addresses, and WhatsApp's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.clear.sources.sqlite_values import Found
from eenmalig.clear.sources.whatsapp_address import Address

if TYPE_CHECKING:
    from datetime import datetime


def of_address(text: str, name: str = "", at: datetime | None = None) -> Found | None:
    """Return the number of an address, None where it is an e-mail address or a group's."""
    if "@" not in text:
        return Found(text, name, at)
    number = Address(text).number()
    return Found(number, name, at) if number is not None else None
