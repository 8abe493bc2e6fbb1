"""Control files: planted in a place that is searched for numbers, to prove that it is read.

A control holds a number that is nobody's. It stands for as long as a search takes. Whoever looks
for strangers passes over it, and what a killed search left is removed by the next look.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eenmalig.stores.private_files import sync_folder, write_new

if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from pathlib import Path

# The name of one: of the campaign whose search planted it.
_NAME = re.compile(r"\.control-([a-z]+(?:-[a-z]+)*-[0-9]{4}-[0-9]{2}-[0-9]{2}-[a-z]{4})")


def is_control(name: str) -> bool:
    """Return whether a file of this name is a control."""
    return _NAME.fullmatch(name) is not None


def control_file(folder: Path, campaign: str) -> Path:
    """Return where a campaign's control stands in a folder."""
    return folder / f".control-{campaign}"


def plant(folder: Path, campaign: str, content: bytes) -> bool:
    """Plant a campaign's control, in place of one that is there; return whether that could be."""
    path = control_file(folder, campaign)
    try:
        path.unlink(missing_ok=True)
        write_new(path, content)
    except OSError:
        return False
    return True


def remove_controls(folders: Iterable[Path], but: Container[str] = ()) -> int:
    """Remove every control of each folder ``but`` those of these campaigns; return what is left."""
    left = 0
    for folder in folders:
        try:
            names = [path.name for path in folder.iterdir()]
        except OSError:
            continue
        ours = [name for name in names if (of := _NAME.fullmatch(name)) and of[1] not in but]
        for name in ours:
            try:
                (folder / name).unlink(missing_ok=True)
            except OSError:
                left += 1
        if ours:
            sync_folder(folder)
    return left
