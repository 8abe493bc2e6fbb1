"""Evidence as its folder holds it: an append-only, chained ledger, read by everybody.

A record of kind ``closed`` with the digests of all other files ends ``ledger.jsonl``; later looks
go to ``verifications.jsonl``, whose first record is chained to the ledger's end.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.plain_files import digest_of, read_plain
from eenmalig.evidence.records import (
    START,
    Chain,
    Record,
    chained,
    link,
    read_chain,
    split,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eenmalig.evidence.signing import Trust
    from eenmalig.stores.inventory import Inventory

LEDGER = "ledger.jsonl"
VERIFICATIONS = "verifications.jsonl"
CERTIFIED = "certified"
CLOSED = "closed"
DOCUMENTS = frozenset(
    {
        "dossier.json",
        "dossier.html",
        "report.json",
        "report.html",
        "certificate.json",
        "certificate.pdf",
    }
)
# Of a folder with more than these, only that it has more is told.
_MOST_FILES = 1000


def head(path: Path) -> str:
    """Return the SHA-256 of the last line of a file of records, as hex."""
    return link(split(path.read_bytes())[-1])


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


def committed_ledger(inventory: Inventory, campaign: str, trust: Trust) -> list[Record]:
    """Return the records that are committed of a campaign's ledger, each checked.

    They count before their copy stands in the file. Whether that agrees, verification tells.
    """
    with inventory.reading() as look:
        lines = look.lines(campaign, LEDGER)
    return chained(lines, trust, START)


def read_records(path: Path, trust: Trust, start: str) -> list[Record]:
    """Return the records of a whole file, in order. Fails with all that is wrong with it."""
    chain = read_file(path, trust, start)
    if chain.wrong:
        raise EenmaligError(Code.EVIDENCE_INVALID, *chain.wrong)
    return chain.records


def read_file(path: Path, trust: Trust, start: str) -> Chain:
    """Return what a file of records holds, and all that is wrong with it."""
    try:
        content = read_plain(path, path.name)
    except EenmaligError as error:
        return Chain([], [], list(error.mistakes), start)
    chain = read_chain(split(content), trust, start)
    if not content.endswith(b"\n"):
        chain.wrong.append(f"{path.name}: the last record is not whole")
    return chain


def end_is_missing(records: Sequence[Record]) -> list[str]:
    """Return what is wrong with a ledger's end; nothing where one record of its own ends it."""
    kinds = [record.kind for record in records]
    if kinds.count(CLOSED) == 1 and kinds[-1] == CLOSED:
        return []
    return ["the ledger has no end: the campaign is still open, or its last records are missing"]


def changed_files(folder: Path, closed: Record) -> list[str]:
    """Return which files are not those that a ledger's end names."""
    files = closed.data.get("files")
    if not isinstance(files, dict) or not set(files) <= DOCUMENTS:
        return ["the ledger's end does not name the files beside it"]
    there = {path.name for path in islice(folder.iterdir(), _MOST_FILES)} - {LEDGER, VERIFICATIONS}
    wrong = [f"{name} is missing" for name in sorted(set(files) - there)]
    added = len(there - set(files))
    if added:
        wrong.append("a file was added" if added == 1 else f"{added} files were added")
    for name in sorted(there & set(files)):
        try:
            if digest_of(folder / name, name) != files[name]:
                wrong.append(f"{name} was changed")
        except EenmaligError as error:
            wrong += error.mistakes
    return wrong


def read_ledger(folder: Path, trust: Trust) -> list[Record]:
    """Return the records of a closed ledger whose other files are as they were.

    Fails when the end is missing, or a file was changed, added or removed.
    """
    records = read_records(folder / LEDGER, trust, START)
    wrong = end_is_missing(records) or changed_files(folder, records[-1])
    if wrong:
        raise EenmaligError(Code.EVIDENCE_INVALID, *wrong)
    return records
