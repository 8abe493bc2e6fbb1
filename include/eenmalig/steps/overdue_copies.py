"""Working copies that nobody triggered: each gets a deadline when it is first seen."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from eenmalig.handover import can_be_named
from eenmalig.steps.installation import Stores, now
from eenmalig.stores.private_files import remove_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

log = logging.getLogger(__name__)

UNTRIGGERED_HOURS = 72


def destroy_overdue_copies(stores: Stores) -> list[str]:
    """Destroy what stands past its deadline where working copies do; return a line for each.

    Fails when something cannot be removed, once all the rest is.
    """
    claimed = {(each.city, each.handover) for each in stores.inventory.open_campaigns()}
    destroyed = []
    failed: OSError | None = None
    for path in _standing(stores.home.handover):
        city, name = _entry(path)
        if (path.parent.name, path.name) in claimed:
            continue
        first_seen = now() + timedelta(hours=UNTRIGGERED_HOURS)
        if now() < stores.inventory.seen(city, name, first_seen):
            continue
        try:
            remove_folder(path)
        except OSError as error:
            failed = error
            continue
        stores.inventory.forget_working_copy(city, name)
        destroyed.append("a working copy that nobody took in")
        log.info("A working copy that nobody took in was destroyed.")
    if failed is not None:
        raise failed
    return destroyed


def _standing(handover: Path) -> Iterator[Path]:
    """Yield every working copy, and whatever else stands where only cities may."""
    for place in sorted(handover.glob("*")):
        if place.is_dir() and not place.is_symlink():
            yield from sorted(place.iterdir())
        else:
            yield place


def _entry(path: Path) -> tuple[str, str]:
    """Return how the inventory knows a copy: by name only if it could ever be triggered."""
    names = (path.parent.name, path.name)
    if all(can_be_named(each) for each in names):
        return names
    return "unnamed", f"inode {path.lstat().st_ino}"
