"""What exports call the telephone network, where others name the program of a call or message."""

from __future__ import annotations

from functools import lru_cache

from eenmalig.cleartext.sources.words.labels import TELEPHONE, words_of

_NAMES_REMEMBERED = 4096
# The telephone itself: its list of calls, its messages, its address book, its card, its network.
OF_NETWORK = TELEPHONE | frozenset(
    """
    sim simkaart telefoonboek telefonie phonebook adresboek addressbook contacts contacten
    call calls calling calllog log logs oproep oproepen gesprek gesprekken telefoongesprek
    telefoongesprekken belgesprek bellijst bericht berichten message messages tekstbericht
    tekstberichten bellen dialer voice spraak android iphone ios samsung toestel handset
    native telephony cellular network netwerk carrier provider volte vowifi wifi lte umts cdma
    kpn vodafone odido tmobile simyo lebara lycamobile youfone ziggo simpel
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
_NO_NAME = frozenset(("", "nvt", "n v t", "na", "n a", "geen", "none", "null", "nil", "leeg"))


@lru_cache(_NAMES_REMEMBERED)
def names_network(program: str) -> bool:
    """Return whether this names the telephone network, or its list of calls, and nothing else."""
    words = [word for word in words_of(program) if not word.isdecimal()]
    return bool(words) and OF_NETWORK.issuperset(words)


@lru_cache(_NAMES_REMEMBERED)
def names_nothing(program: str) -> bool:
    """Return whether where the program of a record stands none is named."""
    return " ".join(words_of(program)) in _NO_NAME
