"""Telegram's cache4.db of Android, decrypted: its users, and the address book as it took it over.

Of a user the telephone is known where he shows it; the telephone's owner is one of them, and his
saved messages are a conversation with himself. The address book leads to no user: its ``uid`` is
the telephone's own id of a contact.

Tried on databases built with versions 6 and 7 of the address book and users of three layers of the
protocol, not on those of a known version of the program.
Described in Telegram's own source, DrKLO/Telegram on GitHub: MessagesStorage in
org.telegram.messenger.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.sqlite_rows import Joined
from eenmalig.cleartext.sources.files.sqlite_values import (
    UNIX,
    Part,
    StoredNumber,
    label_of,
    moment,
    recognised,
    text_of,
    values,
)
from eenmalig.cleartext.sources.messengers.telegram_user import user_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from typing import Any

    from eenmalig.cleartext.sources.files.sqlite_rows import Database
    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "telegram"

_MOST = 500_000

# Their names end in the version of the schema; then what leads from a number to its contact.
_VERSIONS = (("7", "key"), ("6", "uid"))
_MESSAGES = (("messages_v2", "uid", "out"), ("messages", "uid", "out"))


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has Telegram's table of telephone numbers."""
    return recognised(path, _PROGRAMS)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield every number of the address book and of the users. A column means nothing here."""
    yield from values(path, asked, _PARTS)


def _phones(version: str, key: str, database: Database) -> Iterator[StoredNumber | None]:
    names = Joined(f"user_contacts_v{version}", key, key, ("fname", "sname"))
    rows = database.rows(f"user_phones_v{version}", "phone", "deleted", joined=[names])
    for phone, deleted, first, last in rows:
        label = label_of(first, last)
        yield StoredNumber(text_of(phone), label, deleted=bool(deleted), contact=True)


def _users(database: Database) -> Iterator[StoredNumber | None]:
    dates = _dates(database)
    for identifier, data in database.rows("users", "uid", "data"):
        user = user_of(identifier, data)
        if user is None or not user.phone:
            yield None
            continue
        yield StoredNumber(
            f"+{user.phone.removeprefix('+')}",
            label_of(user.name),
            dates.get(identifier),
            owner=user.is_self,
            contact=identifier not in dates,
        )


def _dates(database: Database) -> dict[Any, datetime | None]:
    """Return when there was last contact with each user that there is a conversation with.

    One message that came in may be Telegram's own line, that somebody joined: it is none.
    """
    dates: dict[Any, datetime | None] = {}
    lines = _lines(database)
    if database.has("dialogs", "did"):
        for person, date in database.rows("dialogs", "did", "date"):
            if person not in lines:
                dates[person] = moment(date, UNIX)
            _refuse_more(len(dates), database)
    if database.has("enc_chats", "user"):
        for (person,) in database.rows("enc_chats", "user"):
            dates.setdefault(person, None)
            _refuse_more(len(dates), database)
    return dates


def _lines(database: Database) -> set[Any]:
    """Return the conversations that hold one message alone, which came in."""
    held: Counter[Any] = Counter()
    answered: set[Any] = set()
    for place in _MESSAGES:
        for person, out in database.rows(*place) if database.has(*place) else ():
            held[person] += 1
            if out:
                answered.add(person)
            _refuse_more(len(held), database)
    return {person for person, count in held.items() if count == 1} - answered


def _refuse_more(held: int, database: Database) -> None:
    if held > _MOST:
        raise database.unreadable("holds more conversations than can be held")


_PROGRAMS = tuple(((f"user_phones_v{version}", key, "phone"),) for version, key in _VERSIONS)
_PARTS = (
    *(
        Part(((f"user_phones_v{version}", key, "phone"),), partial(_phones, version, key))
        for version, key in _VERSIONS
    ),
    Part((("users", "uid", "data"),), _users),
)
