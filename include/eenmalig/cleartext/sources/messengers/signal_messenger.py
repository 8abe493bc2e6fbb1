"""Signal's database of Android, decrypted: who it knows, and the owner's own number.

Tried on databases built with newer tables (``e164``) and older ones (``phone``) of its source, not
on those of a known version.
Described in Signal's own source, signalapp/Signal-Android on GitHub: RecipientTable, ThreadTable,
GroupTable and KeyValueDatabase in org.thoughtcrime.securesms.database.
"""

from __future__ import annotations

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

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import Any

    from eenmalig.cleartext.sources.files.sqlite_rows import Database
    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "signal"

_MILLISECONDS = 1000
_MOST_THREADS = 500_000
_LONGEST_ID = 18
_MOST_OWN = 1000
# The last bits of a message's type say whether it was sent, and how far it got.
_KIND_OF_MESSAGE, _SENT = 0x1F, frozenset(range(21, 27))
_INBOX, _OUT = 20, 23
# Received, sent, and calls of two; all others are drafts, failures, and lines that Signal writes.
_EXCHANGES = frozenset({_INBOX, _OUT, 1, 2, 3, 8, 10, 11})
_OUTGOING = frozenset({_OUT, 2, 11})
# Keys that were exchanged or changed, changes of a group or a timer, an end of a session.
_LINE = 0xFF00 | 0x10000 | 0x20000 | 0x40000 | 0x400000
# Reactions, badges and payments are exchanges; what else stands in these bits is a line.
_SPECIAL, _EXCHANGED_SPECIALS = 0xF00000000, frozenset(range(4))
_SPECIAL_SHIFT = 32
# Where messages stand, in one version or another, and what tells of what kind they are.
_MESSAGES = (
    ("message", "thread_id", "type"),
    ("message", "thread_id", "msg_box"),
    ("sms", "thread_id", "type"),
    ("mms", "thread_id", "type"),
    ("mms", "thread_id", "msg_box"),
)
_SENDER = ("message", "from_recipient_id")
_OWN_NUMBER = "account.e164"
# A recipient with one of these is a group, a list or a link, not a person.
_NO_PERSON = ("group_id", "distribution_list_id", "call_link_room_id")
# What the owner himself called somebody, and what somebody calls himself.
_OWN_NAMES = ("system_joined_name", "system_display_name", "nickname_joined_name")
_NAMES = ("profile_joined_name", "signal_profile_name", "system_phone_label")


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has Signal's table of people."""
    return recognised(path, _PROGRAMS)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the number of every person; empty where Signal knows none. A column means nothing."""
    yield from values(path, asked, _PARTS)


def _people(database: Database) -> Iterator[StoredNumber | None]:
    dates, members, own = _dates(database), _members(database), _own_people(database)
    names = (*_OWN_NAMES, *_NAMES)
    rows = database.rows("recipient", "_id", "e164", "phone", *_NO_PERSON, *names)
    for person, number, older, *rest in rows:
        others, named = rest[: len(_NO_PERSON)], rest[len(_NO_PERSON) :]
        text = text_of(number) or text_of(older)
        if not text and any(map(text_of, others)):
            yield None
            continue
        known = any(map(text_of, named[: len(_OWN_NAMES)])) or person in dates
        group = person in members and not known
        yield StoredNumber(
            text,
            label_of(*named),
            dates.get(person),
            owner=person in own,
            group=group,
            contact=person not in dates,
        )


def _members(database: Database) -> set[int]:
    """Return who is in a group."""
    members: set[int] = set()
    if database.has("group_membership", "recipient_id"):
        rows = database.rows("group_membership", "recipient_id")
    elif database.has("groups", "members", "group_id"):
        # Before there was a table of its own: a text of ids.
        rows = database.rows("groups", "members")
    else:
        return members
    for (value,) in rows:
        members.update(int(member) for member in text_of(value).split(",") if _is_id(member))
        if len(members) > _MOST_THREADS:
            raise database.unreadable("names more people than can be held; ask for it in parts")
    return members


def _dates(database: Database) -> dict[int, datetime | None]:
    """Return when there was last contact with each recipient that there is a conversation with."""
    dates: dict[int, datetime | None] = {}
    columns = ("recipient_id", "thread_recipient_id", "recipient_ids")
    if not any(database.has("thread", column) for column in columns):
        return dates
    exchanged = _exchanged(database)
    named = ("_id", *columns, "date", "meaningful_messages")
    for thread, *ids, date, messages in database.rows("thread", *named):
        person = next((text_of(identifier) for identifier in ids if identifier is not None), "")
        # A conversation that was only opened holds none, and one may hold lines of Signal alone.
        held = messages != 0 if exchanged is None else thread in exchanged
        if _is_id(person) and held and len(dates) < _MOST_THREADS:
            at = moment(date, UNIX, _MILLISECONDS)
            dates[int(person)] = later(dates.get(int(person)), at)
    return dates


def _exchanged(database: Database) -> set[int] | None:
    """Return the conversations in which something was exchanged, None where no message is kept.

    Before messages named their sender nothing tells which conversation is the owner's with himself:
    there one in which everything went out is none.
    """
    outgoing, answered, any_message = set[int](), set[int](), False
    for place in _MESSAGES:
        for thread, kind in database.rows(*place) if database.has(*place) else ():
            any_message = True
            if _is_exchange(kind):
                base = kind & _KIND_OF_MESSAGE
                (outgoing if base in _OUTGOING else answered).add(thread)
            if len(outgoing) + len(answered) > _MOST_THREADS:
                raise database.unreadable("holds more conversations than can be held")
    if not any_message:
        return None
    return answered | outgoing if database.has(*_SENDER) else answered


def _is_exchange(kind: Any) -> bool:
    if not isinstance(kind, int) or kind & _LINE:
        return False
    special = (kind & _SPECIAL) >> _SPECIAL_SHIFT
    return kind & _KIND_OF_MESSAGE in _EXCHANGES and special in _EXCHANGED_SPECIALS


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _LONGEST_ID


def _own_people(database: Database) -> set[int]:
    """Return who wrote what was sent from this telephone, and to whom came what was received."""
    own: set[int] = set()
    columns = ("type", "from_recipient_id", "to_recipient_id")
    if database.has("message", *columns[:2]):
        for kind, sender, receiver in database.rows("message", *columns):
            base = kind & _KIND_OF_MESSAGE if isinstance(kind, int) else None
            received = receiver if base == _INBOX and receiver != sender else None
            person = sender if base in _SENT else received
            if isinstance(person, int) and len(own) < _MOST_OWN:
                own.add(person)
    return own


def _own(database: Database) -> Iterator[StoredNumber | None]:
    for key, value in database.rows("key_value", "key", "value"):
        yield StoredNumber(text_of(value), owner=True) if key == _OWN_NUMBER else None


_THREADS = ("thread", "_id")
_PROGRAMS = (
    (("recipient", "_id", "e164", "group_id"), _THREADS),
    (("recipient", "_id", "phone", "group_id"), _THREADS),
    (("key_value", "_id", "key", "value", "type"),),
)
_PARTS = (
    Part((("recipient", "_id", "e164"),), _people),
    Part((("recipient", "_id", "phone", "group_id"),), _people),
    Part((("key_value", "key", "value", "type"),), _own),
)
