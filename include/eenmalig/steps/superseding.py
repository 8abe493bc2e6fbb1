"""What an upgrade does to campaigns of an earlier program: none of them is sent any more."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from eenmalig.errors import EenmaligError
from eenmalig.evidence.ledger import LEDGER, VERIFICATIONS, open_ledger
from eenmalig.evidence.records import split
from eenmalig.looks_like_number import without_long_digits
from eenmalig.steps.installation import now

if TYPE_CHECKING:
    from eenmalig.domain.campaign import Campaign
    from eenmalig.steps.installation import Stores

log = logging.getLogger(__name__)

SUPERSEDED = "superseded"


def supersede(stores: Stores, by: str) -> None:
    """Take the ledgers of an earlier program's campaigns over, and end those that are open.

    Their approvals bind other software than this. What they took in is destroyed by the
    verification, at the latest by its deadline. ``by`` is the account on this machine. Doing it
    again changes nothing, and goes on where a killed one was.
    """
    for campaign in stores.inventory.known().campaigns:
        if not _is_earlier(stores, campaign):
            continue
        if campaign.open and campaign.sending_began_at is None:
            with stores.inventory.changing() as changes:
                changes.stop(campaign.id, SUPERSEDED, now())
        _take_over(stores, campaign)
        if campaign.open:
            _sign(stores, campaign, by)
            log.warning("%s is superseded: it is destroyed, and nothing is sent.", campaign.id)


def _is_earlier(stores: Stores, campaign: Campaign) -> bool:
    """Whether an earlier program began it: this one commits a campaign with its first line."""
    with stores.inventory.reading() as look:
        begun_here = bool(look.lines(campaign.id, LEDGER))
    return not begun_here or (campaign.open and campaign.stop_reason == SUPERSEDED)


def _sign(stores: Stores, campaign: Campaign, by: str) -> None:
    """Record it. Where that cannot be signed now, it is signed when that can be done again."""
    record = {"by": without_long_digits(by)}
    try:
        with stores.evidence(campaign.id).commit(destroys=True) as commit:
            commit.record(SUPERSEDED, record, now(), once=True)
    except EenmaligError as error:
        with stores.inventory.changing() as changes:
            changes.leave_unsigned(campaign.id, SUPERSEDED, record, now())
        log.warning("%s: not signed yet (%s).", campaign.id, error.code)


def _take_over(stores: Stores, campaign: Campaign) -> None:
    """Commit the lines of a ledger that stands on disk alone. One that does not hold is left."""
    folder = stores.home.evidence / campaign.id
    try:
        open_ledger(folder, stores.trust)
    except EenmaligError:
        log.warning("%s: its ledger does not hold, and is not taken over.", campaign.id)
        return
    with stores.inventory.changing() as changes:
        for file in (LEDGER, VERIFICATIONS):
            path = folder / file
            if path.is_file() and not changes.lines(campaign.id, file):
                lines = split(path.read_bytes())
                changes.add_lines(campaign.id, file, lines, 0)
                changes.set_copied(campaign.id, file, len(lines))
