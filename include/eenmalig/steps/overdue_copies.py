"""Working copies and scratch copies past their deadline, removed file by file."""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from eenmalig.cleartext.vault import vault_removal
from eenmalig.handover import DECLARATION
from eenmalig.steps.installation import Stores, now
from eenmalig.steps.known_copies import UNTRIGGERED_HOURS, look_at_copies, standing
from eenmalig.stores.folder_on_disk import FolderOnDisk
from eenmalig.stores.private_files import let_us_in
from eenmalig.stores.removing import remove_all

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from eenmalig.steps.expired_keys import Expired
    from eenmalig.steps.findings import Findings
    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)


def destroy_scratch(home: Home, campaigns: Collection[str]) -> None:
    """Remove the copies that a killed intake left: no key makes those unreadable.

    What is left is told by the campaign's own destruction, which meets it.
    """
    let_us_in(home.vault)
    for campaign in campaigns:
        with suppress(OSError):
            vault_removal.remove_scratch(home.vault / campaign)


def destroy_overdue_copies(
    stores: Stores, campaigns: Collection[str], places: Collection[str], findings: Findings
) -> set[str]:
    """Destroy the working copies of these campaigns, and what nobody took in for too long.

    What stands at ``places``, which expired key files name, goes too. Return the campaigns of
    which a copy was there. What is left of a campaign's is told by its own destruction, which meets
    it; what was given up is tried each time, and told by the look.
    """
    look = look_at_copies(stores)
    were_there = set()
    for path, copy in look.copies:
        is_overdue = now() >= copy.deadline or copy.place in places
        if not is_overdue and copy.campaign not in campaigns:
            continue
        left = _left(path)
        if copy.campaign is not None:
            were_there.add(copy.campaign)
        whose = copy.campaign or "nobody took in"
        if left and copy.campaign not in {*campaigns, *look.given_up}:
            findings.wrong.append(f"a working copy ({whose}): {left} left")
        elif not left and copy.campaign is None:
            findings.destroyed.append("a working copy that nobody took in")
            log.info("A working copy that nobody took in was destroyed.")
    findings.wrong += [line for line in look.unseen.told() if line not in findings.wrong]
    if not look.on_record:
        findings.find_unsound("working copies that were first seen could not be put on record")
    return were_there


def destroy_copies_without_inventory(home: Home, expired: Expired, findings: Findings) -> None:
    """Destroy working copies where no inventory can be read.

    Those are destroyed that key files past their deadline tell, and those of which the folder has
    stood unchanged for as long as one that nobody takes in may, unless other key files tell them.
    """
    latest = now() - timedelta(hours=UNTRIGGERED_HOURS)
    paths, unseen = standing(home.handover)
    findings.wrong += unseen.told()
    for path in paths:
        try:
            folder = FolderOnDisk(path, DECLARATION)
            stood_since = datetime.fromtimestamp(path.lstat().st_ctime, UTC)
        except OSError:
            continue
        is_overdue = expired.copies.tells(folder)
        if not is_overdue and stood_since <= latest:
            is_overdue = not expired.in_time.tells(folder)
        if is_overdue and (left := _left(path)):
            findings.wrong.append(f"a working copy: {left} left")
        elif is_overdue:
            findings.destroyed.append("a working copy")


def _left(path: Path) -> int:
    try:
        return remove_all(path)
    except OSError:  # what is gone might not stay so
        return 1
