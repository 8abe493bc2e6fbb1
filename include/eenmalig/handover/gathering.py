"""What stands in a folder that nobody declared yet: its files, each with what belongs to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.errors import Code, EenmaligError
from eenmalig.handover.folder import DECLARATION, may_be_opened
from eenmalig.handover.model import BESIDE_DATABASE
from eenmalig.handover.single_values import is_plain_name
from eenmalig.handover.write_ahead import is_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class UndeclaredExport(NamedTuple):
    """An export and what stands beside it as its database's own. Never log it: these are names."""

    path: Path
    companions: tuple[Path, ...] = ()


def exports_in(folder: Path) -> list[UndeclaredExport]:
    """Return the exports in ``folder``, sorted by name.

    What ends in ``-wal``, ``-shm`` or ``-journal`` belongs to the database of that name, if there
    is one; any other file is an export of its own.

    Fails with one ``HANDOVER_INVALID``, in counts and without names: a declaration is there
    already, there is no file, or there are folders, links, special files, files that cannot be
    read, or names that cannot be written down.
    """
    if os.path.lexists(folder / DECLARATION):
        mistake = f"{DECLARATION}: is there already, and was left as it is"
        raise EenmaligError(Code.HANDOVER_INVALID, mistake)
    entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    mistakes = list(_mistakes(entries, folder)) if entries else ["there is no file in the folder"]
    if mistakes:
        raise EenmaligError(Code.HANDOVER_INVALID, *mistakes)
    return list(_grouped([folder / entry.name for entry in entries]))


def _mistakes(entries: list[os.DirEntry[str]], folder: Path) -> Iterator[str]:
    folders = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
    files = [entry for entry in entries if may_be_opened(folder / entry.name)]
    counts = {
        "folders: put their files beside the others, or leave them out": len(folders),
        "links or special files: copy the file itself": len(entries) - len(folders) - len(files),
        "files that cannot be read": sum(not os.access(file.path, os.R_OK) for file in files),
        "names with signs that cannot be written down: rename those files": sum(
            not _can_be_written_down(entry.name) for entry in entries
        ),
    }
    return (f"the folder holds {what} ({count} found)" for what, count in counts.items() if count)


def _can_be_written_down(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return is_plain_name(name)


def _grouped(paths: list[Path]) -> Iterator[UndeclaredExport]:
    databases = [path for path in paths if is_database(path)]
    beside = {f"{path.name}{ending}" for path in databases for ending in BESIDE_DATABASE}
    for path in paths:
        if path.name not in beside:
            yield UndeclaredExport(path, tuple(_beside(path, paths) if path in databases else ()))


def _beside(database: Path, paths: list[Path]) -> Iterator[Path]:
    names = {f"{database.name}{ending}" for ending in BESIDE_DATABASE}
    return (path for path in paths if path.name in names)
