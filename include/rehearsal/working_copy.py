"""The hand-over of a demonstration: made up, or a copy of one that somebody gives."""

from __future__ import annotations

import secrets
import shutil
import string
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def made_up(scratch: Path, city: str, say: Callable[[str], None]) -> Path:
    """Write a synthetic hand-over for a case of its own; return its folder."""
    folder = scratch / "handover"
    truth = make_handover(folder, city=city, case_reference=f"PL-2026-{_letters().upper()}")
    say(f"A made-up hand-over: {truth.totals.read} candidates, numbers drawn at random.")
    return folder


def copy_name() -> str:
    """Return a new name for a working copy."""
    return f"rehearsal-{_letters()}"


def working_copy(
    place: Path, original: Path, say: Callable[[str], None], *, is_given: bool
) -> None:
    """Copy a hand-over to ``place``, ``handover/CITY/NAME`` below the home."""
    if not original.is_dir():
        raise EenmaligError(Code.HANDOVER_MISSING, "HANDOVER does not name a folder")
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.copytree(original, place, symlinks=True)
    place.chmod(0o700)
    if is_given:
        say("Your hand-over was copied; the original is left alone, also by destruction.")
    say(f"Working copy: {place.relative_to(place.parents[2])}")


def _letters() -> str:
    return "".join(secrets.choice(string.ascii_lowercase) for _ in range(4))
