"""Telegram's cache4.db of Android, decrypted: the address book as it was taken over.

Tried on databases built with versions 6 and 7 of its two tables, not on those of a known version
of the program.
Described in Telegram's own source, DrKLO/Telegram on GitHub: MessagesStorage in
org.telegram.messenger.
"""

from __future__ import annotations

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


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has Telegram's table of telephone numbers."""
    return recognised(path, _PROGRAMS)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield every number of the address book. A column means nothing here."""
    yield from values(path, asked, _PARTS)


def _phones(version: str, key: str, database: Database) -> Iterator[StoredNumber | None]:
    names = Joined(f"user_contacts_v{version}", key, key, ("fname", "sname", "uid"))
    rows = database.rows(f"user_phones_v{version}", "phone", "deleted", joined=[names])
    dates = _dates(database)
    for phone, deleted, first, last, person in rows:
        yield StoredNumber(
            text_of(phone),
            label_of(first, last),
            dates.get(person),
            deleted=bool(deleted),
            contact=person not in dates,
        )


def _dates(database: Database) -> dict[Any, datetime | None]:
    """Return when there was last contact with each person that there is a conversation with."""
    dates: dict[Any, datetime | None] = {}
    if database.has("dialogs", "did"):
        for person, date in database.rows("dialogs", "did", "date"):
            dates[person] = moment(date, UNIX)
            if len(dates) > _MOST:
                raise database.unreadable("holds more conversations than can be held")
    return dates


_PROGRAMS = tuple(((f"user_phones_v{version}", key, "phone"),) for version, key in _VERSIONS)
_PARTS = tuple(
    Part(((f"user_phones_v{version}", key, "phone"),), partial(_phones, version, key))
    for version, key in _VERSIONS
)
