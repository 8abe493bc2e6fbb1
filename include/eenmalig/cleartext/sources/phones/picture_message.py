"""Who took part in one MMS of a back-up, and which of them is the telephone itself.

``addr`` holds sender and recipients, the telephone among them as a rule; ``address`` those in the
conversation beside the telephone, parted by ``~``. So of the recipients of what was received the
telephone is the only one that is not of the conversation, or, where that is not told, the only one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

# The kinds of addresses: from; to, a copy to, a hidden copy to.
_FROM = "137"
_TO = frozenset(("151", "130", "129"))
# Stands for the telephone itself.
_SELF = "insert-address-token"
_NOT_SAID = frozenset(("null", "(unknown)"))
_BETWEEN_PEOPLE = re.compile(r"[~;,]")
_BETWEEN_NAMES = re.compile(r"[~,]")
# Two spellings of one number end in the same digits, with or without the country.
_SAME_END = 8


class Participant(NamedTuple):
    """One address as it was written, whose it is by name, and whether it is the telephone's."""

    text: str
    name: str
    owner: bool = False

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "Participant()"


def parties(message: Element, *, received: bool | None) -> list[Participant]:
    """Return who took part in one ``mms``; empty addresses too, none for the telephone's token.

    Nobody of a message that does not say whether it was received is the telephone's.
    """
    conversation = parts_of(written(message, "address"))
    addresses = [
        (written(address, "address"), written(address, "type"))
        for address in message.iterfind("{*}addrs/{*}addr")
    ]
    known = ends(text for text, _ in addresses)
    more = [text for text in conversation if ends([text]).isdisjoint(known)]
    addresses = [pair for pair in addresses if pair[0] != _SELF]
    own = _own(addresses, ends(conversation), received=received)
    names = _names(written(message, "contact_name"), conversation)
    told = [text for text, _ in addresses] + [text for text in more if text or not addresses]
    return [
        Participant(text, _name(names, text), not ends([text]).isdisjoint(own)) for text in told
    ]


def parts_of(text: str) -> list[str]:
    """Return the addresses that are joined in one text; an empty one where there is none."""
    return [part.strip() for part in _BETWEEN_PEOPLE.split(text) if part.strip()] or [""]


def ends(texts: Iterable[str]) -> set[str]:
    """Return the last digits of each number, by which its spellings are the same."""
    digits = ("".join(sign for sign in text if sign.isdecimal()) for text in texts)
    return {number[-_SAME_END:] for number in digits if number}


def written(element: Element, name: str) -> str:
    """Return an attribute, empty where the app writes that there is nothing."""
    text = (element.get(name) or "").strip()
    return "" if text.casefold() in _NOT_SAID else text


def _own(
    addresses: list[tuple[str, str]], conversation: set[str], *, received: bool | None
) -> set[str]:
    if received is None:
        return set()
    return _recipient(addresses, conversation) if received else ends(_senders(addresses))


def _senders(addresses: list[tuple[str, str]]) -> list[str]:
    return [text for text, kind in addresses if kind == _FROM]


def _recipient(addresses: list[tuple[str, str]], conversation: set[str]) -> set[str]:
    """Return the number that a received message went to and that is the telephone's, if known."""
    recipients = ends(text for text, kind in addresses if kind in _TO)
    sender = ends(_senders(addresses))
    if recipients == sender:
        # Sent to oneself.
        return recipients
    told = bool(sender) and sender <= conversation
    own = recipients - conversation if told else recipients
    return own if len(own) == 1 else set()


def _names(names: str, conversation: list[str]) -> dict[str, str]:
    """Return the name of each number, or of all together under no number."""
    apart = [name.strip() for name in _BETWEEN_NAMES.split(names)]
    if len(apart) == len(conversation):
        pairs = zip(conversation, apart, strict=True)
        return {end: name for text, name in pairs for end in ends([text])}
    return {"": names}


def _name(names: dict[str, str], text: str) -> str:
    return next((names[end] for end in ends([text]) if end in names), names.get("", ""))
