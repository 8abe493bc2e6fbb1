"""Builds a user of Telegram as its Android program stores him, after TL_user in its TLRPC.

Three forms in turn: an id of four bytes until layer 132, then one of eight, and since layer 147 a
second word of flags before it.
"""

from __future__ import annotations

import struct

_FIELDS = ("access_hash", "first_name", "last_name", "username", "phone")
_SELF = 1 << 10
LAYERS = {104: 0x938458C1, 133: 0x3FF6ECB0, 166: 0x215C4438}
_LONG_IDS, _TWO_FLAGS = 133, 147


def telegram_user(
    identifier: int, layer: int = 166, *, is_self: bool = False, **fields: str
) -> bytes:
    """Return a user with the fields that are given, and an access hash."""
    told = {"access_hash": "", **fields}
    flags = sum(1 << bit for bit, field in enumerate(_FIELDS) if field in told)
    head = struct.pack("<II", LAYERS[layer], flags | (_SELF if is_self else 0))
    head += struct.pack("<I", 0) if layer >= _TWO_FLAGS else b""
    head += struct.pack("<q" if layer >= _LONG_IDS else "<i", identifier)
    texts = [_text(fields[field]) for field in _FIELDS if field in fields]
    status = struct.pack("<I", 0x9D05049)
    return b"".join([head, b"\xa5" * 8, *texts, status])


def _text(text: str) -> bytes:
    content = text.encode()
    length = bytes([len(content)]) if len(content) < 254 else _long(len(content))
    written = length + content
    return written + b"\0" * (-len(written) % 4)


def _long(length: int) -> bytes:
    return b"\xfe" + length.to_bytes(3, "little")
