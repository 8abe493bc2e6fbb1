"""Who took part in a call or a message: telling telephone numbers from other identifiers.

Exports give the parties of telephone calls, text messages and dozens of applications in one
field: numbers, addresses of WhatsApp, e-mail addresses, names, and numerical ids of accounts.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from eenmalig.cleartext.numbers.splitting import names_range
from eenmalig.cleartext.sources.words.labels import holds_long_digits

# Longer ones are looked into no further: they go on as they are, to be refused and counted.
_LONGEST = 1000
_WHATSAPP = re.compile(r"\+?\d{5,20}(?::\d{1,5})?@(?:s\.whatsapp\.net|c\.us)", re.IGNORECASE)
_WHATSAPP_AND_NAME = re.compile(rf"({_WHATSAPP.pattern})\s+[^/\s].*", re.IGNORECASE | re.DOTALL)
_ADDRESS_AND_NAME = re.compile(r"(?P<address>[^()]*\d)\s*\((?P<name>[^()\d]*[^()\d\s][^()\d]*)\)")
# What nobody's numerical id begins with; a name may stand behind it.
_DIALLED = re.compile(r"(?:tel:)?\(?(?:\+|0)(?:[\s().-]*\d){6,}", re.IGNORECASE)
_INVISIBLE = "\u200e\u200f\u202a\u202c\u2068\u2069"
_BY_NUMBER = re.compile(
    r"whats ?app|\bsignal\b|\bviber\b|imessage|facetime|\b(?:sms|mms|rcs)\b|\bnative\b"
    r"|\b(?:tele)?phone\b|\btelephony\b",
    re.IGNORECASE,
)
_BETWEEN_PARTIES = re.compile(r"[;,\r\n]+")
_NAME_AND_ADDRESS = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>\s*")


class Service(Enum):
    """What kind of service an identifier is from.

    On the telephone network it is a number. Some messengers know people by their number
    (``BY_NUMBER``); of any other, bare digits are an account, and may read as a stranger's number.
    """

    TELEPHONE = auto()
    BY_NUMBER = auto()
    OTHER = auto()


def service_of(*words: str) -> Service:
    """Return whether one of these names of programs or fields is of a service that uses numbers."""
    return Service.BY_NUMBER if any(map(_BY_NUMBER.search, words)) else Service.OTHER


def number_in(identifier: str, service: Service) -> str | None:
    """Return the text that is, or may be, a telephone number; None for another kind of id.

    Of a call or text message of the telephone network everything but an e-mail address counts,
    junk and nothing included: it is refused later, and counted. Of services that do not know
    people by their number, only what begins with ``+`` or ``0`` counts, and WhatsApp's addresses.
    """
    text = identifier.strip()
    if service is Service.OTHER and "@" not in text:
        return dialled(text)
    if len(text) > _LONGEST:
        return text
    if "@" in text:
        named = _WHATSAPP_AND_NAME.fullmatch(text)
        if named is not None:
            return named[1]
        return text if _WHATSAPP.search(text) else None
    return text if service is Service.TELEPHONE or holds_long_digits(text) else None


def parties_in(value: str, service: Service) -> list[str]:
    """Return the parties of a field that may hold several, a comma or semicolon between them.

    A comma may also stand within a name, and a semicolon in an address: where that could be, what
    stands there is one.
    """
    parts = [part.strip() for part in _BETWEEN_PARTIES.split(value) if part.strip()]
    apart = service is Service.OTHER or all(map(holds_long_digits, parts))
    return parts if apart and len(parts) > 1 else [value]


def dialled(text: str) -> str | None:
    """Return the lines that begin as a number is dialled, with ``+`` or ``0``, without names.

    Addresses of e-mail are none. A range of numbers stays whole.
    """
    lines = (line.strip().lstrip(_INVISIBLE) for line in text.splitlines() if "@" not in line)
    numbers = ((line, match) for line in lines if (match := _DIALLED.match(line)))
    return "\n".join(line if names_range(line) else match[0] for line, match in numbers) or None


def without_name(party: str) -> tuple[str, str]:
    """Return the address and the name of ``name <address>`` or ``address (name)``.

    Without such a name all of it is the address.
    """
    match = _NAME_AND_ADDRESS.fullmatch(party) or _ADDRESS_AND_NAME.fullmatch(party)
    return (match["address"], match["name"].strip()) if match else (party, "")
