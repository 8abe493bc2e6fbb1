"""What the holder of an evidence key can do: change records and documents, and sign all anew."""

from __future__ import annotations

import copy
import hashlib
import json
import shutil
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from eenmalig.domain.canonical import canonical, digest
from eenmalig.errors import EenmaligError
from eenmalig.evidence.certificate import certificate_of
from eenmalig.evidence.ledger import LEDGER, VERIFICATIONS
from eenmalig.evidence.records import START, Record, line_of, link
from eenmalig.evidence.report import report_of
from eenmalig.evidence.verifying import verify_evidence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from eenmalig.evidence.signing import Signer

    Change = Callable[["Lie"], object]

MALFORMED = (KeyError, TypeError, ValueError, AttributeError, ArithmeticError)


@dataclass
class Said:
    """One record, before it is signed."""

    kind: str
    data: dict[str, Any]
    at: str
    rehearsal: bool = True
    signer: Signer | None = None


class Lie:
    """A copy of closed evidence that its key's holder changes.

    ``records`` and ``looks`` are changed first; certificate and report follow from them, as the
    program would write them. ``documents`` are changed afterwards, by ``told``.
    """

    def __init__(self, evidence: Path, trust: Path, signer: Signer, root: Path) -> None:
        self.folder = root / evidence.name
        self.trust = root / "trust"
        shutil.copytree(evidence, self.folder)
        shutil.copytree(trust, self.trust)
        self.signer = signer
        self.records = _said(evidence / LEDGER)
        self.looks = _said(evidence / VERIFICATIONS)
        self.dossier: dict[str, Any] = json.loads((evidence / "dossier.json").read_bytes())
        self.told: list[Callable[[dict[str, Any]], object]] = []
        self.certificate_and_report_follow = True

    def one(self, kind: str) -> Said:
        """Return the first record of a kind; ``destroyed vault`` names what was destroyed."""
        kind, _, what = kind.partition(" ")
        return next(
            said
            for said in (*self.records, *self.looks)
            if said.kind == kind and what in {"", said.data.get("what"), said.data.get("authority")}
        )

    def all(self, kind: str) -> list[Said]:
        """Return the records of a kind."""
        return [said for said in (*self.records, *self.looks) if said.kind == kind]

    def bind_to(self, dossier: dict[str, Any]) -> None:
        """Put another dossier in the place of the signed one, wherever it is named."""
        self.dossier = dossier
        name = digest(dossier)
        for said in self.records:
            if "dossier" in said.data:
                said.data["dossier"] = name
        self.one("dossier").data["digest"] = name

    def findings(self) -> list[str]:
        """Sign all anew; return what verification says of it."""
        self.sign()
        try:
            verify_evidence(self.folder, self.trust)
        except EenmaligError as error:
            return list(error.mistakes)
        return []

    def sign(self) -> None:
        """Write the ledger, the documents that follow from it, and the later looks."""
        *before, closed = self.records
        lines = self._lines(before, START)
        records = [_record(line) for line in lines]
        if self.certificate_and_report_follow:
            with suppress(*MALFORMED):
                self._write("dossier.json", self.dossier)
                self._write("certificate.json", certificate_of(records, link(lines[-1])))
                self._write("report.json", report_of(records, self.dossier))
        for tell in self.told:
            tell(self._documents())
        if isinstance(closed.data.get("files"), dict):
            closed.data["files"] = {
                name: hashlib.sha256((self.folder / name).read_bytes()).hexdigest()
                for name in closed.data["files"]
                if (self.folder / name).is_file()
            }
        lines += self._lines([closed], link(lines[-1]), len(lines))
        looks = self._lines(self.looks, link(lines[-1]))
        for name, written in ((LEDGER, lines), (VERIFICATIONS, looks)):
            (self.folder / name).write_bytes(b"".join(line + b"\n" for line in written))
        if not looks:
            (self.folder / VERIFICATIONS).unlink()

    def _documents(self) -> dict[str, Any]:
        return {path.name: path for path in self.folder.iterdir()}

    def _write(self, name: str, document: dict[str, Any]) -> None:
        (self.folder / name).write_bytes(canonical(document) + b"\n")

    def _lines(self, said: Sequence[Said], start: str, after: int = 0) -> list[bytes]:
        lines: list[bytes] = []
        for seq, each in enumerate(said, start=after + 1):
            record = Record(
                seq=seq,
                prev=link(lines[-1]) if lines else start,
                at=each.at,
                campaign=self.folder.name,
                kind=each.kind,
                rehearsal=each.rehearsal,
                data=each.data,
            )
            lines.append(line_of(record, each.signer or self.signer))
        return lines


