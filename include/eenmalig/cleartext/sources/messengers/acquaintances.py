"""With whom messages and calls were exchanged, who is a mere contact, and who the owner himself.

A messenger keeps people in one table and what they wrote in another. Who stands only in the first
did nothing yet, and who is known from groups alone wrote to nobody in particular.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.sqlite_values import later, text_of

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from datetime import datetime
    from typing import Any

    from eenmalig.cleartext.sources.files.sqlite_rows import Database
    from eenmalig.cleartext.sources.files.sqlite_values import StoredNumber

_MOST = 500_000


class Acquaintances:
    """The last exchange with each person, by any of the keys that a database has for people.

    ``own`` are the keys of the telephone's owner.
    """

    def __init__(self, database: Database, own: AbstractSet[str]) -> None:
        self._database = database
        self._own = own
        # By what speaks against an exchange, the best first: that it was deleted, or a group's.
        self._last: dict[tuple[bool, bool], dict[str, datetime | None]] = {
            (deleted, group): {} for deleted in (False, True) for group in (False, True)
        }

    def add(
        self, key: str, at: datetime | None, *, group: bool = False, deleted: bool = False
    ) -> None:
        """Note an exchange with somebody. Nobody has an empty key.

        Fails when there are more people than can be held (``SOURCE_UNREADABLE``).
        """
        if key:
            last = self._last[deleted, group]
            last[key] = later(last.get(key), at)
            refuse_more(len(last), self._database)

    def told_of(self, number: StoredNumber, *keys: str) -> StoredNumber | None:
        """Return a number with the last exchange, and with what speaks against its person.

        The owner's own is marked, and None where he has none.
        """
        if not self._own.isdisjoint(keys):
            return number._replace(owner=True, label="", beside=None) if number.text else None
        for (deleted, group), last in self._last.items():
            if known := [last[key] for key in keys if key in last]:
                at = max(filter(None, known), default=None)
                return number._replace(last_used=at, group=group, deleted=deleted)
        return number._replace(contact=True)


def keys_of(*values: Any) -> list[str]:
    """Return ids, numbers and accounts as they are compared: they are written in either case."""
    return [text.casefold() for text in map(text_of, values) if text]


def refuse_more(held: int, database: Database) -> None:
    """Fail when more people or conversations are held than can be (``SOURCE_UNREADABLE``)."""
    if held > _MOST:
        raise database.unreadable("names more people than can be held; ask for it in parts")
