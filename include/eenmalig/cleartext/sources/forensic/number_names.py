"""Names of fields that hold telephone numbers, as forensic programs write them: ``PhoneNumber``."""

from __future__ import annotations

import re
from functools import lru_cache

from eenmalig.cleartext.sources.words.labels import says_telephone, words_of

_NAMES_REMEMBERED = 4096
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_ENDS = re.compile(
    r"(?:(?:(?:tele)?phone|mobile|own|subscriber|line1?)numbers?|msisdn\d?"
    r"|(?:telefoon|mobiel|eigen)nummers?)$"
)
_PARTIES = frozenset(
    """
    number nummer recipient recipients ontvanger sender afzender caller beller callee gebelde
    callernumber callednumber remoteparty remotenumber otherparty contactnumber
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
_OWN = frozenset(
    """
    own owner eigen eigenaar local lokaal lokale device toestel apparaat account subscriber abonnee
    msisdn line my mijn self
    """.split()  # noqa: SIM905 - as above
)


@lru_cache(_NAMES_REMEMBERED)
def says_number(name: str) -> bool:
    """Return whether a field of this name holds a telephone number, and nothing else."""
    words = _words(name)
    return says_telephone(" ".join(words)) or _ENDS.search("".join(words)) is not None


@lru_cache(_NAMES_REMEMBERED)
def says_party(name: str) -> bool:
    """Return whether a field of this name holds who called or wrote: a number, or an account."""
    return "".join(_words(name)) in _PARTIES


@lru_cache(_NAMES_REMEMBERED)
def says_own(name: str) -> bool:
    """Return whether a field of this name holds what is the telephone's own."""
    return not _OWN.isdisjoint(_words(name))


def _words(name: str) -> list[str]:
    return words_of(_CAMEL.sub(" ", name))
