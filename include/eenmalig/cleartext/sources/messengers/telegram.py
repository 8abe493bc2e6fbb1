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
    Part,
    StoredNumber,
    label_of,
    recognised,
    text_of,
    values,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.cleartext.sources.files.sqlite_rows import Database
    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "telegram"

# Their names end in the version of the schema; then what leads from a number to its contact.
_VERSIONS = (("7", "key"), ("6", "uid"))


def recognises(path: Path) -> bool:
    """Return whether this copy of a database has Telegram's table of telephone numbers."""
    return recognised(path, _PARTS)


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield every number of the address book. A column means nothing here."""
    yield from values(path, asked.label, _PARTS)


def _phones(version: str, key: str, database: Database) -> Iterator[StoredNumber | None]:
    names = Joined(f"user_contacts_v{version}", key, key, ("fname", "sname"))
    rows = database.rows(f"user_phones_v{version}", "phone", "deleted", joined=[names])
    for phone, deleted, first, last in rows:
        yield StoredNumber(text_of(phone), label_of(first, last), deleted=bool(deleted))


_PARTS = tuple(
    Part(((f"user_phones_v{version}", key, "phone"),), partial(_phones, version, key))
    for version, key in _VERSIONS
)
