"""Hand-overs that wait in a city's folder: their names, deadlines, and what a check came to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from eenmalig.documents.counts import COLUMNS
from eenmalig.errors import Code, EenmaligError
from eenmalig.handover import can_be_named
from eenmalig.stores.folder_on_disk import place_of
from eenmalig.stores.private_files import is_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from eenmalig.pages.asked_run import AskedRun
    from eenmalig.pages.readable_stores import ReadableStores
    from eenmalig.stores.working_copies import WorkingCopy


@dataclass(frozen=True)
class WaitingHandover:
    """One hand-over. ``known`` is None until a worker has seen it.

    ``start`` is the run that was asked last to begin a campaign with it, unless that run is known
    to have taken another copy in.
    """

    name: str
    known: WorkingCopy | None
    start: AskedRun | None

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
        """What came of trying it, as it was when a worker saw it last; None where that is odd."""
        return self.known.checked if self.known and _is_sound(self.known.checked) else None

    @property
    def starting(self) -> AskedRun | None:
        """The run that is under way and is to take it in."""
        waits = self.start and self.start.under_way and self.campaign is None
        return self.start if waits else None

    @property
    def failed_start(self) -> AskedRun | None:
        """The run that failed without taking it in, until it is checked again."""
        start, checked = self.start, self.checked
        if start is None or checked is None or self.campaign or not start.failed:
            return None
        return start if start.asked_at > datetime.fromisoformat(checked["at"]) else None

    @property
    def may_start(self) -> bool:
        """Whether a campaign can be triggered with it."""
        is_free = self.campaign is None and self.starting is None
        return is_free and bool(self.checked and self.checked["holds"])


@dataclass(frozen=True)
class CityHandovers:
    """What waits in a city's folder. ``unnamed`` have names that no hand-over can have."""

    city: str
    waiting: list[WaitingHandover]
    unnamed: int

    def find(self, name: str) -> WaitingHandover | None:
        """Return the hand-over of a name."""
        return next((each for each in self.waiting if each.name == name), None)


def city_handovers(
    stores: ReadableStores,
    city: str,
    starts: Callable[[Collection[str]], Mapping[str, AskedRun]],
) -> CityHandovers:
    """Return what waits for a city: no file is opened, only names are listed.

    ``starts`` gives the last run that was asked for with each name. Where this process does not
    reach the working copies, as in containers, those are told that a worker has seen.
    """
    by_place = {row.place: row for row in stores.inventory.working_copies() if row.place}
    try:
        there = sorted(filter(is_folder, (stores.home.handover / city).iterdir()))
    except OSError:
        rows = [(row.name, row) for row in by_place.values() if row.city == city]
        return CityHandovers(city, _waiting(stores, rows, starts), 0)
    named = [path for path in there if can_be_named(path.name)]
    copies = [(path.name, by_place.get(_place(path))) for path in named]
    return CityHandovers(city, _waiting(stores, copies, starts), len(there) - len(named))


def _waiting(
    stores: ReadableStores,
    copies: Sequence[tuple[str, WorkingCopy | None]],
    starts: Callable[[Collection[str]], Mapping[str, AskedRun]],
) -> list[WaitingHandover]:
    runs = starts([name for name, _ in copies])
    took_in = {row.campaign for row in stores.inventory.working_copies()}
    own = {name: run for name, run in runs.items() if _has_yet_to_take_in(stores, run, took_in)}
    return [WaitingHandover(name, known, own.get(name)) for name, known in copies]


def _has_yet_to_take_in(
    stores: ReadableStores, run: AskedRun, took_in: Collection[str | None]
) -> bool:
    """Whether a run has taken no copy in, as far as is known: not one that stood there before."""
    try:
        campaign = stores.inventory.of_run(run.dag, run.id)
    except EenmaligError as error:
        if error.code is not Code.CAMPAIGN_UNREADABLE:
            raise
        return run.under_way
    return campaign is None or (run.under_way and campaign.open and campaign.id not in took_in)


def _is_sound(checked: Mapping[str, Any] | None) -> bool:
    """Whether what is kept of a check is what a page can show."""
    try:
        return checked is not None and _can_be_shown(checked)
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def _can_be_shown(checked: Mapping[str, Any]) -> bool:
    sentences = [*checked["wrong"]]
    counted = [checked["total"]] if checked["total"] is not None else []
    for export in checked["exports"]:
        sentences += [export["export"], *export["warnings"]]
        counted += [export["counts"]] if export["counts"] is not None else []
    return (
        isinstance(checked["holds"], bool)
        and datetime.fromisoformat(checked["at"]).tzinfo is not None
        and all(isinstance(sentence, str) for sentence in sentences)
        and all(set(COLUMNS) <= {*counts} for counts in counted)
        and not (checked["holds"] and checked["total"] is None)
    )


def _place(path: Path) -> str:
    try:
        return place_of(path)
    except OSError:  # it is gone since it was listed
        return ""
