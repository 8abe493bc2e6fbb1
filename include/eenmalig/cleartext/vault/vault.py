"""The vault of one campaign: the only place that holds personal data at rest, sealed.

Four tables: cells as they were read, where candidates stood that were not used, recipients with
their sealed number, and the journal of attempts, each with the provider's sealed message id (SID).
SQLAlchemy Core on SQLite, without a write-ahead log and with deleted content overwritten. Callers
hold the inventory's lease.
"""

from __future__ import annotations

import hashlib
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import sqlalchemy as sa
from sqlalchemy import event

from eenmalig.cleartext.vault import tables
from eenmalig.cleartext.vault.cells import SOURCE, Cells, packed, unpacked
from eenmalig.cleartext.vault.seal import Seal, keyed_digest, recipient_ref
from eenmalig.domain.place import Place
from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.keys import CampaignKeys, KeyName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from eenmalig.cleartext.selecting.selection import UnusedCandidates


class Recipient(NamedTuple):
    """One recipient: the keyed hash and the number in the clear."""

    ref: str
    e164: str


class Vault:
    """Reads and writes one campaign's vault with the campaign's keys."""

    def __init__(self, folder: Path, keys: CampaignKeys, now: datetime) -> None:
        self.folder = folder
        self.keys = keys
        self.now = now
        self.engine = sa.create_engine(f"sqlite:///{folder / 'vault.db'}", hide_parameters=True)
        event.listen(self.engine, "connect", _pragmas)

    @classmethod
    def create(cls, folder: Path, keys: CampaignKeys, now: datetime) -> Vault:
        """Make an empty vault, readable by us alone."""
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        (folder / "vault.db").touch(mode=0o600)
        vault = cls(folder, keys, now)
        tables.metadata.create_all(vault.engine)
        return vault

    @classmethod
    def open(cls, folder: Path, keys: CampaignKeys, now: datetime) -> Vault:
        """Open a vault that exists. Fails when it does not."""
        if not (folder / "vault.db").exists():
            raise EenmaligError(Code.VAULT_MISSING)
        return cls(folder, keys, now)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def add_cells(self, batch: Cells) -> None:
        """Seal a batch of cells into the vault."""
        sealed = self._numbers().seal(packed(batch), f"cells/{batch.origin}/{batch.position}")
        row = {"origin": batch.origin, "position": batch.position, "sealed": sealed}
        with self.engine.begin() as connection:
            connection.execute(tables.cells.insert().values(**row))

    def cells(self, *, of_sources: bool) -> Iterator[Cells]:
        """Yield the batches of the sources, or those of the exclusion lists, as they came."""
        seal = self._numbers()
        chosen = tables.cells.c.origin == SOURCE if of_sources else tables.cells.c.origin != SOURCE
        query = sa.select(tables.cells).where(chosen).order_by(tables.cells.c.id)
        with self.engine.connect() as connection:
            for row in connection.execute(query).yield_per(1):
                about = f"cells/{row.origin}/{row.position}"
                yield unpacked(row.origin, row.position, seal.open(row.sealed, about))

    def set_recipients(
        self, numbers: Iterable[tuple[str, str]], unused: Sequence[UnusedCandidates] = ()
    ) -> None:
        """Write the recipients once, as pairs of ref and number, and drop the cells.

        Of ``unused`` candidates only the places are kept, sealed: a person can look them up.
        """
        seal = self._numbers()
        rows = [
            {"ref": ref, "position": position, "sealed": seal.seal(e164.encode(), f"number/{ref}")}
            for position, (ref, e164) in enumerate(numbers)
        ]
        left = [
            {
                "source": source,
                "reason": str(reason),
                "sealed": seal.seal(places.tobytes(), f"unused/{source}/{reason}"),
            }
            for source, reason, places in unused
        ]
        with self.engine.begin() as connection:
            connection.execute(tables.recipients.delete())
            connection.execute(tables.unused.delete())
            if rows:
                connection.execute(tables.recipients.insert(), rows)
            if left:
                connection.execute(tables.unused.insert(), left)
            connection.execute(tables.cells.delete())

    def unused(self) -> Iterator[tuple[int, str, list[Place]]]:
        """Yield source, reason (a refusal or why set aside) and places of what was not used."""
        seal = self._numbers()
        with self.engine.connect() as connection:
            rows = connection.execute(sa.select(tables.unused).order_by(tables.unused.c.id)).all()
        for row in rows:
            opened = seal.open(row.sealed, f"unused/{row.source}/{row.reason}")
            places = np.frombuffer(opened, dtype=np.int32).reshape(-1, 3).tolist()
            yield (
                row.source,
                row.reason,
                [Place(sheet or None, at, column or None) for sheet, at, column in places],
            )

    def recipients(self, *, without: sa.Select[Any] | None = None) -> Iterator[Recipient]:
        """Yield recipients in the order of sending, without the refs that ``without`` selects."""
        seal = self._numbers()
        query = sa.select(tables.recipients).order_by(tables.recipients.c.position)
        if without is not None:
            query = query.where(tables.recipients.c.ref.not_in(without))
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        for row in rows:
            yield Recipient(row.ref, seal.open(row.sealed, f"number/{row.ref}").decode())

    def recipient_refs(self) -> set[str]:
        """Return the refs of all recipients."""
        with self.engine.connect() as connection:
            return set(connection.execute(sa.select(tables.recipients.c.ref)).scalars())

    def recipient_set(self) -> str:
        """Return a digest of exactly this set of recipients, 64 hex digits, keyed."""
        refs = sorted(self.recipient_refs())
        return hashlib.sha256("\0".join(refs).encode()).hexdigest()

    def ref(self, e164: str) -> str:
        """Return the recipient ref of a number."""
        return recipient_ref(e164, self.ref_key())

    def ref_key(self) -> bytes:
        """Return the ref key, for a loop over many numbers."""
        return self.keys.open(KeyName.REF, self.now)

    def keyed_digest(self, parts: list[str]) -> str:
        """Return a digest of texts that only the holder of the ref key could recompute."""
        return keyed_digest(parts, self.ref_key())

    def _numbers(self) -> Seal:
        return Seal(self.keys.open(KeyName.NUMBER, self.now))


def remove(folder: Path) -> None:
    """Remove a vault's folder. Its numbers were unreadable since their key was destroyed."""
    if folder.exists():
        shutil.rmtree(folder)


def _pragmas(connection: Any, _: object) -> None:
    connection.execute("PRAGMA busy_timeout = 20000")
    connection.execute("PRAGMA journal_mode = TRUNCATE")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
