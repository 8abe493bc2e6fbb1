"""Hand-overs that wait in a city's folder: their names, deadlines, and what a check came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from eenmalig.handover import can_be_named
from eenmalig.stores.folder_on_disk import place_of
from eenmalig.stores.private_files import is_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from eenmalig.pages.readable_stores import ReadableStores
    from eenmalig.stores.working_copies import WorkingCopy


@dataclass(frozen=True)
class WaitingHandover:
    """One hand-over. ``known`` is None until a worker has seen it."""

    name: str
    known: WorkingCopy | None

    @property
    def deadline(self) -> str | None:
        """Until when it stands there at most, in ISO 8601, once that is on record."""
        return self.known.deadline.isoformat() if self.known else None

    @property
    def campaign(self) -> str | None:
        """The campaign that took it in."""
        return self.known.campaign if self.known else None

    @property
    def checked(self) -> Mapping[str, Any] | None:
        """What came of trying it, as it was when a worker saw it last."""
        return self.known.checked if self.known else None

    @property
    def may_start(self) -> bool:
        """Whether a campaign can be triggered with it."""
        return self.campaign is None and bool(self.checked and self.checked["holds"])


@dataclass(frozen=True)
class CityHandovers:
    """What waits in a city's folder. ``unnamed`` have names that no hand-over can have."""

    city: str
    waiting: list[WaitingHandover]
    unnamed: int

    def find(self, name: str) -> WaitingHandover | None:
        """Return the hand-over of a name."""
        return next((each for each in self.waiting if each.name == name), None)


def city_handovers(stores: ReadableStores, city: str) -> CityHandovers:
    """Return what waits for a city: no file is opened, only names are listed.

    Where this process does not reach the working copies, as in containers, those are told that a
    worker has seen.
    """
    by_place = {row.place: row for row in stores.inventory.working_copies() if row.place}
    try:
        there = sorted(filter(is_folder, (stores.home.handover / city).iterdir()))
    except OSError:
        rows = [row for row in by_place.values() if row.city == city]
        return CityHandovers(city, [WaitingHandover(row.name, row) for row in rows], 0)
    named = [path for path in there if can_be_named(path.name)]
    waiting = [WaitingHandover(path.name, by_place.get(_place(path))) for path in named]
    return CityHandovers(city, waiting, len(there) - len(named))


def _place(path: Path) -> str:
    try:
        return place_of(path)
    except OSError:  # it is gone since it was listed
        return ""
