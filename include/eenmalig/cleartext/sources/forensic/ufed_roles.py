"""Who somebody is in a record of a Cellebrite UFED report: owner, partner, or a mere contact."""

from __future__ import annotations

from itertools import starmap
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.forensic.record_names import says_draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element as Element

    Entries = Sequence[tuple[Element, dict[str, str]]]


class Sides(NamedTuple):
    """The telephone's own parties and entries of a record, and what its direction tells.

    ``several`` says that its side has others too, or several of whom nobody knows which it is,
    ``outgoing`` that it called or wrote.
    """

    owners: list[Element]
    several: bool = False
    outgoing: bool = False

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "Sides()"


_NOT_TOLD = Sides([])


PARTY = "Party"
# Models about the telephone itself: its users, and where its calls go when nobody answers.
OF_OWNER = frozenset({"UserAccount", "User", "CallForwarding"})
# In these, whoever is named called, wrote or paid. Of every other model (an address book, a
# calendar, a forwarded message, who was named in a post) its people did nothing by that.
_TOOK_PART = frozenset(
    {"Call", "SMS", "MMS", "InstantMessage", "Chat", "VoiceMail", "Email", "EMail", "MailMessage"}
    | {"Notification", "TransferOfFunds", PARTY}
)
# Of the models within another one, only the messages of a conversation are someone's own.
_MESSAGES = "Messages"
_FROM, _TO = "From", "To"
_EITHER = frozenset({_FROM, _TO})
_OUTGOING = frozenset({"outgoing", "sent", "unsent", "outbox"})
_INCOMING = frozenset({"incoming", "missed", "rejected", "inbox", "unread"})
# A message's status also tells that the other one read what was sent, so "read" tells nothing.
_TELL_DIRECTION = {
    "Call": ("Direction", "Type"),
    "SMS": ("Folder", "Status"),
    "MMS": ("Folder", "Status"),
    "InstantMessage": ("Folder",),
}
# Fields that tell who a party is, and whether a message was sent.
FIELDS = frozenset({"IsPhoneOwner", "FromIsOwner", "Role", "Direction", "Type", "Folder", "Status"})
_TRUE = frozenset({"true", "1", "yes"})
_MARK = "(owner)"


def is_contact(record: Element, kind: str, *, nested: bool) -> bool:
    """Return whether who stands in this record is a mere contact by it."""
    if kind not in _TOOK_PART:
        return True
    holder = record.getparent()
    return nested and holder is not None and holder.get("name") != _MESSAGES


def is_draft(kind: str, fields: dict[str, str]) -> bool:
    """Return whether this is a message that its folder or its status says was never sent."""
    if kind not in _TOOK_PART or kind == PARTY:
        return False
    return any(says_draft(fields[name]) for name in ("Folder", "Status") if name in fields)


def sides(kind: str, fields: dict[str, str], entries: Entries) -> Sides:
    """Return who of a record is on the telephone's own side.

    Where no party is marked, the direction tells: who called out, or the only one who was called.
    A record may name the telephone's own side only.
    """
    if kind in OF_OWNER:
        return Sides([part for part, _ in entries])
    parties = [entry for entry in entries if entry[0].get("type") == PARTY]
    marked = [party for party in parties if _is_marked(party[1])]
    own = (
        next((side for side in starmap(_side, marked) if side in _EITHER), None) if marked else None
    )
    own = own or _own_side(kind, fields)
    outgoing = own == _FROM
    if marked:
        beside = (_side(*party) for party in parties if party not in marked)
        several = own is not None and own in beside
        return Sides([part for part, _ in marked], several=several, outgoing=outgoing)
    if own is None or not parties:
        return _NOT_TOLD
    placed = [(part, inner, _side(part, inner)) for part, inner in parties]
    mine = [(part, inner.get("Identifier", "")) for part, inner, side in placed if side == own]
    # A party without a number is somebody too.
    several = len({identifier.casefold() for _, identifier in mine}) > 1
    others = any(side in _EITHER and side != own for _, _, side in placed)
    told = not several and (others or len(mine) == len(parties))
    return Sides([part for part, _ in mine] if told else [], several=several, outgoing=outgoing)


def _is_marked(party: dict[str, str]) -> bool:
    if party.get("IsPhoneOwner", "").casefold() in _TRUE:
        return True
    identifier, name = party.get("Identifier", ""), party.get("Name", "")
    return identifier.casefold().endswith(_MARK) or name.casefold().endswith(_MARK)


def _own_side(kind: str, fields: dict[str, str]) -> str | None:
    if fields.get("FromIsOwner", "").casefold() in _TRUE:
        return _FROM
    if kind not in _TELL_DIRECTION:
        return None
    said = {fields.get(name, "").casefold() for name in _TELL_DIRECTION[kind]}
    outgoing, incoming = bool(said & _OUTGOING), bool(said & _INCOMING)
    if outgoing == incoming:
        return None
    return _FROM if outgoing else _TO


def _side(part: Element, party: dict[str, str]) -> str | None:
    role = party.get("Role")
    if role in _EITHER:
        return role
    holder = part.getparent()
    return role if holder is None else holder.get("name")
