"""Comparing the folder with what `handover.yaml` lists: no file more, none less, none changed."""

from __future__ import annotations

import hashlib
import os
import stat
from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.handover.single_values import is_plain_name
from eenmalig.handover.write_ahead import UNSTATED, keeps_write_ahead

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DECLARATION = "handover.yaml"
_LISTS = {"sources": "source", "exclusions": "exclusion list"}


class _Listed(NamedTuple):
    """A file as listed: how it is called in a message, its name, the digest stated for it.

    ``alone`` says that nothing is stated about files that belong to it.
    """

    label: str
    name: str
    sha256: str
    alone: bool


def may_be_opened(path: Path) -> bool:
    """Return whether this is a plain file of its own: no link, device or pipe."""
    try:
        status = path.lstat()
    except OSError:
        return False
    return stat.S_ISREG(status.st_mode) and status.st_nlink == 1


def file_mistakes(folder: Path, declared: dict[str, Any]) -> list[str]:
    """Return every difference between the folder and the list, in sentences without names."""
    listed = list(_listed(declared))
    repeated = list(_repeated(listed))
    wrong = [mistake for file in listed if (mistake := _wrong(folder, file))]
    return [*repeated, *wrong, *_extra(folder, {file.name for file in listed})]


def _listed(declared: dict[str, Any]) -> Iterator[_Listed]:
    """Yield what can be looked up; what has no plain name is a mistake of the shape already."""
    for key, label in _LISTS.items():
        entries = declared.get(key)
        for position, entry in enumerate(entries if isinstance(entries, list) else [], start=1):
            if isinstance(entry, dict):
                yield from _files_of(entry, f"{label} {position}")


def _files_of(entry: dict[str, Any], label: str) -> Iterator[_Listed]:
    companions = entry.get("companions")
    yield from _file_of(entry, label, alone=companions is None)
    companions = companions if isinstance(companions, list) else []
    for position, companion in enumerate(companions, start=1):
        if isinstance(companion, dict):
            yield from _file_of(companion, f"{label}, companion {position}", alone=False)


def _file_of(entry: dict[str, Any], label: str, *, alone: bool) -> Iterator[_Listed]:
    name = entry.get("file")
    if isinstance(name, str) and is_plain_name(name):
        stated = entry.get("sha256")
        yield _Listed(label, name, stated.lower() if isinstance(stated, str) else "", alone)


def _repeated(listed: list[_Listed]) -> Iterator[str]:
    first: dict[str, str] = {DECLARATION: DECLARATION}
    for file in listed:
        if file.name in first:
            yield f"{file.label}: the same file as {first[file.name]}"
        first.setdefault(file.name, file.label)


def _wrong(folder: Path, listed: _Listed) -> str | None:
    path = folder / listed.name
    if not os.path.lexists(path):
        return f"{listed.label}: the file is not in the folder"
    if not may_be_opened(path):
        return f"{listed.label}: is a link or no plain file"
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return f"{listed.label}: the file cannot be read"
    # A malformed digest is told once, as a mistake of the shape.
    if len(listed.sha256) == len(sha256) and listed.sha256 != sha256:
        return f"{listed.label}: sha256 differs"
    if listed.alone and keeps_write_ahead(path):
        return f"{listed.label}: {UNSTATED}"
    return None


def _extra(folder: Path, names: set[str]) -> Iterator[str]:
    extra = [entry for entry in os.scandir(folder) if entry.name not in {*names, DECLARATION}]
    subfolders = sum(entry.is_dir(follow_symlinks=False) for entry in extra)
    files = sum(entry.is_file(follow_symlinks=False) for entry in extra)
    others = len(extra) - subfolders - files
    # Their names are withheld: people name files after people.
    if files:
        are = "file in the folder is" if files == 1 else "files in the folder are"
        yield f"{files} {are} not listed in {DECLARATION}"
    if subfolders:
        are = "folder in the folder is" if subfolders == 1 else "folders in the folder are"
        yield f"{subfolders} {are} not allowed"
    if others:
        are = "file in the folder is" if others == 1 else "files in the folder are"
        yield f"{others} {are} not allowed: a link or a special file"
