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
from eenmalig.evidence.signing import REHEARSAL

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from eenmalig.evidence.signing import Signer, Trust, TrustedKey

START = "0" * 64
# Longer than the longest record of a hand-over with thousands of sources; what is read of lines
# that nobody signed stays within bounds.
_LONGEST = 4 * 2**20
# A person needs no more of them to see that a ledger is not what was written.
_ENOUGH = 50


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


@dataclass(frozen=True)
class Chain:
    """What a row of lines holds: its records, who signed each, and all that is wrong with it.

    A line that does not hold has neither record nor key. ``head`` is the SHA-256 of the last line.
    """

    records: list[Record]
    keys: list[TrustedKey]
    wrong: list[str]
    head: str


def read_chain(lines: Iterable[bytes], trust: Trust, start: str, after: int = 0) -> Chain:
    """Return what lines hold that follow ``after`` others, of which the last has ``start``.

    It is wrong when a line is not canonical, a signature does not hold, a number is skipped, a link
    is broken, or a rehearsal's key signed anything but a rehearsal, a live one anything but that.
    """
    records: list[Record] = []
    keys: list[TrustedKey] = []
    wrong: list[str] = []
    before, follows = start, after + 1
    for position, line in enumerate(lines, start=after + 1):
        try:
            record, key = verified(line, trust, position)
        except EenmaligError as error:
            wrong.extend(error.mistakes)
            follows += 1
        else:
            if record.seq != follows or record.prev != before:
                wrong.append(f"record {position} does not follow the one before")
            if record.campaign != (records[0] if records else record).campaign:
                wrong.append(f"record {position} is of another campaign")
            records.append(record)
            keys.append(key)
            follows = record.seq + 1
        before = link(line)
        if len(wrong) >= _ENOUGH:
            wrong.append("there may be more: the records after it were not read")
            break
    return Chain(records, keys, wrong, before)


def chained(lines: Iterable[bytes], trust: Trust, start: str, after: int = 0) -> list[Record]:
    """Return the records of lines as ``read_chain`` does. Fails with all that is wrong."""
    chain = read_chain(lines, trust, start, after)
    if chain.wrong:
        raise EenmaligError(Code.EVIDENCE_INVALID, *chain.wrong)
    return chain.records


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
    return verified(line, trust, position)[0]


def verified(line: bytes, trust: Trust, position: int) -> tuple[Record, TrustedKey]:
    """Return a line's record and the key that signed it. Fails as ``checked`` does."""
    where = f"record {position}"
    otherwise = EenmaligError(Code.EVIDENCE_INVALID, f"{where} is not as it was written")
    if len(line) > _LONGEST:
        raise EenmaligError(Code.EVIDENCE_INVALID, f"{where} is longer than a record can be")
    try:
        content = json.loads(line)
        written = canonical(content) == line and set(content) == {"record", "signature"}
        record = Record(**content["record"])
        payload, signature = canonical(content["record"]), content["signature"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise otherwise from None
    if not written or not _has_its_types(record) or not isinstance(signature, str):
        raise otherwise
    try:
        key = trust.verify(payload, signature)
    except EenmaligError as error:
        said = (f"{where}: {mistake}" for mistake in error.mistakes)
        raise EenmaligError(error.code, *said) from None
    if record.rehearsal is not (key.kind == REHEARSAL):
        what = "is no rehearsal" if key.kind == REHEARSAL else "is a rehearsal"
        raise EenmaligError(
            Code.EVIDENCE_INVALID, f"{where} is signed by a key of kind {key.kind} but {what}"
        )
    return record, key


def _has_its_types(record: Record) -> bool:
    texts = (record.prev, record.at, record.campaign, record.kind)
    return (
        type(record.seq) is int
        and type(record.rehearsal) is bool
        and isinstance(record.data, dict)
        and all(isinstance(text, str) for text in texts)
    )
