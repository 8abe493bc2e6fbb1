"""The second line of defence: masks in a line of text whatever reads like a phone number.

No line should hold a number in the first place. This is for the day one does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.looks_like_number import IN_A_LINE, PERHAPS_IN_A_LINE

if TYPE_CHECKING:
    import re

MASK = "[masked]"


def redact(text: str) -> str:
    """Return ``text`` with every phone number in any usual spelling replaced by ``[masked]``.

    Left alone are dates and times, UUIDs, digests, run ids, decimals, and counts of up to eight
    digits. In doubt it masks.
    """
    if not PERHAPS_IN_A_LINE.search(text):
        return text
    return IN_A_LINE.sub(_kept_or_masked, text)


def _kept_or_masked(match: re.Match[str]) -> str:
    return match[0] if match["keep"] or match["fraction"] else MASK
