"""What can be taken along of a campaign: its documents, and its whole evidence as one archive.

Only files that evidence consists of, only plain ones, and only as they were signed: what somebody
put or changed there is never handed out.
"""

from __future__ import annotations

import hashlib
import zipfile
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import CLOSED, DOCUMENTS
from eenmalig.evidence.plain_files import read_plain
from eenmalig.evidence.reading import latest
from eenmalig.pages.campaign_seen import committed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from eenmalig.evidence.records import Record
    from eenmalig.pages.readable_stores import ReadableStores

# Files of evidence are small; what is not stays on disk while it is sent.
_IN_MEMORY = 2**20
_BLOCK = 2**16
# The same evidence makes the same archive.
_DATED = (1980, 1, 1, 0, 0, 0)
_READABLE = 0o100644 << 16


def document(stores: ReadableStores, campaign: str, name: str) -> bytes | None:
    """Return a document of a closed campaign; None where there is none.

    Fails when it is not the one that the ledger's end names.
    """
    named = _named(committed(stores, campaign).records)
    return _as_named(stores.folder(campaign), name, named[name]) if name in named else None


def archive(stores: ReadableStores, campaign: str) -> IO[bytes] | None:
    """Return a campaign's evidence as a zip, at its beginning; None while there is none.

    Of an open campaign that is its ledger so far. Fails when anything is not as it was signed.
    """
    found, folder = committed(stores, campaign), stores.folder(campaign)
    if not found.records:
        return None
    packed = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - who sends it closes it
    with zipfile.ZipFile(packed, "w") as made:
        for file, lines in found.lines.items():
            if lines:
                _add(made, f"{campaign}/{file}", b"".join(line + b"\n" for line in lines))
        for file, digest in sorted(_named(found.records).items()):
            _add(made, f"{campaign}/{file}", _as_named(folder, file, digest))
    packed.seek(0)
    return packed


def blocks(packed: IO[bytes]) -> Iterator[bytes]:
    """Give an archive block by block, and close it."""
    with packed:
        while block := packed.read(_BLOCK):
            yield block


def _named(records: Sequence[Record]) -> Mapping[str, str]:
    """Return the documents that a ledger's end names, with their digests; none without an end."""
    closed = latest(records, CLOSED)
    files = closed.data["files"] if closed else {}
    return {name: files[name] for name in DOCUMENTS & files.keys()}


def _as_named(folder: Path, name: str, digest: str) -> bytes:
    content = read_plain(folder / name, name)
    if hashlib.sha256(content).hexdigest() != digest:
        raise EenmaligError(Code.EVIDENCE_INVALID, f"{name} was changed")
    return content


def _add(made: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _DATED)
    entry.external_attr = _READABLE
    made.writestr(entry, content)
