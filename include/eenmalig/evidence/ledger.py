"""Evidence: an append-only, chained ledger of signed records without recipients' data.

A line of ``ledger.jsonl`` is ``{"record": {...}, "signature": "<detached JWS>"}`` in canonical
JSON. A record holds ``seq`` (from 1), ``prev`` (SHA-256 of the line before, hex), ``at`` (ISO
8601, UTC), ``campaign``, ``kind``, ``rehearsal`` and ``data``. A record of kind ``closed`` with
the digests of all other files ends the ledger; later looks go to ``verifications.jsonl``, whose
first record is chained to the ledger's end.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from eenmalig.domain.canonical import canonical
from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.private_files import AS_THE_UMASK_SAYS, remove_drafts, write_whole

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from pathlib import Path

    from eenmalig.evidence.signing import Signer, Trust

LEDGER = "ledger.jsonl"
VERIFICATIONS = "verifications.jsonl"
CLOSED = "closed"
START = "0" * 64


@dataclass(frozen=True)
class Record:
    """One signed record, read back."""

    seq: int
    prev: str
    at: str
    campaign: str
    kind: str
    rehearsal: bool
    data: Mapping[str, Any]


class Evidence:
    """The evidence folder of one campaign: written by steps, read by everybody."""

    def __init__(self, folder: Path, locks: Path, signer: Signer, trust: Trust) -> None:
        self.folder = folder
        self._signer = signer
        self._trust = trust
        locks.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lock = FileLock(locks / f"{folder.name}.evidence.lock")

    def append(
        self,
        kind: str,
        data: Mapping[str, Any],
        now: datetime,
        *,
        once: bool = False,
        once_per: Collection[str] = (),
    ) -> Record:
        """Sign and append a record; return it, or the first of its kind if ``once``.

        With ``once_per`` that is the first of its kind with the same values under these names.
        Fails when the ledger is closed or does not hold.
        """
        with self._lock:
            _drop_torn_line(self.folder / LEDGER)
            records = self.records()
            if once or once_per:
                for record in records:
                    if record.kind == kind and all(
                        record.data.get(name) == data[name] for name in once_per
                    ):
                        return record
            if records and records[-1].kind == CLOSED:
                raise EenmaligError(Code.EVIDENCE_INVALID, "the ledger is closed")
            return self._write(LEDGER, kind, data, now)

    def append_verification(self, data: Mapping[str, Any], now: datetime) -> Record:
        """Sign and append a later look to ``verifications.jsonl``."""
        with self._lock:
            read_ledger(self.folder, self._trust)
            _drop_torn_line(self.folder / VERIFICATIONS)
            return self._write(VERIFICATIONS, "verification", data, now)

    def records(self) -> list[Record]:
        """Return the ledger's records, each checked. An absent ledger has none."""
        return open_ledger(self.folder, self._trust)

    def verifications(self) -> list[Record]:
        """Return the later looks, each checked."""
        path = self.folder / VERIFICATIONS
        if not path.exists():
            return []
        return _whole_records(path, self._trust, head(self.folder / LEDGER))

    def write_file(self, name: str, content: bytes) -> str:
        """Write a document, whole or not at all; return its SHA-256 as hex."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self.folder / name, content, AS_THE_UMASK_SAYS)
        return hashlib.sha256(content).hexdigest()

    def close(self, data: Mapping[str, Any], now: datetime) -> Record:
        """End the ledger with the digests of all other files. A second call changes nothing."""
        remove_drafts(self.folder)
        files = {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.folder.iterdir())
            if path.name not in (LEDGER, VERIFICATIONS)
        }
        return self.append(CLOSED, {**data, "files": files}, now, once=True)

    def _write(self, name: str, kind: str, data: Mapping[str, Any], now: datetime) -> Record:
        path = self.folder / name
        self.folder.mkdir(parents=True, exist_ok=True)
        before = head(path) if path.exists() and path.stat().st_size else None
        start = START if name == LEDGER else head(self.folder / LEDGER)
        record: dict[str, Any] = {
            "seq": len(_lines(path.read_bytes())) + 1 if before else 1,
            "prev": before or start,
            "at": now.isoformat(timespec="milliseconds"),
            "campaign": self.folder.name,
            "kind": kind,
            "rehearsal": True,
            "data": data,
        }
        signature = self._signer.sign(canonical(record))
        line = canonical({"record": record, "signature": signature}) + b"\n"
        with path.open("ab") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
        return Record(**record)


def head(path: Path) -> str:
    """Return the SHA-256 of the last line of a file of records, as hex."""
    return hashlib.sha256(_lines(path.read_bytes())[-1]).hexdigest()


def first_record(folder: Path, trust: Trust) -> Record | None:
    """Return the checked first record of a campaign's ledger; None when there is none that holds.

    Reads one line, however long the ledger is.
    """
    try:
        with (folder / LEDGER).open("rb") as file:
            line = file.readline()
        record = _checked(line.removesuffix(b"\n"), trust, 1)
    except (OSError, EenmaligError):
        return None
    return record if record.seq == 1 and record.campaign == folder.name else None


def open_ledger(folder: Path, trust: Trust) -> list[Record]:
    """Return the records of a ledger that may still grow, each checked; none when it is absent."""
    if not (folder / LEDGER).exists():
        return []
    records = _whole_records(folder / LEDGER, trust, START)
    if records and records[0].campaign != folder.name:
        raise EenmaligError(Code.EVIDENCE_INVALID, "the ledger is of another campaign")
    return records


def read_records(path: Path, trust: Trust, start: str) -> list[Record]:
    """Return the records of a file, in order.

    Fails when a line is not canonical, a signature does not hold, a number is skipped, a link is
    broken, or a rehearsal's key signed anything but a rehearsal.
    """
    if not path.read_bytes().endswith(b"\n"):
        raise EenmaligError(Code.EVIDENCE_INVALID, "the last record is not whole")
    return _whole_records(path, trust, start)


def _whole_records(path: Path, trust: Trust, start: str) -> list[Record]:
    """Return the records of a file, but for one that is being written or was torn."""
    records: list[Record] = []
    before = start
    for position, line in enumerate(_lines(path.read_bytes()), start=1):
        record = _checked(line, trust, position)
        where = f"record {position}"
        if record.seq != position or record.prev != before:
            raise EenmaligError(Code.EVIDENCE_INVALID, f"{where} does not follow the one before")
        if record.campaign != (records[0] if records else record).campaign:
            raise EenmaligError(Code.EVIDENCE_INVALID, f"{where} is of another campaign")
        records.append(record)
        before = hashlib.sha256(line).hexdigest()
    return records


def read_ledger(folder: Path, trust: Trust) -> list[Record]:
    """Return the records of a closed ledger whose other files are as they were.

    Fails when the end is missing, or a file was changed, added or removed.
    """
    if not (folder / LEDGER).is_file():
        raise EenmaligError(
            Code.EVIDENCE_INVALID, f"there is no {LEDGER} here: name one campaign's folder"
        )
    records = read_records(folder / LEDGER, trust, START)
    kinds = [record.kind for record in records]
    if kinds.count(CLOSED) != 1 or kinds[-1] != CLOSED:
        raise EenmaligError(
            Code.EVIDENCE_INVALID,
            "the ledger has no end: the campaign is still open, or its last records are missing",
        )
    files: Mapping[str, str] = records[-1].data["files"]
    there = {path.name for path in folder.iterdir()} - {LEDGER, VERIFICATIONS}
    mistakes = [f"{name} is missing" for name in sorted(set(files) - there)]
    mistakes += ["a file was added"] * len(there - set(files))
    for name in sorted(there & set(files)):
        if hashlib.sha256((folder / name).read_bytes()).hexdigest() != files[name]:
            mistakes.append(f"{name} was changed")
    if mistakes:
        raise EenmaligError(Code.EVIDENCE_INVALID, *mistakes)
    return records


def _checked(line: bytes, trust: Trust, position: int) -> Record:
    where = f"record {position}"
    try:
        held = json.loads(line)
        if canonical(held) != line or set(held) != {"record", "signature"}:
            raise EenmaligError(Code.EVIDENCE_INVALID, f"{where} is not as it was written")
        record = Record(**held["record"])
    except (ValueError, TypeError):
        raise EenmaligError(Code.EVIDENCE_INVALID, f"{where} is not as it was written") from None
    key = trust.verify(canonical(held["record"]), held["signature"])
    if key.kind == "rehearsal" and record.rehearsal is not True:
        raise EenmaligError(
            Code.EVIDENCE_INVALID, f"{where} is signed by a rehearsal's key but is no rehearsal"
        )
    return record


def _drop_torn_line(path: Path) -> None:
    """Remove what a killed process left half-written: its record was never made."""
    content = path.read_bytes() if path.exists() else b""
    if content and not content.endswith(b"\n"):
        with path.open("r+b") as file:
            file.truncate(content.rfind(b"\n") + 1)


def _lines(content: bytes) -> list[bytes]:
    """Return the whole lines. Only a line feed ends one: a carriage return would be a change."""
    return content.split(b"\n")[:-1]
