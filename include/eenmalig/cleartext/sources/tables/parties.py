"""Cells that name the parties of a call or a chat, one a line: ``From: +31 6 ... Kees``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.words.labels import holds_long_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

# Longer ones are looked into no further: they go on as they are, to be refused and counted.
_LONGEST = 1000
_SIDE = re.compile(r"\s*(?:from|to|van|naar|general|cc|bcc)\s*:\s*", re.IGNORECASE)
_NUMBER_AND_NAME = re.compile(
    r"(?P<number>\+?\d{5,20}(?::\d{1,5})?@(?:s\.whatsapp\.net|c\.us)|\+?[\d(][\d\s()./-]*\d)"
    r"\s+(?P<name>[^\d\s()./,;|-].*)",
    re.IGNORECASE,
)


def parties_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield each party's number and name, and an empty number once when there is no party.

    What is not a number with a name behind it is given whole, without a name.
    """
    has_party = False
    for line in text.replace("_x000D_", "\n").splitlines():
        party = _SIDE.sub("", line, count=1) if _SIDE.match(line) else line
        if not party.strip():
            continue
        has_party = True
        named = _NUMBER_AND_NAME.fullmatch(party.strip()) if len(party) <= _LONGEST else None
        # What follows may be a second number, which would be lost as a name.
        if named is None or holds_long_digits(named["name"]):
            yield party, ""
        else:
            yield named["number"], named["name"]
    if not has_party:
        yield "", ""
