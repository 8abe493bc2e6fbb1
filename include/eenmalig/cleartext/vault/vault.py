"""The vault of one campaign: the only place that holds personal data at rest, sealed.

Deleted content is overwritten. What a step writes is staged under its attempt, the token of its
lease, and exists once the inventory's commit names that attempt.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import sqlalchemy as sa

from eenmalig.cleartext.vault import tables
from eenmalig.cleartext.vault.cells import SOURCE, Cells, packed, unpacked
from eenmalig.cleartext.vault.seal import Seal, keyed_digest, recipient_ref
from eenmalig.domain.place import Place
from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.engine import engine, is_exposed, is_made, make, writing
from eenmalig.stores.keys import CampaignKeys, KeyName

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from eenmalig.cleartext.selecting.selection import UnusedCandidates


VAULT_FILE = "vault.db"
# Below a campaign's vault: where databases are copied to, in the clear, while they are read.
SCRATCH = "scratch"
_OURS = {VAULT_FILE, f"{VAULT_FILE}-journal", SCRATCH}
# Less than the token of any lease.
_OLDER = 0
_STAGED = (tables.cells, tables.unused, tables.recipients)


class Recipient(NamedTuple):
    """One recipient: the keyed hash and the number in the clear."""

    ref: str
    e164: str


class Vault:
    """Reads and writes one campaign's vault with the campaign's keys.

    ``attempt`` is whose rows exist: those of the attempt that the inventory names, or, once this
    process stages its own, that one's. Only the holder of the campaign's lease writes.
    """

    def __init__(
        self, folder: Path, keys: CampaignKeys, now: datetime, attempt: int | None = None
    ) -> None:
        self.folder = folder
        self.keys = keys
        self.now = now
        self.attempt = attempt
        self.engine = engine(folder / VAULT_FILE, Code.VAULT_DAMAGED)
        self._token: int | None = None
        self._sealed = hashlib.sha256()

    @classmethod
    def create(cls, folder: Path, keys: CampaignKeys, now: datetime) -> Vault:
        """Make an empty vault, readable by us alone. One that a killed process left is kept."""
        with suppress(FileExistsError):
            make(folder / VAULT_FILE)
        vault = cls(folder, keys, now)
        with writing(vault.engine) as connection:
            tables.metadata.create_all(connection)
        return vault

    @classmethod
    def open(
        cls, folder: Path, keys: CampaignKeys, now: datetime, attempt: int | None = None
    ) -> Vault:
        """Open a vault that exists.

        Fails when it does not, can be read by others, or something stands beside it.
        """
        path = folder / VAULT_FILE
        if not is_made(path):
            raise EenmaligError(Code.VAULT_MISSING)
        if is_exposed(path):
            raise EenmaligError(Code.KEY_EXPOSED, "the vault")
        if {each.name for each in folder.iterdir()} - _OURS:
            raise EenmaligError(Code.VAULT_DAMAGED, "something stands beside the vault")
        return cls(folder, keys, now, attempt)

    def hold(self, token: int, least_token: int = 0, least_claims: int = 0) -> int:
        """Take the right to write from whoever had it; return the number of claims so far.

        ``token`` is the lease's. Fails when the vault is another campaign's (``VAULT_DAMAGED``),
        holds less than the inventory knows of it (``VAULT_OLDER``), or knows a later lease than
        this one (``INVENTORY_OLDER``).
        """
        with writing(self.engine) as connection:
            row = connection.execute(sa.select(tables.holder)).one_or_none()
            if row is None and (least_token or least_claims):
                raise EenmaligError(Code.VAULT_OLDER)
            if row is None:
                first = {"campaign": self.folder.name, "token": token, "claims": 0}
                connection.execute(tables.holder.insert().values(**first))
            else:
                self._require_ours(row, token, least_token, least_claims)
                connection.execute(tables.holder.update().values(token=token))
        self._token = token
        return row.claims if row else 0

    def hold_for_destruction(
        self, token: int, least_token: int = 0, least_claims: int = 0
    ) -> Code | None:
        """Take the right to write, whatever this vault is and whoever had it.

        Return why its journal is not all that there was, or None: it is another campaign's, or
        holds less than the inventory knows of it. A vault of an earlier program has no place for
        a holder yet.
        """
        with writing(self.engine) as connection:
            tables.complete(connection)
            row = connection.execute(sa.select(tables.holder)).one_or_none()
            held = (row.token, row.claims) if row else (0, 0)
            is_older = held[0] < least_token or held[1] < least_claims
            # An older one stays one, whoever opens it next.
            self._token = _OLDER if is_older else token
            if row is None:
                first = {"campaign": self.folder.name, "token": self._token, "claims": 0}
                connection.execute(tables.holder.insert().values(**first))
            else:
                connection.execute(tables.holder.update().values(token=self._token))
        if row is not None and row.campaign != self.folder.name:
            return Code.VAULT_DAMAGED
        return Code.VAULT_OLDER if is_older else None

    def _require_ours(self, row: Any, token: int, least_token: int, least_claims: int) -> None:
        if row.campaign != self.folder.name:
            raise EenmaligError(Code.VAULT_DAMAGED, "it is another campaign's")
        if row.token < least_token or row.claims < least_claims:
            raise EenmaligError(Code.VAULT_OLDER)
        if row.token > token:
            raise EenmaligError(Code.INVENTORY_OLDER)

    @contextmanager
    def writing(self) -> Iterator[sa.Connection]:
        """Give one transaction. Fails when a later holder wrote here (``LEASE_LOST``)."""
        with writing(self.engine) as connection:
            ours = connection.execute(sa.select(tables.holder.c.token)).scalar()
            if self._token is None or ours != self._token:
                raise EenmaligError(Code.LEASE_LOST)
            yield connection

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def begin_staging(self) -> None:
        """Drop what earlier attempts staged and no commit named, and stage as this holder."""
        with self.writing() as connection:
            for table in _STAGED:
                unnamed = table.c.attempt != self.attempt
                where = sa.true() if self.attempt is None else unnamed
                connection.execute(table.delete().where(where))

    def drop_other_attempts(self) -> None:
        """Drop every staged row but those that exist: cells go when recipients were committed."""
        with self.writing() as connection:
            for table in _STAGED:
                connection.execute(table.delete().where(table.c.attempt != self.attempt))

    def add_cells(self, batch: Cells) -> None:
        """Seal a batch of cells into the vault, staged."""
        sealed = self._numbers().seal(packed(batch), f"cells/{batch.origin}/{batch.position}")
        row = {"origin": batch.origin, "position": batch.position, "sealed": sealed}
        with self.writing() as connection:
            connection.execute(tables.cells.insert().values(attempt=self._token, **row))
        self._sealed.update(sealed)

    def cells(self, *, of_sources: bool) -> Iterator[Cells]:
        """Yield the batches of the sources, or those of the exclusion lists, as they came."""
        seal = self._numbers()
        chosen = tables.cells.c.origin == SOURCE if of_sources else tables.cells.c.origin != SOURCE
        exist = tables.cells.c.attempt == self.attempt
        query = sa.select(tables.cells).where(chosen & exist).order_by(tables.cells.c.id)
        with self.engine.connect() as connection:
            for row in connection.execute(query).yield_per(1):
                self._sealed.update(row.sealed)
                about = f"cells/{row.origin}/{row.position}"
                yield unpacked(row.origin, row.position, seal.open(row.sealed, about))

    def cells_digest(self) -> str:
        """Return the SHA-256 of all sealed cells that were added, or read, so far, as hex."""
        return self._sealed.hexdigest()

    def stage_recipients(
        self, numbers: Iterable[tuple[str, str]], unused: Sequence[UnusedCandidates] = ()
    ) -> None:
        """Stage the recipients, as pairs of ref and number; they are read from here on.

        Of ``unused`` candidates only the places are kept, sealed: a person can look them up.
        """
        seal, attempt = self._numbers(), self._token
        rows = [
            {
                "attempt": attempt,
                "ref": ref,
                "position": position,
                "sealed": seal.seal(e164.encode(), f"number/{ref}"),
            }
            for position, (ref, e164) in enumerate(numbers)
        ]
        left = [
            {
                "attempt": attempt,
                "source": source,
                "reason": str(reason),
                "sealed": seal.seal(places.tobytes(), f"unused/{source}/{reason}"),
            }
            for source, reason, places in unused
        ]
        with self.writing() as connection:
            if rows:
                connection.execute(tables.recipients.insert(), rows)
            if left:
                connection.execute(tables.unused.insert(), left)
        self.attempt = attempt

    def unused(self) -> Iterator[tuple[int, str, list[Place]]]:
        """Yield source, reason (a refusal or why set aside) and places of what was not used."""
        seal = self._numbers()
        exist = tables.unused.c.attempt == self.attempt
        query = sa.select(tables.unused).where(exist).order_by(tables.unused.c.id)
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
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
        exist = tables.recipients.c.attempt == self.attempt
        query = sa.select(tables.recipients).where(exist).order_by(tables.recipients.c.position)
        if without is not None:
            query = query.where(tables.recipients.c.ref.not_in(without))
        with self.engine.connect() as connection:
            rows = connection.execute(query).all()
        for row in rows:
            yield Recipient(row.ref, seal.open(row.sealed, f"number/{row.ref}").decode())

    def recipient_refs(self) -> set[str]:
        """Return the refs of all recipients."""
        exist = tables.recipients.c.attempt == self.attempt
        with self.engine.connect() as connection:
            return set(
                connection.execute(sa.select(tables.recipients.c.ref).where(exist)).scalars()
            )

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
