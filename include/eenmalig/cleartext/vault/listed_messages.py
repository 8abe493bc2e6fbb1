"""What the provider's list has shown of a campaign's messages, beside its journal."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from eenmalig.cleartext.vault import tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from eenmalig.cleartext.vault.seal import Seal
    from eenmalig.cleartext.vault.vault import Vault

_ABOUT_STRAY = "stray"


class ListStanding(StrEnum):
    """What the provider's list says of an accepted message; nothing as long as it is young."""

    SHOWN = "shown"
    # A list that should have shown it did not, and none did before.
    MISSING = "missing"
    # A list showed it, and then its deletion was asked for: from here on it may be gone.
    DELETING = "deleting"


_SHOWN = (ListStanding.SHOWN, ListStanding.DELETING)


class Accepted(NamedTuple):
    """A message that the provider accepted."""

    sid: str
    ref: str
    attempted_at: datetime
    standing: ListStanding | None
    is_deleted: bool


class Stray(NamedTuple):
    """A message that the provider lists as this campaign's, and that answers to no attempt."""

    sid: str
    ref: str | None
    ours: bool


class StrayCounts(NamedTuple):
    """How many strays went to somebody who has another message, and how many to who knows."""

    doubled: int
    unaccounted: int


class Deletions(NamedTuple):
    """How many deletions are proved, and how many messages are gone without that proof."""

    proved: int
    not_provable: int


class ListedMessages:
    """Reads and writes it, in the campaign's vault. Each write is durable on return."""

    def __init__(self, vault: Vault, seal: Seal) -> None:
        self._vault = vault
        self._seal = seal

    def undeleted(self) -> list[Accepted]:
        """Return the accepted messages that are not deleted yet."""
        return [message for message in self._accepted() if not message.is_deleted]

    def all_shown(self) -> bool:
        """Whether lists have shown every accepted message."""
        return all(message.standing in _SHOWN for message in self._accepted())

    def note(self, shown: Collection[str], older_than: datetime) -> None:
        """Record what one list says of the accepted messages, by the SIDs that it shows.

        What it shows is there, also when it counted as deleted. What was accepted before
        ``older_than`` and no list ever showed is missing.
        """
        there, missing = [], []
        for message in self._accepted():
            if message.sid in shown:
                if message.is_deleted or message.standing not in _SHOWN:
                    there.append(message.ref)
            elif message.standing is None and message.attempted_at <= older_than:
                missing.append(message.ref)
        self.stand(there, ListStanding.SHOWN)
        self.stand(missing, ListStanding.MISSING)

    def stand(self, refs: Iterable[str], standing: ListStanding) -> None:
        """Record what the list says of messages. One that it shows does not count as deleted."""
        self._set(refs, listed=str(standing), deleted_at=None)

    def deleted(self, ref: str, now: datetime) -> None:
        """Record that a message was deleted at the provider and read back as absent."""
        self._set([ref], deleted_at=now)

    def deletions(self) -> Deletions:
        """Return how many messages are deleted: proved when a list had shown them right before."""
        table = tables.journal.c
        query = sa.select(table.listed).where(
            table.sealed_sid.is_not(None) & table.deleted_at.is_not(None)
        )
        with self._vault.engine.connect() as connection:
            standings = connection.execute(query).scalars().all()
        proved = sum(standing == ListStanding.DELETING for standing in standings)
        return Deletions(proved, len(standings) - proved)

    def stray(self, strays: Iterable[Stray]) -> None:
        """Record messages that answer to no attempt, those that are not known yet."""
        known = self.strays()
        fresh = [stray for stray in strays if stray.sid not in known]
        if not fresh:
            return
        with self._vault.writing() as connection:
            for stray in fresh:
                sealed = self._seal.seal(stray.sid.encode(), _ABOUT_STRAY)
                row = {"sealed_sid": sealed, "ref": stray.ref, "ours": stray.ours}
                connection.execute(tables.strays.insert().values(**row))

    def strays(self) -> set[str]:
        """Return the SIDs of all strays."""
        return {stray.sid for stray in self._strays().values()}

    def strays_to_delete(self) -> dict[int, str]:
        """Return the SIDs of strays that are this campaign's for sure and not deleted yet."""
        left = tables.strays.c.ours & tables.strays.c.deleted_at.is_(None)
        return {key: stray.sid for key, stray in self._strays(left).items()}

    def stray_deleted(self, key: int, now: datetime) -> None:
        """Record that a stray was deleted at the provider and read back as absent."""
        with self._vault.writing() as connection:
            connection.execute(
                tables.strays.update().where(tables.strays.c.id == key).values(deleted_at=now)
            )

    def stray_counts(self) -> StrayCounts:
        """Return how many strays there ever were."""
        with self._vault.engine.connect() as connection:
            refs = connection.execute(sa.select(tables.strays.c.ref)).scalars().all()
        unaccounted = refs.count(None)
        return StrayCounts(len(refs) - unaccounted, unaccounted)

    def _accepted(self) -> list[Accepted]:
        table = tables.journal.c
        columns = (table.ref, table.sealed_sid, table.attempted_at, table.listed, table.deleted_at)
        query = sa.select(*columns).where(table.sealed_sid.is_not(None))
        with self._vault.engine.connect() as connection:
            rows = connection.execute(query).all()
        return [
            Accepted(
                self._seal.open(row.sealed_sid, f"sid/{row.ref}").decode(),
                row.ref,
                row.attempted_at,
                ListStanding(row.listed) if row.listed else None,
                is_deleted=row.deleted_at is not None,
            )
            for row in rows
        ]

    def _set(self, refs: Iterable[str], **values: object) -> None:
        rows = [{"of": ref} for ref in refs]
        if rows:
            of_each = tables.journal.c.ref == sa.bindparam("of")
            with self._vault.writing() as connection:
                connection.execute(tables.journal.update().where(of_each).values(**values), rows)

    def _strays(self, where: sa.ColumnElement[bool] | None = None) -> dict[int, Stray]:
        query = sa.select(tables.strays)
        if where is not None:
            query = query.where(where)
        with self._vault.engine.connect() as connection:
            rows = connection.execute(query).all()
        return {
            row.id: Stray(self._seal.open(row.sealed_sid, _ABOUT_STRAY).decode(), row.ref, row.ours)
            for row in rows
        }
