"""Working copies as they stand, each with what is known of it from when it was first seen.

A copy is known by its place on the disk and by what it holds, not by its name: a renamed one is
the same, a copy of one is too, and another hand-over under its name is another.
"""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from eenmalig.errors import EenmaligError
from eenmalig.handover import DECLARATION, can_be_named
from eenmalig.steps.destruction_records import DestructionRecords
from eenmalig.steps.installation import Stores, now
from eenmalig.stores.folder_on_disk import FolderOnDisk
from eenmalig.stores.private_files import is_folder, let_us_in
from eenmalig.stores.working_copies import WorkingCopy

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from eenmalig.domain.campaign import Campaign

log = logging.getLogger(__name__)

UNTRIGGERED_HOURS = 72


class StandingCopy(NamedTuple):
    """A working copy that stands somewhere, and what is known of it."""

    path: Path
    known: WorkingCopy


class Unseen(NamedTuple):
    """What nobody can look at: ``shut`` are cities of which the folder cannot be listed."""

    shut: list[str]
    links: int

    def told(self) -> list[str]:
        """Return a line for each kind."""
        lines = []
        if self.shut:
            lines.append(f"working copies: {len(self.shut)} folders of cities cannot be listed")
        if self.links:
            lines.append(f"working copies: {self.links} links, and what they lead to stays")
        return lines


class CopiesFound(NamedTuple):
    """All that stands where working copies do. ``on_record`` is whether that could be kept.

    ``given_up`` are the closed campaigns of which a person gave up what is left of their copy.
    """

    unseen: Unseen
    copies: list[StandingCopy]
    on_record: bool
    given_up: Collection[str]

    def of(self, campaign: str) -> list[Path]:
        """Return where the copies stand that a campaign took in, and what a check left beside."""
        paths = [copy.path for copy in self.copies if copy.known.campaign == campaign]
        there = {copy.path for copy in self.copies} - {*paths}
        return [*(scratch_beside(path) for path in paths if scratch_beside(path) in there), *paths]


def scratch_beside(copy: Path) -> Path:
    """Return where a check copies databases of a working copy: no hand-over can have that name."""
    return copy.with_name(f".{copy.name}.check")


def look_at_copies(stores: Stores) -> CopiesFound:
    """Look at every working copy; what is seen for the first time gets its deadline.

    What is gone is forgotten, with its key. Fails when the inventory cannot be read.
    """
    known = _Known(stores)
    folders = []
    paths, unseen = standing(stores.home.handover)
    for path in paths:
        try:
            folders.append(FolderOnDisk(path, DECLARATION))
        except OSError:  # it is gone since it was listed
            continue
    # Those that stand where they stood first: what they hold tells the others.
    folders.sort(key=lambda folder: not known.stands_at(folder.place))
    copies = [StandingCopy(folder.path, known.seen(folder)) for folder in folders]
    kept = known.keep([copy.known for copy in copies], is_all=not unseen.shut)
    if kept is None:
        return CopiesFound(unseen, copies, on_record=False, given_up=known.given_up)
    pairs = zip(copies, kept, strict=True)
    stand = [StandingCopy(copy.path, row) for copy, row in pairs]
    return CopiesFound(unseen, stand, on_record=True, given_up=known.given_up)


def claim(stores: Stores, campaign: Campaign, folder: Path) -> None:
    """Record that a campaign takes in what stands in a folder, whatever that is called later.

    What another campaign took in before stays under that one's deadline too.
    """
    place = FolderOnDisk(folder, DECLARATION).place
    for copy in look_at_copies(stores).copies:
        known = copy.known
        if known.place == place and known.campaign != campaign.id:
            others = [known.deadline] if known.campaign else []
            deadline = min([campaign.deadline, *others])
            with stores.inventory.changing() as changes:
                changes.keep_copy(replace(known, campaign=campaign.id, deadline=deadline))


def copies_destroyed(stores: Stores, campaign: str) -> None:
    """Forget what a campaign's copies held, and with which key that was told, once they are gone.

    That they were the campaign's stays known: another hand-over under their name is not.
    """
    try:
        rows = [row for row in stores.inventory.working_copies() if row.campaign == campaign]
        with stores.inventory.changing() as changes:
            for row in rows:
                changes.keep_copy(row.destroyed())
    except (EenmaligError, SQLAlchemyError) as error:  # it is forgotten once the campaign is closed
        log.warning("A working copy is gone, and not forgotten yet (%s).", type(error).__name__)


