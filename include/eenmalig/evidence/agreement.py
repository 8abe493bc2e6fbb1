"""Whether a file of evidence is the copy of its committed lines that it should be.

The lines are committed in the inventory, the file follows. So a file may lag behind by what nobody
knows to have reached it; any other difference means that somebody, or a backup, changed one of
the two.
"""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.records import split
from eenmalig.stores.private_files import FOLDER_AS_THE_UMASK_SAYS, make_folder, sync_folder

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Copy(StrEnum):
    """What a file is to its committed lines."""

    WHOLE = "whole"
    BEHIND = "behind"
    CUT = "cut"
    LONGER = "longer"
    CHANGED = "changed"


_SAID: Mapping[Copy, Code] = {
    Copy.CUT: Code.LEDGER_CUT,
    Copy.LONGER: Code.INVENTORY_OLDER,
    Copy.CHANGED: Code.LEDGER_CHANGED,
}


def compare(lines: Sequence[bytes], copied: int, content: bytes) -> Copy:
    """Compare a file's ``content``, empty when it is absent, with the committed ``lines``.

    ``copied`` is how many of these are known to have reached it.
    """
    there = split(content)
    torn = content[sum(len(line) + 1 for line in there) :]
    shared = min(len(lines), len(there))
    if there[:shared] != list(lines[:shared]):
        return Copy.CHANGED
    if len(there) > len(lines):
        return Copy.LONGER
    if len(there) < copied:
        return Copy.CUT
    if len(there) == len(lines):
        return Copy.CHANGED if torn else Copy.WHOLE
    return Copy.BEHIND if lines[len(there)].startswith(torn) else Copy.CHANGED


def require(found: Copy) -> None:
    """Fail, with its own words, on every difference that a death cannot explain."""
    if found in _SAID:
        raise EenmaligError(_SAID[found])


def complete(path: Path, lines: Sequence[bytes]) -> None:
    """Complete a file, synced, that holds the first of ``lines``, and perhaps a part of the next.

    Fails with ``OSError`` when it cannot be written.
    """
    make_folder(path.parent, FOLDER_AS_THE_UMASK_SAYS)
    with path.open("ab") as stream:
        whole = b"".join(line + b"\n" for line in lines)
        stream.write(whole[stream.tell() :])
        stream.flush()
        os.fsync(stream.fileno())
    sync_folder(path.parent)
