"""Whether a conversation in a Cellebrite UFED report is one of several, by who takes part in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.conversation import is_group
from eenmalig.cleartext.sources.values import FEWEST_IN_GROUP

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element as Element

    from eenmalig.cleartext.sources.forensic.ufed_roles import Sides

_CHAT, _PARTICIPANTS = "Chat", "Participants"
_TEXT_MESSAGE = "SMS"
_TOGETHER = frozenset({_CHAT, "InstantMessage", "MMS", "Call", _TEXT_MESSAGE})
_GROUP_ADDRESS = "@g.us"


class Groups:
    """Tells groups apart; the last conversation is kept, since its messages follow each other."""

    def __init__(self) -> None:
        """Begin without a chat."""
        self._chat: Element | None = None
        self._is_group = False

    def has(self, record: Element, kind: str, parties: Iterable[str], sides: Sides) -> bool:
        """Return whether the record, or the chat that it is a message of, is of a group.

        ``parties`` are the identifiers in the record itself; a chat's own say so only of a chat.
        """
        if sides.several or kind not in _TOGETHER:
            return sides.several
        chat = record if kind == _CHAT else _chat_around(record)
        if chat is None:
            people = {party.casefold() for party in parties if party}
            return is_group(people, apart=sides.outgoing and kind == _TEXT_MESSAGE)
        if chat is not self._chat or chat is record:
            self._chat, self._is_group = chat, _says_group(chat)
        return self._is_group


def _chat_around(record: Element) -> Element | None:
    holder = record.getparent()
    chat = holder.getparent() if holder is not None else None
    return chat if chat is not None and chat.get("type") == _CHAT else None


def _says_group(chat: Element) -> bool:
    """Return what the chat says of itself, or else whether more than two take part in it."""
    participants = 0
    for child in chat:
        name = child.get("name")
        if name == _PARTICIPANTS:
            participants = len(child)
        elif name == "ChatType":
            chat_type = _text(child).casefold()
            if chat_type in {"group", "oneonone", "broadcast"}:
                return chat_type == "group"
        elif name == "Id" and _text(child).endswith(_GROUP_ADDRESS):
            return True
    return participants >= FEWEST_IN_GROUP


def _text(field: Element) -> str:
    return (field[0].text or "").strip() if len(field) else ""
