"""The second line of defence: masks in a line of text whatever reads like a phone number.

No line should hold a number in the first place. This is for the day one does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.looks_like_number import IN_A_LINE, PERHAPS_IN_A_LINE, is_published

if TYPE_CHECKING:
    import re
    from collections.abc import Collection

MASK = "[masked]"


def redact(text: str, published: Collection[str] = ()) -> str:
    """Return ``text`` with every phone number in any usual spelling replaced by ``[masked]``.

    Left alone are dates and times, UUIDs, digests, run ids, decimals, and counts of up to eight
    digits; and numbers that are ``published`` for everybody, written exactly so. In doubt it masks.
    """
    if not PERHAPS_IN_A_LINE.search(text):
        return text

    def kept_or_masked(match: re.Match[str]) -> str:
        is_kept = match["keep"] or match["fraction"] or is_published(match, published)
        return match[0] if is_kept else MASK

    return IN_A_LINE.sub(kept_or_masked, text)
