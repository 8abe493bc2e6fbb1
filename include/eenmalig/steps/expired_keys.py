"""Number and ref keys past the deadline in their own files: the last guard's first act.

It needs the key files and nothing else: the inventory may be gone, damaged or locked.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eenmalig.steps.installation import now
from eenmalig.stores.keys import CampaignKeys, KeyName
from eenmalig.stores.private_files import is_folder, let_us_in

if TYPE_CHECKING:
    from eenmalig.stores.folder_on_disk import FolderOnDisk
    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)

# What opens numbers, or tells whose a ref is.
OPENING = (KeyName.NUMBER, KeyName.REF)


@dataclass
class TakenIn:
    """The working copies that were taken in, as key files tell them: by place and by mark."""

    places: set[str] = field(default_factory=set)
    marks: set[str] = field(default_factory=set)

    def add(self, keys: CampaignKeys) -> None:
        """Add what a campaign's key files tell."""
        places, marks = keys.working_copies()
        self.places |= places
        self.marks |= marks

    def tells(self, folder: FolderOnDisk) -> bool:
        """Whether a folder is one of them."""
        return folder.place in self.places or any(map(folder.bears, self.marks))


@dataclass
class Expired:
    """The campaigns of which the keys are past their deadline, and what else their files tell.

    ``removed`` is what of each was there and is gone, ``copies`` tells their working copies, and
    ``in_time`` those of all others. ``silent`` are the folders of keys that tell no deadline.
    """

    campaigns: list[str] = field(default_factory=list)
    removed: dict[str, set[str]] = field(default_factory=dict)
    copies: TakenIn = field(default_factory=TakenIn)
    in_time: TakenIn = field(default_factory=TakenIn)
    silent: list[str] = field(default_factory=list)

    def destroy(self, keys: CampaignKeys) -> None:
        """Destroy what opens numbers. What cannot be removed holds up nothing else."""
        campaign = keys.folder.name
        before = set(keys.standing())
        # What cannot be is told by the campaign's own destruction, which meets it.
        with suppress(OSError):
            keys.destroy(*OPENING)
        with suppress(OSError):
            keys.destroy_others()
        gone = before & set(OPENING) - set(keys.present())
        for name in sorted(gone):
            log.info("%s: the %s key was past its deadline.", campaign, name)
        self.removed.setdefault(campaign, set()).update(f"{name}_key" for name in gone)


def destroy_expired(home: Home) -> Expired:
    """Destroy every number key and ref key past the deadline in its own file, or beside it."""
    expired = Expired()
    let_us_in(home.keys)
    for folder in sorted(home.keys.glob("*")):
        let_us_in(folder)
        keys = CampaignKeys(folder)
        is_past = keys.expired(now())
        if is_past:
            expired.campaigns.append(folder.name)
            expired.copies.add(keys)
            expired.destroy(keys)
            continue
        expired.in_time.add(keys)
        if is_past is None and (is_folder(folder) or folder.is_symlink()):
            expired.silent.append(folder.name)
    return expired
