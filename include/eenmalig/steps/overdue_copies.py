"""Working copies that nobody triggered: each gets a deadline when it is first seen."""

from __future__ import annotations

import logging
import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

from eenmalig.steps.stores import Stores, now

if TYPE_CHECKING:
    from collections.abc import Sequence

log = logging.getLogger(__name__)

UNTRIGGERED_HOURS = 72


def destroy_overdue_copies(stores: Stores, known_cities: Sequence[str]) -> list[str]:
    """Destroy working copies past their deadline; return a line for each."""
    claimed = {(each.city, each.handover) for each in stores.inventory.open_campaigns()}
    destroyed = []
    for city in stores.home.handover.glob("*"):
        for folder in city.iterdir() if city.is_dir() else ():
            if (city.name, folder.name) in claimed:
                continue
            deadline = stores.inventory.seen(
                city.name, folder.name, now() + timedelta(hours=UNTRIGGERED_HOURS)
            )
            if now() < deadline:
                continue
            if folder.is_dir() and not folder.is_symlink():
                shutil.rmtree(folder)
            else:
                folder.unlink()
            stores.inventory.forget_working_copy(city.name, folder.name)
            place = city.name if city.name in known_cities else "an unknown city"
            destroyed.append(f"a working copy of {place}")
            log.info("A working copy of %s that nobody took in was destroyed.", place)
    return destroyed