def standing(handover: Path) -> tuple[list[Path], Unseen]:
    """Return every working copy, whatever else stands where only cities may, and what is unseen.

    A link is none of them: nobody knows whose it is what it leads to.
    """
    let_us_in(handover)
    paths, shut = [], []
    for place in sorted(handover.glob("*")):
        let_us_in(place)
        try:
            paths += sorted(place.iterdir()) if is_folder(place) else [place]
        except OSError:  # one city's dead disk holds up no other's
            shut.append(place.name)
    copies = [path for path in paths if not os.path.islink(path)]  # noqa: PTH114 - fails never
    return copies, Unseen(shut, len(paths) - len(copies))


class _Known:
    """What the inventory knows of working copies, and what this look adds."""

    def __init__(self, stores: Stores) -> None:
        self._stores = stores
        campaigns = stores.inventory.known()
        self._open = campaigns.open
        self._open_ids = campaigns.open_ids
        self._before = stores.inventory.working_copies()
        still_open = {None, *self._open_ids}
        closed = {row.campaign for row in self._before if row.campaign not in still_open}
        self.given_up = {name for name in closed if name and self._is_given_up(name)}
        its_own = still_open | self.given_up
        self._rows = [row for row in self._before if row.campaign in its_own]

    def _is_given_up(self, campaign: str) -> bool:
        try:
            records = DestructionRecords(self._stores, self._stores.inventory.get(campaign))
        except EenmaligError:
            return False
        return "working_copy" in records.given_up()

    def stands_at(self, place: str) -> bool:
        return any(row.place == place for row in self._rows)

    def seen(self, folder: FolderOnDisk) -> WorkingCopy:
        """Return what is known of a folder, changed where the folder was."""
        own = next((row for row in self._rows if row.place == folder.place), None)
        if own is not None and (own.is_unchanged(folder) or own.is_emptied(folder)):
            return own
        if own is None or not own.is_changed(folder):
            own = self._new(folder)
        same = [row for row in self._rows if row.is_copied(folder)]
        campaigns = [row.campaign for row in same if row.campaign]
        seen = replace(
            own.as_now(folder),
            deadline=min([own.deadline, *(row.deadline for row in same)]),
            campaign=own.campaign or next(iter(campaigns), None),
        )
        self._rows.append(seen)
        return seen

    def _new(self, folder: FolderOnDisk) -> WorkingCopy:
        """Return what is known of a folder that was never seen, or is another one by now."""
        names = (folder.path.parent.name, folder.path.name)
        city, name = names if all(can_be_named(each) for each in names) else ("", "")
        deadline = now() + timedelta(hours=UNTRIGGERED_HOURS)
        new = WorkingCopy.first_seen(folder, city, name, deadline)
        if not city:
            return new
        named = [row for row in self._rows if (row.city, row.name) == (city, name)]
        # An earlier program knew a name and a deadline, and a campaign's copy by its name alone.
        earlier = [row.deadline for row in named if not row.place and row.campaign is None]
        # On a disk that was restored its own stands at another place, and may be changed as well.
        sharing = {row.campaign for row in self._rows if row.shares(folder)}
        owned = {row.campaign for row in self._rows} - sharing
        for campaign in self._open:
            if (campaign.city, campaign.handover) == (city, name) and campaign.id not in owned:
                return replace(new, deadline=campaign.deadline, campaign=campaign.id)
        return replace(new, deadline=min([deadline, *earlier]))

    def keep(self, seen: list[WorkingCopy], *, is_all: bool) -> list[WorkingCopy] | None:
        """Put it on record; return it as it is there, or None where that cannot be done.

        What is not there is forgotten, if what was seen is all.
        """
        there = {row.id for row in (seen if is_all else self._before)} - {None}
        gone = [row for row in self._before if row.id not in there and not self._stays(row)]
        if not gone and all(row in self._before for row in seen):
            return seen
        try:
            with self._stores.inventory.changing() as changes:
                for row in gone:
                    changes.drop_copy(row)
                return [row if row in self._before else changes.keep_copy(row) for row in seen]
        except (EenmaligError, SQLAlchemyError, OSError) as error:
            log.warning("Working copies are not on record (%s).", type(error).__name__)
            return None

    def _stays(self, row: WorkingCopy) -> bool:
        """Whether it is a campaign's that is still open: its copy may only have been moved."""
        return row.campaign in self._open_ids or not os.access(self._stores.home.handover, os.R_OK)
