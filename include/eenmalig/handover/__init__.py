"""The hand-over: a folder with the case team's exports and a `handover.yaml` that declares them.

Everything is checked before any export is opened, and every mistake is told at once.
"""

from __future__ import annotations

import re
import stat
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from eenmalig.handover.choices import Device, Format, Kind
from eenmalig.handover.folder import DECLARATION, file_mistakes, may_be_opened
from eenmalig.handover.mistakes import no_city, other_city, shape_mistakes
from eenmalig.handover.model import (
    CompanionEntry,
    ExclusionEntry,
    HandOver,
    LegalBasis,
    SourceEntry,
)
from eenmalig.handover.unfilled import is_open
from eenmalig.handover.words_yaml import read_words
from eenmalig.looks_like_number import NO_NUMBER_IN_NAME

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from eenmalig.stores.home import Home

__all__ = [
    "DECLARATION",
    "NAME_PATTERN",
    "CompanionEntry",
    "Device",
    "ExclusionEntry",
    "Format",
    "HandOver",
    "Kind",
    "LegalBasis",
    "SourceEntry",
    "can_be_named",
    "declared",
    "load",
    "may_be_opened",
    "resolve",
]

# Also what a form may check with, so it is written as ECMA-262 and Python both read it. The end is
# not "$", which in Python allows a line's end after it.
NAME_PATTERN = (
    rf"^(?!.*\.\.){NO_NUMBER_IN_NAME}"
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}(?![\s\S])"
)
_NAME = re.compile(NAME_PATTERN)


def can_be_named(name: str) -> bool:
    """Tell whether a hand-over can have this name: no path, and no number could hide in it."""
    return _NAME.match(name) is not None


def resolve(home: Home, city: str, name: str) -> Path:
    """Return the folder of the working copy that ``name`` stands for in ``city``.

    Fails when the name is a path, or holds six digits in a row or nine parted by signs
    (``HANDOVER_NAME``), when nothing stands there (``HANDOVER_MISSING``), and when a link or a
    file does (``HANDOVER_INVALID``).
    """
    if not (can_be_named(city) and can_be_named(name)):
        raise EenmaligError(Code.HANDOVER_NAME)
    for place in (home.handover / city, home.handover / city / name):
        try:
            mode = place.lstat().st_mode
        except OSError:
            raise EenmaligError(Code.HANDOVER_MISSING) from None
        if not stat.S_ISDIR(mode):
            raise EenmaligError(Code.HANDOVER_INVALID, "a link or a file, not a folder")
    return home.handover / city / name


def declared(folder: Path) -> HandOver | None:
    """Return what the hand-over in ``folder`` declares, whatever became of its files since.

    None where the declaration is gone or cannot be read.
    """
    if not may_be_opened(folder / DECLARATION):
        return None
    try:
        return shape_mistakes(read_words(folder / DECLARATION), folder)[0]
    except EenmaligError:
        return None


def load(folder: Path, city: str | None = None, among: Collection[str] = ()) -> HandOver:
    """Return what the hand-over in ``folder`` declares, with every file checked.

    ``city`` is the run's; without one any city will do, or any ``among`` those that are given.

    Fails with one ``HANDOVER_INVALID`` that lists every mistake: wrong, open or unknown keys,
    another city, personal data in free text, missing, extra or changed files, links. Sources and
    lists are named by their position, never by their file.
    """
    if not may_be_opened(folder / DECLARATION):
        missing = "is not there, or is no plain file; eenmalig handover init FOLDER begins one"
        raise EenmaligError(Code.HANDOVER_INVALID, f"{DECLARATION}: {missing}")
    words = read_words(folder / DECLARATION)
    handover, mistakes = shape_mistakes(words, folder)
    stated = words.get("city", city)
    if city is not None and stated != city and not is_open(stated):
        mistakes.append(other_city(stated, city))
    elif among and isinstance(stated, str) and stated not in among and not is_open(stated):
        mistakes.append(no_city(among))
    mistakes += file_mistakes(folder, words)
    if handover is None or mistakes:
        raise EenmaligError(Code.HANDOVER_INVALID, *mistakes)
    return handover
