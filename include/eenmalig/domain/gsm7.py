"""How a text travels: the GSM-7 alphabet of 3GPP TS 23.038, UCS-2, and message segments."""

from __future__ import annotations

from typing import Literal

Encoding = Literal["GSM-7", "UCS-2"]

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = frozenset("\f^{}\\[~]|€")

# One segment alone, and each segment of a joined message, whose header takes room.
_ROOM: dict[Encoding, tuple[int, int]] = {"GSM-7": (160, 153), "UCS-2": (70, 67)}


def characters_outside_gsm7(text: str) -> list[tuple[int, str]]:
    """Return position (the first is 1) and character of everything GSM-7 cannot hold."""
    known = BASIC | EXTENSION
    return [(at, character) for at, character in enumerate(text, start=1) if character not in known]


def encoding(text: str) -> Encoding:
    """Return the encoding a gateway must use: one character outside GSM-7 forces UCS-2."""
    return "UCS-2" if characters_outside_gsm7(text) else "GSM-7"


def units(text: str) -> int:
    """Return the length as the network counts it: septets in GSM-7, UTF-16 units in UCS-2."""
    return sum(_widths(text))


def segments(text: str) -> int:
    """Return how many message segments the text costs; none for an empty text.

    An escaped GSM-7 character and a UTF-16 pair take two units that no segment boundary
    may part, so a segment can end one unit early.
    """
    alone, joined = _ROOM[encoding(text)]
    widths = _widths(text)
    if sum(widths) <= alone:
        return 1 if widths else 0
    count, filled = 1, 0
    for width in widths:
        if filled + width > joined:
            count, filled = count + 1, 0
        filled += width
    return count


def _widths(text: str) -> list[int]:
    if encoding(text) == "GSM-7":
        return [2 if character in EXTENSION else 1 for character in text]
    last_of_one_unit = "\uffff"
    return [2 if character > last_of_one_unit else 1 for character in text]
