"""Numbers in the fields of a card that are no telephones: addresses, messengers, and notes.

Which they are is the same in vCards and jCards.
"""

from __future__ import annotations

import re

from eenmalig.cleartext.sources.messengers.whatsapp_address import Address
from eenmalig.cleartext.sources.words.identifiers import Service, number_in, service_of
from eenmalig.cleartext.sources.words.labels import mentions_telephone
from eenmalig.cleartext.sources.words.listed import listed_numbers
from eenmalig.cleartext.sources.words.mobiles import holds_mobile

# Fields that may lead to a person by telephone; so may all of a program's own, ``X-...``.
_ADDRESSES = frozenset({"IMPP", "URL", "RELATED", "SOCIALPROFILE", "CONTACT-URI", "EMAIL"})
_MESSENGERS = frozenset({"IMPP", "SOCIALPROFILE"})
# Pictures and sounds: their signs are no figures that anybody wrote.
_BINARY = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})
# Whose number it is where a field is about somebody else than the card, or about the telephone.
_OF_OTHERS = re.compile(
    r"RELATED|AGENT|X-.*(?:EMERGENCY|ASSISTANT|SPOUSE|PARTNER|MANAGER|PARENT|CHILD|RELATED|RELATION"
    r"|MOTHER|FATHER|BROTHER|SISTER).*|X-(?:.*-)?ICE(?:-.*)?"
)
_OF_OWNER = re.compile(r"X-(?:.*-)?(?:OWNER|OWN|DEVICE|MSISDN|MY|SELF|SUBSCRIBER)(?:-.*)?")
_TELEPHONE_ADDRESS = re.compile(r"\s*tel:", re.IGNORECASE)
_LINK = re.compile(
    r"(?:wa\.me/|api\.whatsapp\.com/send/?\?(?:[^#\s]*&)?phone=|whatsapp://send/?\?"
    r"(?:[^#\s]*&)?phone=)(?:\+|%2B)?0*(\d{6,15})(?!\d)",
    re.IGNORECASE,
)
_JID = re.compile(r"\d{5,20}(?:[._]\d+)?(?::\d{1,5})?@(?:s\.whatsapp\.net|c\.us)", re.IGNORECASE)
_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.-]*:(?://)?", re.IGNORECASE)
_LONGEST = 1000


def may_lead(name: str) -> bool:
    """Return whether a field of this name, in capitals, may lead to somebody's number."""
    return name in _ADDRESSES or name.startswith("X-")


def is_of_others(name: str) -> bool:
    """Return whether a field of this name, in capitals, is about another person than its card."""
    return _OF_OTHERS.fullmatch(name) is not None


def is_of_owner(name: str) -> bool:
    """Return whether a field of this name, in capitals, is about the telephone it was kept in."""
    return _OF_OWNER.fullmatch(name) is not None


def number_of(name: str, kinds: str, value: str) -> str | None:
    """Return the number that a field of this name leads to, None where it leads to none.

    ``kinds`` is what its parameters say. Bare digits count only in a field that says telephone, as
    ``X-MS-TEL`` of Outlook does, and where a service is named that knows people by their number:
    elsewhere they are an account.
    """
    if not may_lead(name) or len(value) > _LONGEST:
        return None
    if _TELEPHONE_ADDRESS.match(value):
        return value
    link, jid = _LINK.search(value), _JID.search(value)
    if link is not None:
        return f"+{link[1]}"
    if jid is not None:
        return Address(jid[0]).number()
    if name not in _MESSENGERS and not name.startswith("X-"):
        return None
    scheme = _SCHEME.match(value)
    service = service_of(name, kinds, scheme[0] if scheme else "")
    rest = value[scheme.end() :] if scheme else value
    # Of the owner's own numbers one too many is harmless, and one too few is not.
    by_number = service is Service.BY_NUMBER or is_of_owner(name) or mentions_telephone(name)
    text = rest if by_number else number_in(rest, service)
    return text if text is not None and holds_mobile(text) else None


def listed_in(name: str, value: str) -> list[str]:
    """Return every number in a field of a list of numbers that may not be texted."""
    return [] if name in _BINARY else listed_numbers(value, expected=False)