def _said(path: Path) -> list[Said]:
    records = (_record(line) for line in path.read_bytes().splitlines())
    return [Said(record.kind, dict(record.data), record.at) for record in records]


def _record(line: bytes) -> Record:
    return Record(**json.loads(line)["record"])


def put(kind: str, *path: str, to: Any) -> Change:
    """Return a change that puts another value in the place of one."""

    def change(lie: Lie) -> None:
        data = lie.one(kind).data
        for name in path[:-1]:
            data = data[name]
        data[path[-1]] = to(data[path[-1]]) if callable(to) else to

    return change


def more(kind: str, *path: str, by: int = 1) -> Change:
    """Return a change that adds to a count."""
    return put(kind, *path, to=lambda count: count + by)


def moved(kind: str, name: str, **by: float) -> Change:
    """Return a change that moves a moment that a record holds."""
    return put(kind, name, to=lambda iso: later(iso, **by))


def dated(kind: str, **by: float) -> Change:
    """Return a change that dates a record otherwise."""

    def change(lie: Lie) -> None:
        lie.one(kind).at = later(lie.one(kind).at, **by)

    return change


def drop(kind: str) -> Change:
    """Return a change that leaves all records of a kind out."""

    def change(lie: Lie) -> None:
        gone = [lie.one(kind)] if " " in kind else lie.all(kind)
        lie.records = [said for said in lie.records if said not in gone]
        lie.looks = [said for said in lie.looks if said not in gone]

    return change


def twice(kind: str, **other: Any) -> Change:
    """Return a change that puts a second record of a kind after the first, with other data."""

    def change(lie: Lie) -> None:
        said = lie.one(kind)
        row = lie.records if said in lie.records else lie.looks
        second = copy.deepcopy(replace(said, signer=None))
        second.data.update(other)
        row.insert(row.index(said) + 1, second)

    return change


def add(kind: str, data: dict[str, Any], *, before: str) -> Change:
    """Return a change that adds a record before another, dated as that one."""

    def change(lie: Lie) -> None:
        said = lie.one(before)
        lie.records.insert(lie.records.index(said), Said(kind, data, said.at))

    return change


def move(kind: str, *, before: str) -> Change:
    """Return a change that puts a record before another, dated as that one."""

    def change(lie: Lie) -> None:
        said = lie.one(kind)
        lie.records.remove(said)
        other = lie.one(before)
        lie.records.insert(lie.records.index(other), replace(said, at=other.at))

    return change


def both(*changes: Change) -> Change:
    """Return a change that does several."""

    def change(lie: Lie) -> None:
        for each in changes:
            each(lie)

    return change


def told(name: str, *path: str, to: Any) -> Change:
    """Return a change of a document that follows from the ledger no more."""

    def tell(documents: dict[str, Any]) -> None:
        document = held = json.loads(documents[name].read_bytes())
        for key in path[:-1]:
            held = held[key]
        held[path[-1]] = to(held[path[-1]]) if callable(to) else to
        documents[name].write_bytes(canonical(document) + b"\n")

    return lambda lie: lie.told.append(tell)


def bound_to(**other: Any) -> Change:
    """Return a change of the dossier, with its digest changed wherever it is named."""
    return lambda lie: lie.bind_to({**lie.dossier, **other})


def later(iso: str, **by: float) -> str:
    """Return a moment that lies later, or earlier, than one."""
    return (datetime.fromisoformat(iso) + timedelta(**by)).isoformat()
