"""Evidence as steps write it: lines committed with the campaign's state, and their copy on disk.

A step commits once: the campaign's new state and the finished, signed lines of its ledger stand or
fall together in the inventory. The files of the evidence folder are copies of these lines, brought
up to date by whoever comes next, and held against them before anything is added.
"""

from __future__ import annotations

import hashlib
import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.agreement import Copy, compare, complete, require
from eenmalig.evidence.commit import Commit
from eenmalig.evidence.ledger import DOCUMENTS, LEDGER, VERIFICATIONS
from eenmalig.evidence.records import START, Record, chained, link, split
from eenmalig.stores.private_files import (
    AS_THE_UMASK_SAYS,
    FOLDER_AS_THE_UMASK_SAYS,
    make_folder,
    write_whole,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.evidence.evidence_keys import EvidenceKeys
    from eenmalig.stores.changes import Changes
    from eenmalig.stores.inventory import Inventory
    from eenmalig.stores.leases import Lease

log = logging.getLogger(__name__)

_FILES = (LEDGER, VERIFICATIONS)


class Evidence:
    """The evidence of one campaign: written by steps, read by everybody."""

    def __init__(self, folder: Path, inventory: Inventory, keys: EvidenceKeys) -> None:
        self.folder = folder
        self.keys = keys
        self._inventory = inventory

    @contextmanager
    def commit(
        self, lease: Lease | None = None, *, destroys: bool = False, by: str = ""
    ) -> Iterator[Commit]:
        """Give one commit; when the block has ended it is durable, and so is its copy on disk.

        Fails, with nothing changed, when ``lease`` was lost, when ledger and inventory do not
        agree (``LEDGER_CUT``, ``LEDGER_CHANGED``, ``INVENTORY_OLDER``), and unless it ``destroys``
        as ``require_sound`` does. What ``destroys`` goes on though the copy cannot be written: it
        is committed, and the copy is completed by whoever comes next. ``by`` is who replaced the
        evidence key, where that is known.
        """
        if not destroys:
            self.require_sound()
        with self._inventory.changing() as changes:
            if lease is not None:
                lease.check(changes.connection)
            self.require_agreement(changes)
            commit = Commit(self, changes, by)
            yield commit
            commit.summarise()
        try:
            self.bring_up_to_date()
        except (OSError, SQLAlchemyError) as error:
            if not destroys:
                raise
            log.warning("The ledger's copy lags behind (%s).", type(error).__name__)

    def records(self) -> list[Record]:
        """Return the ledger's records, each checked. Fails as ``require_agreement`` does."""
        return chained(self._lines(LEDGER), self.keys.trust, START)

    def committed(self) -> list[Record]:
        """Return the records, for destruction also while their copy cannot be written."""
        try:
            return self.records()
        except OSError as error:
            log.warning("The ledger's copy lags behind (%s).", type(error).__name__)
        with self._inventory.reading() as look:
            self.require_agreement(look)
            return chained(look.lines(self.folder.name, LEDGER), self.keys.trust, START)

    def verifications(self) -> list[Record]:
        """Return the later looks, each checked. Fails as ``require_agreement`` does."""
        looks = self._lines(VERIFICATIONS)
        return chained(looks, self.keys.trust, link(self._lines(LEDGER)[-1])) if looks else []

    def require_agreement(self, look: Changes) -> None:
        """Fail when a file is not the copy that it should be, but for what it lags behind."""
        for file in _FILES:
            found = self._compared(look, file)
            if found is Copy.LONGER and not self._goes_on(look, file):
                found = Copy.CHANGED
            require(found)

    def require_sound(self) -> None:
        """Fail unless what comes next can be signed here, by our key, and nothing was added."""
        if self.strangers():
            raise EenmaligError(Code.LEDGER_CHANGED, "a file was added beside the ledger")
        self._inventory.require_alone()
        self.keys.require_signer()

    def bring_up_to_date(self) -> None:
        """Append to each file what it lacks, synced. Doing it again changes nothing.

        Fails as ``require_agreement`` does, and with ``OSError`` when it cannot be written.
        """
        campaign = self.folder.name
        with self._inventory.changing() as changes:
            self.require_agreement(changes)
            for file in _FILES:
                lines = changes.lines(campaign, file)
                if len(lines) != changes.copied(campaign, file):
                    # Also where all of it stands there: its writer may have died before the sync.
                    self._append(file, lines)
                    changes.set_copied(campaign, file, len(lines))

    def rewrite(self, changes: Changes) -> None:
        """Write each file anew from its committed lines, whatever stands in its place.

        Without any it is removed.
        """
        make_folder(self.folder, FOLDER_AS_THE_UMASK_SAYS)
        for file in _FILES:
            lines = changes.lines(self.folder.name, file)
            if lines:
                content = b"".join(line + b"\n" for line in lines)
                write_whole(self.folder / file, content, AS_THE_UMASK_SAYS)
                changes.set_copied(self.folder.name, file, len(lines))
            else:
                (self.folder / file).unlink(missing_ok=True)

    def copy_of(self, file: str, changes: Changes) -> tuple[Copy, bytes]:
        """Return what a file is to its committed lines, and what stands in it."""
        return self._compared(changes, file), self._content(file)

    def write_file(self, name: str, content: bytes) -> str:
        """Write a document, whole or not at all; return its SHA-256 as hex.

        It counts once a commit names that digest.
        """
        if name not in DOCUMENTS:
            raise ValueError(name)
        make_folder(self.folder, FOLDER_AS_THE_UMASK_SAYS)
        write_whole(self.folder / name, content, AS_THE_UMASK_SAYS)
        return hashlib.sha256(content).hexdigest()

    def drop_file(self, name: str) -> None:
        """Remove a document that no commit names: its writer died."""
        if (self.folder / name).is_file():
            (self.folder / name).unlink()

    def digests(self) -> dict[str, str]:
        """Return the SHA-256 of every document that is there, by name."""
        return {
            name: hashlib.sha256((self.folder / name).read_bytes()).hexdigest()
            for name in sorted(DOCUMENTS)
            if (self.folder / name).is_file()
        }

    def _lines(self, file: str) -> list[bytes]:
        """Return the committed lines of a file, which holds them all from here on."""
        with self._inventory.reading() as look:
            lines = look.lines(self.folder.name, file)
            whole = self._compared(look, file) is Copy.WHOLE
            known = look.copied(self.folder.name, file) == len(lines)
        if not (whole and known):
            # It may be that somebody is writing just now: under the lock nobody is.
            self.bring_up_to_date()
        return lines

    def _compared(self, look: Changes, file: str) -> Copy:
        campaign = self.folder.name
        return compare(look.lines(campaign, file), look.copied(campaign, file), self._content(file))

    def _goes_on(self, look: Changes, file: str) -> bool:
        """Whether what a file holds beyond its committed lines is signed, and goes on from them."""
        lines = look.lines(self.folder.name, file)
        further = split(self._content(file))[len(lines) :]
        before = lines or look.lines(self.folder.name, LEDGER)
        start = link(before[-1]) if before else START
        try:
            return bool(chained(further, self.keys.trust, start, len(lines)))
        except EenmaligError:
            return False

    def _content(self, file: str) -> bytes:
        path = self.folder / file
        return path.read_bytes() if path.is_file() else b""

    def strangers(self) -> int:
        """Return how many things stand in the folder that are neither ours nor drafts of ours."""
        if not self.folder.is_dir():
            return 0
        there = {path.name for path in self.folder.iterdir()} - {*_FILES, *DOCUMENTS}
        return sum(not (name.startswith(".") and name.endswith(".new")) for name in there)

    def _append(self, file: str, lines: list[bytes]) -> None:
        complete(self.folder / file, lines)
