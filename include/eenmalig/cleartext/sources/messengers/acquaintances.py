"""With whom messages and calls were exchanged, and who is a mere contact of the telephone.

A messenger keeps people in one table and what they wrote in another. Who stands only in the first
did nothing yet, and who is known from groups alone wrote to nobody in particular.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.sqlite_values import later

if TYPE_CHECKING:
    from datetime import datetime

    from eenmalig.cleartext.sources.files.sqlite_rows import Database
    from eenmalig.cleartext.sources.files.sqlite_values import StoredNumber

_MOST = 500_000


class Acquaintances:
    """The last exchange with each person, by any of the keys that a database has for people."""

    def __init__(self, database: Database) -> None:
        self._database = database
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

    def told_of(self, number: StoredNumber, *keys: str) -> StoredNumber:
        """Return a number with the last exchange, and with what speaks against its person."""
        for (deleted, group), last in self._last.items():
            if known := [last[key] for key in keys if key in last]:
                at = max(filter(None, known), default=None)
                return number._replace(last_used=at, group=group, deleted=deleted)
        return number._replace(contact=True)


def refuse_more(held: int, database: Database) -> None:
    """Fail when more people or conversations are held than can be (``SOURCE_UNREADABLE``)."""
    if held > _MOST:
        raise database.unreadable("names more people than can be held; ask for it in parts")
