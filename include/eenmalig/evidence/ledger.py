"""Evidence as its folder holds it: an append-only, chained ledger, read by everybody.

A record of kind ``closed`` with the digests of all other files ends ``ledger.jsonl``; later looks
go to ``verifications.jsonl``, whose first record is chained to the ledger's end.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.records import START, Record, chained, checked, link, split

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from eenmalig.evidence.signing import Trust

LEDGER = "ledger.jsonl"
VERIFICATIONS = "verifications.jsonl"
CLOSED = "closed"


def head(path: Path) -> str:
    """Return the SHA-256 of the last line of a file of records, as hex."""
    return link(split(path.read_bytes())[-1])


def first_record(folder: Path, trust: Trust) -> Record | None:
    """Return the checked first record of a campaign's ledger; None when there is none that holds.

    Reads one line, however long the ledger is.
    """
    try:
        with (folder / LEDGER).open("rb") as file:
            line = file.readline()
        record = checked(line.removesuffix(b"\n"), trust, 1)
    except (OSError, EenmaligError):
        return None
    return record if record.seq == 1 and record.campaign == folder.name else None


def open_ledger(folder: Path, trust: Trust) -> list[Record]:
    """Return the records of a ledger that may still grow, each checked; none when it is absent.

    A last line that is not whole is left out: it is being written, or its writer died.
    """
    if not (folder / LEDGER).exists():
        return []
    records = chained(split((folder / LEDGER).read_bytes()), trust, START)
    if records and records[0].campaign != folder.name:
        raise EenmaligError(Code.EVIDENCE_INVALID, "the ledger is of another campaign")
    return records


def read_records(path: Path, trust: Trust, start: str) -> list[Record]:
    """Return the records of a whole file, in order. Fails as ``chained`` does."""
    content = path.read_bytes()
    if not content.endswith(b"\n"):
        raise EenmaligError(Code.EVIDENCE_INVALID, "the last record is not whole")
    return chained(split(content), trust, start)


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
