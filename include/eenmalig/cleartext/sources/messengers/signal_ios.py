"""Signal's database of iOS (signal.sqlite), decrypted: who it knows, and the owner's own number.

Everybody who has Signal and stands in the telephone's address book is known to it. Whoever wrote
or called nobody is a mere contact: that somebody joined Signal is told in a conversation too.

Tried on databases built with the tables of 2021 and of 2024, not on one of a telephone.
Described in Signal's own source, signalapp/Signal-iOS on GitHub (schema.sql in
SignalServiceKit/Resources, SDSRecordType, TSAccountManager, OWSUserProfile), and in
abrignoni/iLEAPP (signalIOS.py in scripts/artifacts).
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.files import sqlite_rows
from eenmalig.cleartext.sources.files.keyed_archive import fields_in, text_in
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

NAME = "signal_ios"

_MILLISECONDS = 1000
# Messages, calls, calls of groups and payments; all others are lines that Signal writes itself.
_EXCHANGES = (19, 20, 21, 65, 68, 75, 78, 79)
_OWN_VALUES = {
    "collection": ["TSStorageUserAccountCollection"],
    "key": ["TSStorageRegisteredNumberKey", "TSStorageRegisteredUUIDKey"],
}
_OWN_NUMBER = "TSStorageRegisteredNumberKey"
# Stands in place of a number in the owner's own profile.
_OWN_PROFILE = "kLocalProfileUniqueId"
_LONGEST_NAME = 200
# Where people stand: a table, the number in it, and the account.
_RECIPIENTS = ("model_SignalRecipient", "recipientPhoneNumber", "recipientUUID")
_THREADS = ("model_TSThread", "contactPhoneNumber", "contactUUID")
_ACCOUNTS = ("model_SignalAccount", "recipientPhoneNumber", "recipientUUID")
_MEMBERS = ("model_TSGroupMember", "phoneNumber", "uuidString")
_PROFILES = ("model_OWSUserProfile", "recipientPhoneNumber", "recipientUUID")
_AUTHORS = ("model_TSInteraction", "authorPhoneNumber", "authorUUID")
_PEOPLE = (_RECIPIENTS, _THREADS, _ACCOUNTS, _MEMBERS, _PROFILES, _AUTHORS)
_NAMES = (
    (_ACCOUNTS, ("fullName", "givenName", "familyName", "nickname")),
    (_PROFILES, ("profileName", "familyName")),
)
# How the address book was archived before it had columns.
_OLD_NAMES = ("fullName", "firstName", "lastName", "nickname")


class _Known(NamedTuple):
    """What the whole database tells of people, by number and by account."""

    exchanges: Acquaintances
    names: dict[str, str]

    def __repr__(self) -> str:
        """Show no number and no name: this may end in a traceback."""
        return "_Known()"


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has Signal's table of people, as of iOS."""
    return recognised(path, _PROGRAMS)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the number of every person; empty where Signal knows none. A column means nothing."""
    with sqlite_rows.opened(path, asked.label) as database:
        known = _Known(_exchanges(database, set(_own(database))), _names(database))
    yield from values(path, asked, _parts(known))


def _people(
    place: tuple[str, str, str], known: _Known, database: Database
) -> Iterator[StoredNumber | None]:
    """Yield the numbers of one table; of those who wrote each once, and empty ones of people."""
    wrote: set[str] = set()
    for number, account, pni in database.rows(*place, "pni"):
        text, keys = text_of(number), keys_of(number, account, pni)
        if text == _OWN_PROFILE or text in wrote or (not text and place != _RECIPIENTS):
            yield None
            continue
        if place == _AUTHORS:
            wrote.add(text)
            refuse_more(len(wrote), database)
        label = label_of(*dict.fromkeys(known.names.get(key) for key in keys))
        yield known.exchanges.told_of(StoredNumber(text, label), *keys)


def _own_number(database: Database) -> Iterator[StoredNumber | None]:
    for key, value in database.rows("keyvalue", "key", "value", only=_OWN_VALUES):
        text = text_in(value) if key == _OWN_NUMBER else ""
        yield StoredNumber(text, owner=True) if text else None


def _own(database: Database) -> Iterator[str]:
    """Yield the owner's number and account, as keys."""
    if database.has("keyvalue", "key", "collection"):
        for (value,) in database.rows("keyvalue", "value", only=_OWN_VALUES):
            yield from keys_of(text_in(value))


def _exchanges(database: Database, own: set[str]) -> Acquaintances:
    known = Acquaintances(database, own)
    people = _conversations_of_two(database)
    last: dict[str, datetime | None] = {}
    if database.has("model_TSInteraction", "uniqueThreadId", "recordType"):
        columns = (*_AUTHORS, "uniqueThreadId", "timestamp", "receivedAtTimestamp")
        only = {"recordType": _EXCHANGES}
        for number, account, thread, *times in database.rows(*columns, only=only):
            at = later(*(moment(each, UNIX, _MILLISECONDS) for each in times))
            conversation = text_of(thread)
            if conversation in people:
                last[conversation] = later(last.get(conversation), at)
            else:
                for key in keys_of(number, account):
                    known.add(key, at, group=True)
    for conversation, at in last.items():
        for key in people[conversation]:
            known.add(key, at)
    for row in database.rows(*_MEMBERS) if database.has(*_MEMBERS) else ():
        for key in keys_of(*row):
            known.add(key, None, group=True)
    return known


def _conversations_of_two(database: Database) -> dict[str, list[str]]:
    """Return with whom each conversation is held that is no group's."""
    people: dict[str, list[str]] = {}
    if database.has("model_TSThread", "uniqueId"):
        for *of, thread in database.rows(*_THREADS, "uniqueId"):
            if keys := keys_of(*of):
                people[text_of(thread)] = keys
            refuse_more(len(people), database)
    return people


def _names(database: Database) -> dict[str, str]:
    """Return what each person is called, in the address book and by himself."""
    names: dict[str, str] = {}
    for place, columns in _NAMES:
        rows = database.rows(*place, "contact", *columns) if database.has(place[0]) else ()
        for number, account, contact, *called in rows:
            name = label_of(*called, *fields_in(contact, *_OLD_NAMES))[:_LONGEST_NAME]
            for key in keys_of(number, account) if name else ():
                names[key] = f"{names.get(key, '')} {name}".strip()[:_LONGEST_NAME]
            refuse_more(len(names), database)
    return names


_PROGRAMS = ((_RECIPIENTS[:2],), (_THREADS[:2],))


def _parts(known: _Known) -> tuple[Part, ...]:
    return (
        *(Part((place[:2],), partial(_people, place, known)) for place in _PEOPLE),
        Part((("keyvalue", "key", "collection", "value"),), _own_number),
    )
