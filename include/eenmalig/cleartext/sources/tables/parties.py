"""Cells that name the parties of a call or a chat, one a line: ``From: +31 6 ... Kees``.

UFED marks the seized telephone's own number with ``(owner)`` behind its name, AXIOM writes
``Local User <...>``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.numbers.splitting import names_range
from eenmalig.cleartext.sources.words.identifiers import without_name
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
_NAME_AND_NUMBER = re.compile(r"(?P<name>[^()\d]*[^()\d\s])\s*\((?P<number>\+?[\d\s./-]{6,30})\)")
# AXIOM writes several receivers in one line.
_BETWEEN = re.compile(r"(?<=>)\s*[,;]")
_OWNER_WORDS = (
    r"(?:(?:device|phone|account)\s+)?owner|eigenaar(?:\s+(?:van\s+het\s+)?toestel)?"
    r"|(?:toestel\s+)?verdachte|suspect|device|toestel|local user|lokale gebruiker"
)
_OWNER = re.compile(rf"\s*\((?:{_OWNER_WORDS})\)\s*$", re.IGNORECASE)
_MARK = re.compile(rf"(?:.*\()?(?:{_OWNER_WORDS})", re.IGNORECASE)
_LOCAL_USER = re.compile(r"\s*(?:local user|lokale gebruiker)\b", re.IGNORECASE)


class NamedParty(NamedTuple):
    """Who took part: number and name as they stand there, and whether it is marked the owner."""

    number: str
    name: str
    owner: bool

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "NamedParty()"


def marks_owner(words: str) -> bool:
    """Return whether the words beside a number mark it as the telephone's own."""
    return _LOCAL_USER.match(words) is not None or _MARK.fullmatch(words.strip(" ()<>")) is not None


def parties_in(text: str) -> Iterator[NamedParty]:
    """Yield each party, and one without number and name when there is none.

    What is not a number with a name beside it is given whole, without a name. The owner of the
    telephone often stands there by name alone, which tells nothing.
    """
    has_party = False
    for line in text.replace("_x000D_", "\n").splitlines():
        for party in _BETWEEN.split(line):
            stripped = (_SIDE.sub("", party, count=1) if _SIDE.match(party) else party).strip()
            if not stripped:
                continue
            has_party = True
            named = (
                _named(stripped) if len(party) <= _LONGEST else NamedParty(party, "", owner=False)
            )
            if not named.owner or holds_long_digits(named.number):
                yield named
    if not has_party:
        yield NamedParty("", "", owner=False)


def _named(party: str) -> NamedParty:
    unmarked = _OWNER.sub("", party)
    owner = unmarked != party or _LOCAL_USER.match(party) is not None
    named = _NUMBER_AND_NAME.fullmatch(unmarked) or _NAME_AND_NUMBER.fullmatch(unmarked)
    number, name = (named["number"], named["name"]) if named else without_name(unmarked)
    # What follows may be a second number, or its last figures, which would be lost as a name.
    lost = holds_long_digits(name) or names_range(unmarked)
    return NamedParty(unmarked, "", owner) if lost else NamedParty(number, name, owner)
