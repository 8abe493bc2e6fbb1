"""What stands in a folder that nobody declared yet: its files, each with what belongs to it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.errors import Code, EenmaligError
from eenmalig.handover.folder import DECLARATION, may_be_opened
from eenmalig.handover.model import BESIDE_DATABASE, is_plain_name
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
        said = f"{DECLARATION}: is there already, and was left as it is"
        raise EenmaligError(Code.HANDOVER_INVALID, said)
    entries = sorted(os.scandir(folder), key=lambda each: each.name)
    mistakes = list(_mistakes(entries, folder)) if entries else ["there is no file in the folder"]
    if mistakes:
        raise EenmaligError(Code.HANDOVER_INVALID, *mistakes)
    return list(_grouped([folder / each.name for each in entries]))


def _mistakes(entries: list[os.DirEntry[str]], folder: Path) -> Iterator[str]:
    folders = [each for each in entries if each.is_dir(follow_symlinks=False)]
    files = [each for each in entries if may_be_opened(folder / each.name)]
    counts = {
        "folders: put their files beside the others, or leave them out": len(folders),
        "links or special files: copy the file itself": len(entries) - len(folders) - len(files),
        "files that cannot be read": sum(not os.access(each.path, os.R_OK) for each in files),
        "names with signs that cannot be written down: rename those files": sum(
            not _can_be_written_down(each.name) for each in entries
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
    databases = [each for each in paths if is_database(each)]
    beside = {f"{each.name}{ending}" for each in databases for ending in BESIDE_DATABASE}
    for path in paths:
        if path.name not in beside:
            yield UndeclaredExport(path, tuple(_beside(path, paths) if path in databases else ()))


def _beside(database: Path, paths: list[Path]) -> Iterator[Path]:
    names = {f"{database.name}{ending}" for ending in BESIDE_DATABASE}
    return (each for each in paths if each.name in names)
