"""Reading what somebody put into a folder of evidence: plain files only, and never without a bound.

A link, a folder or a pipe may stand in a file's place; a pipe would be waited for without end.
"""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from pathlib import Path

# A ledger has some dozens of records; this is more than any campaign needs.
LARGEST = 64 * 2**20
_BLOCK = 2**20


def read_plain(path: Path, name: str, largest: int = LARGEST) -> bytes:
    """Return a file's content. ``name`` is what a person reads of it.

    Fails when it is missing, is no plain file, or is larger than ``largest`` bytes.
    """
    with os.fdopen(_opened(path, name), "rb") as file:
        content = file.read(largest + 1)
    if len(content) > largest:
        raise EenmaligError(Code.EVIDENCE_INVALID, f"{name} is larger than evidence can be")
    return content


def digest_of(path: Path, name: str) -> str:
    """Return a file's SHA-256 as hex, in bounded memory. Fails as ``read_plain`` does."""
    total, read = hashlib.sha256(), 0
    with os.fdopen(_opened(path, name), "rb") as file:
        while block := file.read(_BLOCK):
            read += len(block)
            if read > LARGEST:
                raise EenmaligError(Code.EVIDENCE_INVALID, f"{name} is larger than evidence can be")
            total.update(block)
    return total.hexdigest()


def _opened(path: Path, name: str) -> int:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except FileNotFoundError:
        raise EenmaligError(Code.EVIDENCE_INVALID, f"{name} is missing") from None
    except OSError:
        raise EenmaligError(Code.EVIDENCE_INVALID, f"{name} cannot be read as a file") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise EenmaligError(Code.EVIDENCE_INVALID, f"{name} is no plain file")
    return descriptor
