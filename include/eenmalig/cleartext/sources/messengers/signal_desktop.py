"""Signal Desktop's database (db.sqlite), decrypted: who it knows, and the owner's own number.

Whoever wrote, got or called nothing is a mere contact: the address book of the telephone comes
with it. Before version 20 of the schema the number of a person was the id of his conversation.

Tried on databases built with versions 19, 87 and 1270 of the schema, not on one of a computer.
Described in Signal's own source, signalapp/Signal-Desktop on GitHub (ts/sql/migrations), and in
tbvdm/sigtop (recipient.go and message.go in signal), which names the versions.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.sqlite_values import (
    UNIX,
    Part,
    StoredNumber,
    label_of,
    later,
    moment,
    recognised,
    text_of,
    values,
)
from eenmalig.cleartext.sources.messengers.acquaintances import (
    Acquaintances,
    keys_of,
    refuse_more,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from eenmalig.cleartext.sources.files.sqlite_rows import Database
    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "signal_desktop"

_MILLISECONDS = 1000
_GROUP = "group"
# All other messages are lines that Signal writes itself, such as that a key is another one.
_EXCHANGES = frozenset({"incoming", "outgoing", "call-history"})
# These hold the number or account and, after a dot, which of the owner's devices this is.
_OWN_NUMBERS = ("accountE164", "number_id")
_OWN = {"id": [*_OWN_NUMBERS, "uuid_id"]}
_KEYS = ("id", "e164", "serviceId", "uuid")
_NAMES = ("name", "profileFullName", "profileName", "profileFamilyName")
_SENDERS = ("source", "sourceServiceId", "sourceUuid")


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has Signal's tables of people and of messages."""
    return recognised(path, _PROGRAMS)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the number of every person; empty where Signal knows none. A column means nothing."""
    yield from values(path, asked, _PARTS)


def _people(database: Database) -> Iterator[StoredNumber | None]:
    exchanges = _exchanges(database, set(keys_of(*(value for _, value in _own_values(database)))))
    numbered = database.has("conversations", "e164")
    columns = ("type", *_KEYS, *_NAMES)
    for kind, identifier, number, *rest in database.rows("conversations", *columns):
        text = text_of(number) if numbered else _with_plus(text_of(identifier))
        keys = keys_of(identifier, text, *rest[: len(_KEYS) - 2])
        person = StoredNumber(text, label_of(*rest[len(_KEYS) - 2 :]))
        yield None if text_of(kind) == _GROUP else exchanges.told_of(person, *keys)


def _own_number(database: Database) -> Iterator[StoredNumber | None]:
    for name, value in _own_values(database):
        yield StoredNumber(value, owner=True) if name in _OWN_NUMBERS and value else None


def _own_values(database: Database) -> Iterator[tuple[str, str]]:
    """Yield the owner's number and account, each with what it is."""
    if database.has("items", "id", "json"):
        for name, held in database.rows("items", "id", "json", only=_OWN):
            yield text_of(name), _value(text_of(held)).partition(".")[0]


def _exchanges(database: Database, own: set[str]) -> Acquaintances:
    known = Acquaintances(database, own)
    groups = _groups(database, known)
    last: dict[str, datetime | None] = {}
    columns = ("conversationId", "type", "sent_at", "received_at_ms", *_SENDERS)
    for conversation, kind, sent, received, *senders in database.rows("messages", *columns):
        if text_of(kind) not in _EXCHANGES:
            continue
        at = later(moment(sent, UNIX, _MILLISECONDS), moment(received, UNIX, _MILLISECONDS))
        (key,) = keys_of(conversation) or [""]
        if key not in groups:
            last[key] = later(last.get(key), at)
            refuse_more(len(last), database)
            continue
        for sender in keys_of(*senders):
            known.add(sender, at, group=True)
    for key, at in last.items():
        known.add(key, at)
    _add_calls(database, known)
    return known


def _groups(database: Database, known: Acquaintances) -> set[str]:
    """Return the conversations of groups, and note their members."""
    groups: set[str] = set()
    for identifier, kind, members in database.rows("conversations", "id", "type", "members"):
        if text_of(kind) == _GROUP:
            groups.update(keys_of(identifier))
            refuse_more(len(groups), database)
            for member in keys_of(*text_of(members).split()):
                known.add(member, None, group=True)
    return groups


def _add_calls(database: Database, known: Acquaintances) -> None:
    """Note the calls of two; with whom is the id of a conversation, or an account."""
    if database.has("callsHistory", "peerId", "mode"):
        columns = ("peerId", "mode", "status", "timestamp")
        for peer, mode, status, at in database.rows("callsHistory", *columns):
            if text_of(mode) == "Direct":
                deleted = text_of(status) == "Deleted"
                for key in keys_of(peer):
                    known.add(key, moment(at, UNIX, _MILLISECONDS), deleted=deleted)


def _value(held: str) -> str:
    try:
        item = json.loads(held)
    except ValueError:
        return ""
    value = item.get("value") if isinstance(item, dict) else None
    return value if isinstance(value, str) else ""


def _with_plus(text: str) -> str:
    """Return a number that SQLite took for one, and kept without its plus."""
    return f"+{text}" if text.isascii() and text.isdecimal() else text


_CONVERSATIONS = ("conversations", "id", "json", "type", "members", "profileName")
_MESSAGES = ("messages", "id", "conversationId", "sent_at", "type")
_PROGRAMS = ((_CONVERSATIONS, _MESSAGES),)
_PARTS = (
    Part((_CONVERSATIONS, _MESSAGES), _people),
    Part((("items", "id", "json"),), _own_number),
)
