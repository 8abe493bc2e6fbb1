"""Google Messages' bugle_db of Android, and that of AOSP's Messaging, which it came from.

Everybody it knows stands in ``participants``, and each SIM of the telephone too. Whoever has no
message in a conversation is a mere contact; a draft and a line of the program's own are no message.

Tried on databases built with the tables of AOSP's Messaging and with those of Google Messages of
2023 to 2025 (schemas 58,090 to 60,640), not on one of a telephone.
Described in AOSP's packages/apps/Messaging (DatabaseHelper, ParticipantData and MessageData in
com.android.messaging.datamodel), in abrignoni/ALEAPP (googleMessages.py in scripts/artifacts), and
for the states of messages in mautrix/gmessages (pkg/libgm/gmproto/conversations.proto) on GitHub.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.cleartext.sources.files.sqlite_values import (
    UNIX,
    Part,
    StoredNumber,
    label_of,
    later,
    moment,
    recognised,
    stated,
    text_of,
    values,
)
from eenmalig.cleartext.sources.messengers.acquaintances import Acquaintances, refuse_more

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from eenmalig.cleartext.sources.files.sqlite_rows import Database
    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "google_messages"

_MILLISECONDS = 1000
# What a participant has for a SIM who is none of the telephone's own.
_NO_SIM = -2
_UNSENT, _DELETED = frozenset({3, 16}), frozenset({117, 300})
# In between it is the program that says something, such as that a conversation began.
_SAID_BY_PROGRAM = range(200, 300)
_SPELLINGS = ("send_destination", "normalized_destination", "display_destination")
_NAMES = ("full_name", "first_name", "alias")
_OF_MESSAGE = ("conversation_id", "sender_id", "message_status")
_TIMES = ("received_timestamp", "sent_timestamp")


class _Conversation(NamedTuple):
    """Who else takes part, and what was deleted by when."""

    others: set[Any]
    deleted_until: int
    is_group: bool


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has the table of participants."""
    return recognised(path, ((_PEOPLE,),))


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the number of every participant, and the telephone's own. A column means nothing."""
    yield from values(path, asked, _PARTS)


def _people(database: Database) -> Iterator[StoredNumber | None]:
    known = _acquaintances(database, _own_participants(database))
    columns = ("_id", *_SPELLINGS, "country_code", *_NAMES)
    for person, *spellings, country, full_name, first_name, alias in database.rows(
        "participants", *columns
    ):
        sent_to, international, shown = map(text_of, spellings)
        text = sent_to or international or shown
        beside = stated(text, dialled_in=text_of(country), international=international)
        number = StoredNumber(text, label_of(full_name, first_name, alias), beside=beside)
        yield None if "@" in text else known.told_of(number, str(person))


def _own_of_groups(database: Database) -> Iterator[StoredNumber | None]:
    """Yield the number by which the telephone takes part in each group."""
    for (number,) in database.rows("conversations", "rcs_group_self_msisdn"):
        text = text_of(number)
        yield StoredNumber(text, owner=True) if text else None


def _own_participants(database: Database) -> set[Any]:
    """Return the participants that stand for the telephone and its SIMs."""
    own: set[Any] = set()
    for person, sim in database.rows("participants", "_id", "sub_id"):
        if isinstance(sim, int) and sim != _NO_SIM:
            own.add(person)
        refuse_more(len(own), database)
    return own


def _acquaintances(database: Database, own: set[Any]) -> Acquaintances:
    known = Acquaintances(database, set(map(str, own)))
    conversations = _conversations(database, own)
    # The last message of each conversation, and of each who wrote in it.
    last: dict[tuple[Any, Any, bool], datetime | None] = {}
    for conversation, sender, status, *times in database.rows("messages", *_OF_MESSAGE, *_TIMES):
        if conversation not in conversations or not _is_message(status):
            continue
        at = later(*(moment(each, UNIX, _MILLISECONDS) for each in times))
        deleted = status in _DELETED or _is_before(times, conversations[conversation])
        writers = {sender} - {None} - own
        conversations[conversation].others.update(writers)
        for writer in {None} | writers:
            key = (conversation, writer, deleted)
            last[key] = later(last.get(key), at)
        refuse_more(len(last), database)
    for (conversation, writer, deleted), at in last.items():
        others, _, is_group = conversations[conversation]
        several = is_group or len(others) > 1
        for person in others if writer is None else {writer}:
            # In a group only what somebody wrote himself is a contact with him.
            date = None if several and writer is None else at
            known.add(str(person), date, group=several, deleted=deleted)
    return known


def _conversations(database: Database, own: set[Any]) -> dict[Any, _Conversation]:
    conversations: dict[Any, _Conversation] = {}
    columns = ("_id", "participant_count", "delete_timestamp")
    for conversation, count, deleted in database.rows("conversations", *columns):
        until = deleted if isinstance(deleted, int) else 0
        is_group = isinstance(count, int) and count > 1
        conversations[conversation] = _Conversation(set(), until, is_group)
    held = len(conversations)
    for conversation, person in database.rows(
        "conversation_participants", "conversation_id", "participant_id"
    ):
        if conversation in conversations and person is not None and person not in own:
            conversations[conversation].others.add(person)
            held += 1
        refuse_more(held, database)
    return conversations


def _is_message(status: Any) -> bool:
    return status not in _UNSENT and status not in _SAID_BY_PROGRAM


def _is_before(times: list[Any], conversation: _Conversation) -> bool:
    """Return whether a message is of before its conversation was deleted."""
    received = max((each for each in times if isinstance(each, int)), default=0)
    return received <= conversation.deleted_until


_PEOPLE = ("participants", "_id", "normalized_destination", "send_destination", "sub_id")
_PARTS = (
    Part(
        (
            _PEOPLE,
            ("conversations", "_id", "participant_count"),
            ("conversation_participants", "conversation_id", "participant_id"),
            ("messages", "conversation_id", "sender_id", "received_timestamp"),
        ),
        _people,
        together=True,
    ),
    Part((("conversations", "_id", "rcs_group_self_msisdn"),), _own_of_groups),
)
