"""Who took part in a call or a message: telling telephone numbers from other identifiers.

Exports give the parties of telephone calls, text messages and dozens of applications in one
field: numbers, addresses of WhatsApp, e-mail addresses, names, and numerical ids of accounts.
"""

from __future__ import annotations

import re

from eenmalig.clear.sources.labels import holds_long_digits

# Longer ones are looked into no further: they go on as they are, to be refused and counted.
_LONGEST = 1000
_WHATSAPP = re.compile(r"\d{5,20}(?::\d{1,5})?@s\.whatsapp\.net", re.IGNORECASE)
_WHATSAPP_AND_NAME = re.compile(rf"({_WHATSAPP.pattern})\s+[^/\s].*", re.IGNORECASE | re.DOTALL)
_ADDRESS_AND_NAME = re.compile(r"(?P<address>[^()]*\d)\s*\((?P<name>[^()\d]*[^()\d\s][^()\d]*)\)")
_NAME_AND_ADDRESS = re.compile(r"(?P<name>[^<>]*)<(?P<address>[^<>]+)>\s*")


def number_in(identifier: str, *, of_telephony: bool) -> str | None:
    """Return the text that is, or may be, a telephone number; None for another kind of id.

    Where a call or text message of the telephone network is told (``of_telephony``), everything
    but an e-mail address counts, junk and nothing included: it is refused later, and counted.
    """
    text = identifier.strip()
    if len(text) > _LONGEST:
        return text
    if "@" in text:
        named = _WHATSAPP_AND_NAME.fullmatch(text)
        if named is not None:
            return named[1]
        return text if _WHATSAPP.search(text) else None
    return text if of_telephony or holds_long_digits(text) else None


def without_name(party: str) -> tuple[str, str]:
    """Return the address and the name of ``name <address>`` or ``address (name)``.

    Without such a name all of it is the address.
    """
    found = _NAME_AND_ADDRESS.fullmatch(party) or _ADDRESS_AND_NAME.fullmatch(party)
    return (found["address"], found["name"].strip()) if found else (party, "")
