"""Writes databases of messengers: the same people, and as many messages as wanted."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import islice
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from tests.cleartext.sources.builders import chat_databases as build
from tests.cleartext.sources.builders.databases import Rows, database

from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_PEOPLE = 2_000
_FIRST_MESSAGE = 1_700_000_000_000


class _Messenger(NamedTuple):
    """A schema, the people in it, and how one message is kept: of whom, and when."""

    schema: str
    people: Callable[[list[str]], Rows]
    message: str


def _google_messages(mobiles: list[str]) -> Rows:
    ids = range(1, len(mobiles) + 1)
    return {
        "participants": [
            {"_id": each, "send_destination": mobile, "normalized_destination": mobile}
            for each, mobile in zip(ids, mobiles, strict=True)
        ],
        "conversations": [{"_id": each, "participant_count": 1} for each in ids],
        "conversation_participants": [
            {"conversation_id": each, "participant_id": each} for each in ids
        ],
    }


def _signal_ios(mobiles: list[str]) -> Rows:
    return {
        "model_SignalRecipient": [{"recipientPhoneNumber": mobile} for mobile in mobiles],
        "model_TSThread": [
            {"uniqueId": str(each), "contactPhoneNumber": mobile}
            for each, mobile in enumerate(mobiles, start=1)
        ],
    }


def _signal_desktop(mobiles: list[str]) -> Rows:
    people = enumerate(mobiles, start=1)
    return {
        "conversations": [
            {"id": str(each), "type": "private", "e164": mobile} for each, mobile in people
        ]
    }


MESSENGERS = {
    "google_messages": _Messenger(
        build.GOOGLE_MESSAGES,
        _google_messages,
        "INSERT INTO messages (conversation_id, received_timestamp) VALUES (?, ?)",
    ),
    "signal_ios": _Messenger(
        build.SIGNAL_IOS,
        _signal_ios,
        "INSERT INTO model_TSInteraction (recordType, uniqueThreadId, timestamp) VALUES (19, ?, ?)",
    ),
    "signal_desktop": _Messenger(
        build.SIGNAL_DESKTOP,
        _signal_desktop,
        "INSERT INTO messages (type, conversationId, sent_at) VALUES ('incoming', ?, ?)",
    ),
}


def write(messenger: str, path: Path, count: int) -> None:
    """Write a messenger's database of so many messages with the same two thousand people."""
    rng = Random()
    kept = MESSENGERS[messenger]
    database(path, kept.schema, kept.people(list(islice(numbers.mobiles(rng), _PEOPLE))))
    rows = (
        (str(rng.randint(1, _PEOPLE)), _FIRST_MESSAGE + position * 60_000)
        for position in range(count)
    )
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(kept.message, rows)
