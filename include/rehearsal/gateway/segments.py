"""How many message segments a text takes."""

from __future__ import annotations

from math import ceil

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")

_GSM_SINGLE, _GSM_JOINED = 160, 153
_UCS2_SINGLE, _UCS2_JOINED = 70, 67


def segments(text: str) -> int:
    """Return the number of segments of ``text``: GSM 03.38 where it fits, UCS-2 otherwise."""
    if all(character in _BASIC or character in _EXTENDED for character in text):
        units = sum(2 if character in _EXTENDED else 1 for character in text)
        return _parts(units, _GSM_SINGLE, _GSM_JOINED)
    return _parts(len(text.encode("utf-16-be")) // 2, _UCS2_SINGLE, _UCS2_JOINED)


def _parts(units: int, single: int, joined: int) -> int:
    return 1 if units <= single else ceil(units / joined)
