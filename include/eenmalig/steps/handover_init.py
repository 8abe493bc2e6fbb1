"""Begin a hand-over: write its declaration with all that can be looked up, for a person to end."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from eenmalig.cleartext import sources
from eenmalig.errors import Code, EenmaligError
from eenmalig.handover.folder import DECLARATION
from eenmalig.handover.gathering import exports_in
from eenmalig.handover.skeleton import Entry, Listed, skeleton
from eenmalig.handover.words_yaml import LARGEST_BYTES
from eenmalig.handover.write_ahead import keeps_write_ahead
from eenmalig.handover.writing import write_new
from eenmalig.settings.loading import cities
from eenmalig.steps.said_of_files import says_list

if TYPE_CHECKING:
    from eenmalig.handover.gathering import UndeclaredExport

_ASK = {
    Code.SOURCE_FORMAT: "ask for CSV, XLSX, vCard or another format of docs/formats.md",
    Code.SOURCE_UNREADABLE: "ask for a new, complete export",
}


def init_handover(folder: Path, city: str | None) -> list[Entry]:
    """Write the skeleton of `handover.yaml` into ``folder``; return what it says of each export.

    Fails with nothing written when the city has no file, and when the folder holds a declaration,
    no file, or something that cannot be declared.
    """
    if city is not None and city not in cities():
        raise EenmaligError(Code.CITY_UNKNOWN)
    exports = exports_in(folder)
    with tempfile.TemporaryDirectory() as scratch:
        entries = [
            _entry(position, each, Path(scratch)) for position, each in enumerate(exports, start=1)
        ]
    text = skeleton(city, entries)
    if len(text.encode()) > LARGEST_BYTES:
        raise EenmaligError(Code.HANDOVER_INVALID, "too many files for one hand-over")
    write_new(folder / DECLARATION, text)
    return entries


def _entry(position: int, export: UndeclaredExport, scratch: Path) -> Entry:
    label = f"file {position}"
    known, reason = None, []
    try:
        known = sources.detected(export.path, label, scratch=scratch)
    except EenmaligError as error:
        reason = [each.removeprefix(f"{label}: ") for each in error.mistakes]
        reason += [_ASK[error.code]] if error.code in _ASK else []
    stand_beside = {each.name.removeprefix(export.path.name) for each in export.companions}
    return Entry(
        _listed(export.path),
        [_listed(each) for each in export.companions],
        known,
        reason,
        needs_companion=keeps_write_ahead(export.path) and "-wal" not in stand_beside,
        says_list=says_list(export.path, known, label),
    )


def _listed(path: Path) -> Listed:
    with path.open("rb") as file:
        return Listed(path.name, hashlib.file_digest(file, "sha256").hexdigest())
