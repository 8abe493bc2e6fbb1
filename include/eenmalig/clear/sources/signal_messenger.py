"""Signal's database of Android, decrypted: who it knows, and the owner's own number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.clear.sources.sqlite_values import (
    UNIX,
    Found,
    Part,
    label_of,
    latest,
    moment,
    recognised,
    text_of,
    values,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from eenmalig.clear.sources.sqlite_rows import Database
    from eenmalig.clear.sources.values import Asked, RawValue

NAME = "signal"

_MILLISECONDS = 1000
_MOST_THREADS = 500_000
_OWN_NUMBER = "account.e164"
# A recipient with one of these is a group, a list or a link, not a person.
_NO_PERSON = ("group_id", "distribution_list_id", "call_link_room_id")
_NAMES = ("system_joined_name", "system_display_name", "profile_joined_name")


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has Signal's table of people."""
    return recognised(path, _PARTS)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the number of every person; empty where Signal knows none. A column means nothing."""
    yield from values(path, asked.label, _PARTS)


def _people(database: Database) -> Iterator[Found | None]:
    dates = _dates(database)
    rows = database.rows("recipient", "_id", "e164", "phone", *_NO_PERSON, *_NAMES)
    for person, number, older, *rest in rows:
        others, names = rest[: len(_NO_PERSON)], rest[len(_NO_PERSON) :]
        text = text_of(number) or text_of(older)
        is_person = bool(text) or not any(map(text_of, others))
        yield Found(text, label_of(*names), dates.get(person)) if is_person else None


def _dates(database: Database) -> dict[int, datetime]:
    """Return when there was last contact with each recipient."""
    dates: dict[int, datetime] = {}
    if not database.has("thread", "date"):
        return dates
    rows = database.rows("thread", "recipient_id", "thread_recipient_id", "recipient_ids", "date")
    for newest, newer, old, date in rows:
        person = next((text_of(each) for each in (newest, newer, old) if each is not None), "")
        if person.isascii() and person.isdecimal() and len(dates) < _MOST_THREADS:
            latest(dates, int(person), moment(date, UNIX, _MILLISECONDS))
    return dates


def _own(database: Database) -> Iterator[Found | None]:
    for key, value in database.rows("key_value", "key", "value"):
        yield Found(text_of(value), owner=True) if key == _OWN_NUMBER else None


_PARTS = (
    Part((("recipient", "_id", "e164"),), _people),
    Part((("recipient", "_id", "phone", "group_id"),), _people),
    Part((("key_value", "key", "value", "type"),), _own),
)
