"""One signed record and its line, and what makes a row of lines a chain.

A line is ``{"record": {...}, "signature": "<detached JWS>"}`` in canonical JSON. A record holds
``seq`` (from 1), ``prev`` (SHA-256 of the line before, hex), ``at`` (ISO 8601, UTC),
``campaign``, ``kind``, ``rehearsal`` and ``data``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from eenmalig.domain.canonical import canonical
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eenmalig.evidence.signing import Signer, Trust

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


def line_of(record: Record, signer: Signer) -> bytes:
    """Return a record as a signed line, without its line feed."""
    content = asdict(record)
    return canonical({"record": content, "signature": signer.sign(canonical(content))})


def link(line: bytes) -> str:
    """Return what the next line's ``prev`` must be: this line's SHA-256, as hex."""
    return hashlib.sha256(line).hexdigest()


def split(content: bytes) -> list[bytes]:
    """Return the whole lines. Only a line feed ends one: a carriage return would be a change."""
    return content.split(b"\n")[:-1]


def chained(lines: Iterable[bytes], trust: Trust, start: str, after: int = 0) -> list[Record]:
    """Return the records of lines that follow ``after`` others, of which the last has ``start``.

    Fails when a line is not canonical, a signature does not hold, a number is skipped, a link is
    broken, or a rehearsal's key signed anything but a rehearsal.
    """
    records: list[Record] = []
    before = start
    for position, line in enumerate(lines, start=after + 1):
        record = checked(line, trust, position)
        where = f"record {position}"
        if record.seq != position or record.prev != before:
            raise EenmaligError(Code.EVIDENCE_INVALID, f"{where} does not follow the one before")
        if record.campaign != (records[0] if records else record).campaign:
            raise EenmaligError(Code.EVIDENCE_INVALID, f"{where} is of another campaign")
        records.append(record)
        before = link(line)
    return records


def leading(lines: Iterable[bytes], trust: Trust, start: str, after: int) -> list[Record]:
    """Return the records of the first of ``lines`` that hold and go on from ``after`` others."""
    records: list[Record] = []
    for line in lines:
        try:
            records += chained([line], trust, start, after + len(records))
        except EenmaligError:
            break
        start = link(line)
    return records


def checked(line: bytes, trust: Trust, position: int) -> Record:
    """Return a line's record. Fails when it is not canonical or its signature does not hold."""
    where = f"record {position}"
    try:
        content = json.loads(line)
        if canonical(content) != line or set(content) != {"record", "signature"}:
            raise EenmaligError(Code.EVIDENCE_INVALID, f"{where} is not as it was written")
        record = Record(**content["record"])
    except (ValueError, TypeError):
        raise EenmaligError(Code.EVIDENCE_INVALID, f"{where} is not as it was written") from None
    key = trust.verify(canonical(content["record"]), content["signature"])
    if key.kind == "rehearsal" and record.rehearsal is not True:
        raise EenmaligError(
            Code.EVIDENCE_INVALID, f"{where} is signed by a rehearsal's key but is no rehearsal"
        )
    return record
