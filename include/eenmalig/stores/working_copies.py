"""Working copies as the inventory knows them: from when on, until when, and whose they are."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from eenmalig.stores import schema
from eenmalig.stores.engine import JsonOrNone

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from eenmalig.stores.folder_on_disk import FolderOnDisk

_KEY_BYTES = 32


@dataclass(frozen=True)
class WorkingCopy:
    """One working copy. Its ``key`` is drawn for it and dies with it.

    ``listing``, ``contents`` and ``files`` are digests under that key. ``campaign`` is the one
    that took it in. ``checked`` is what came of trying it, as it is listed. Of a copy of an earlier
    program, and of one that is destroyed, there is no ``place``.
    """

    id: int | None
    city: str
    name: str
    deadline: datetime
    place: str
    key: bytes
    listing: str = ""
    contents: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    campaign: str | None = None
    checked: Mapping[str, Any] | None = field(default=None, hash=False)

    @classmethod
    def first_seen(
        cls, folder: FolderOnDisk, city: str, name: str, deadline: datetime
    ) -> WorkingCopy:
        """Return what is known of a copy from now on."""
        new = cls(None, city, name, deadline, folder.place, secrets.token_bytes(_KEY_BYTES))
        return new.as_now(folder)

    def is_unchanged(self, folder: FolderOnDisk) -> bool:
        """Whether it stands there, and nothing in it was changed."""
        return self.place == folder.place and self.listing == folder.listing(self.key)

    def is_changed(self, folder: FolderOnDisk) -> bool:
        """Whether it stands there, changed: not emptied and filled with another hand-over."""
        if self.place != folder.place:
            return False
        was_empty = not self.contents and not self.files
        still_there = self.contents & folder.contents(self.key) | self.files & folder.files(
            self.key
        )
        return was_empty or bool(still_there)

    def is_emptied(self, folder: FolderOnDisk) -> bool:
        """Whether it stands there, and holds nothing any more: it could not be removed itself."""
        return self.place == folder.place and folder.is_empty()

    def is_copied(self, folder: FolderOnDisk) -> bool:
        """Whether another place holds just what it holds: it was moved or copied there."""
        return bool(self.contents) and self.contents == folder.contents(self.key)

    def shares(self, folder: FolderOnDisk) -> bool:
        """Whether another place holds something that it holds."""
        return bool(self.contents & folder.contents(self.key))

    def as_now(self, folder: FolderOnDisk) -> WorkingCopy:
        """Return it with what the folder holds now."""
        return replace(
            self,
            place=folder.place,
            listing=folder.listing(self.key),
            contents=folder.contents(self.key),
            files=folder.files(self.key),
            checked=None,
        )

    def copied_to(self, folder: FolderOnDisk, city: str, name: str) -> WorkingCopy:
        """Return what is known of a copy of it: the same, under a key of its own."""
        new = WorkingCopy.first_seen(folder, city, name, self.deadline)
        return replace(new, campaign=self.campaign)

    def destroyed(self) -> WorkingCopy:
        """Return what is left once it is gone: whose it was."""
        nothing: frozenset[str] = frozenset()
        gone = replace(self, place="", key=b"", listing="", contents=nothing, files=nothing)
        return replace(gone, checked=None)


def select_copies(connection: sa.Connection) -> list[WorkingCopy]:
    """Return all that are known, the first seen first.

    Of one of which nobody can read what came of trying it, that is not known: it is tried anew.
    """
    table = schema.working_copies
    columns = [column for column in table.c if column.name != "checked"]
    checked = sa.type_coerce(table.c.checked, JsonOrNone).label("checked")
    rows = connection.execute(sa.select(*columns, checked).order_by(table.c.id)).mappings()
    sets = ("contents", "files")
    return [
        WorkingCopy(**{**row, **{name: frozenset(row[name]) for name in sets}})
        for row in (dict(row) for row in rows)
    ]


def keep_copy(connection: sa.Connection, copy: WorkingCopy) -> WorkingCopy:
    """Write what is known of a copy; return it with its id.

    Of two processes that see a copy for the first time, the first one's word stands.
    """
    table = schema.working_copies
    row = {
        "city": copy.city,
        "name": copy.name,
        "deadline": copy.deadline,
        "place": copy.place,
        "key": copy.key,
        "listing": copy.listing,
        "contents": sorted(copy.contents),
        "files": sorted(copy.files),
        "campaign": copy.campaign,
        "checked": copy.checked,
    }
    if copy.id is not None:
        connection.execute(table.update().where(table.c.id == copy.id).values(**row))
        return copy
    for known in select_copies(connection):
        if known.place == copy.place:
            return known
    made = connection.execute(table.insert().values(**row)).inserted_primary_key
    return replace(copy, id=made[0] if made else None)


def keep_check(connection: sa.Connection, copy: WorkingCopy, checked: Mapping[str, Any]) -> bool:
    """Write what came of trying a copy; return whether it is still there as it was tried."""
    table = schema.working_copies
    same = (table.c.id == copy.id) & (table.c.listing == copy.listing) & (table.c.place != "")
    return bool(connection.execute(table.update().where(same).values(checked=checked)).rowcount)


def drop_copy(connection: sa.Connection, copy: WorkingCopy) -> None:
    """Forget a copy that is gone, and its key."""
    table = schema.working_copies
    connection.execute(table.delete().where(table.c.id == copy.id))
