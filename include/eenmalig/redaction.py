"""The second line of defence: masks in a line of text whatever reads like a phone number.

No line should hold a number in the first place. This is for the day one does.
"""

from __future__ import annotations

import re

MASK = "[masked]"

# What people and programs put between the digits of one number.
_GAP = r"(?:[^\S\n]|[\-./()_\u00b7\u2010-\u2015\u2212]){0,3}"
_CLOCK = r"[0-2]?\d:[0-5]\d(?::[0-5]\d(?:[.,]\d{1,9})?)?"

# Read first and left alone, because parts of them look like numbers.
_KEEP = "|".join(
    [
        # 2026-11-22T14:16:00.123456+00:00, also in run ids and without its time
        rf"(?<!\d)(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)(?:[T ]{_CLOCK}(?:Z|[+-]\d\d:?\d\d(?!\d))?)?",
        r"(?<!\d)(?:19|20)\d{2}[01]\d[0-3]\d[T_]?[0-2]\d[0-5]\d[0-5]\d(?!\d)",
        rf"(?<![\w:]){_CLOCK}(?![\w:])",
        r"(?<![0-9A-Za-z])[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}(?![0-9A-Za-z])",
        # digests, by their usual lengths
        r"(?<![0-9A-Za-z])(?:[0-9a-f]{128}|[0-9a-f]{96}|[0-9a-f]{64})(?![0-9A-Za-z])",
        r"(?<![0-9A-Za-z])(?:[0-9a-f]{56}|[0-9a-f]{40}|[0-9a-f]{32})(?![0-9A-Za-z])",
        # seconds, milli-, micro- and nanoseconds since 1970
        r"(?<![\d+])1\d{9}(?:\d{3}){0,3}(?:\.\d{1,9})?(?![\d.]|[eE][+-]?\d)",
    ]
)
_NUMBER = "|".join(
    [
        rf"\+(?:{_GAP}\d){{8,16}}(?!\d)",
        rf"(?<!\d)00[1-9](?:{_GAP}\d){{7,14}}(?!\d)",
        rf"(?<!\d)0[1-9](?:{_GAP}\d){{8}}(?!\d)",
        rf"(?<!\d)31{_GAP}0?{_GAP}6(?:{_GAP}\d){{8}}(?!\d)",
        rf"(?<!\d)6{_GAP}[1-58](?:{_GAP}\d){{7}}(?!{_GAP}\d)",
        # a spreadsheet's idea of a number
        r"(?<![\d.])\d[.,]\d{4,14}[eE]\+?\d{1,2}(?!\d)",
    ]
)
_FRACTION = r"(?<![\d.])\d{1,6}\.\d{4,}(?![\d.]|[eE])"
_RUN = r"\d{9,}"
_PATTERN = re.compile(f"(?P<keep>{_KEEP})|{_NUMBER}|(?P<fraction>{_FRACTION})|{_RUN}")
_PERHAPS = re.compile(r"(?:\d[^0-9A-Za-z]{0,3}){8}|\d[.,]\d{4,}[eE]")


def redact(text: str) -> str:
    """Return ``text`` with every phone number in any usual spelling replaced by ``[masked]``.

    Left alone are dates and times, UUIDs, digests, run ids, decimals, and counts of up to eight
    digits. In doubt it masks.
    """
    if not _PERHAPS.search(text):
        return text
    return _PATTERN.sub(_kept_or_masked, text)


def _kept_or_masked(found: re.Match[str]) -> str:
    return found[0] if found["keep"] or found["fraction"] else MASK
