"""What a remark beside a number says about whose it is.

Remarks hold names when they are short, sentences about anybody when they are long.
"""

from __future__ import annotations

from eenmalig.domain.list_words import NOT_TEXTED, forbids

_LONGEST = 40


def said_by_remark(text: str) -> str:
    """Return the words of a short remark; of a long one only that somebody may not be texted."""
    if len(text) <= _LONGEST:
        return text
    return NOT_TEXTED if forbids(text) else ""
