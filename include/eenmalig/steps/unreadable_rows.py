"""Rows of the inventory that make no campaign: when what is theirs must go, and what mends one.

A campaign's signed ledger tells all that its row did. Once nothing of the campaign may exist any
more, the row is made anew from there: as closed, or as one that is to be destroyed.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from eenmalig.errors import EenmaligError
from eenmalig.evidence.ledger import CLOSED
from eenmalig.steps.installation import now
from eenmalig.steps.known_copies import UNTRIGGERED_HOURS
from eenmalig.steps.reconciling import campaign_of, is_unspent

if TYPE_CHECKING:
    from eenmalig.steps.expired_keys import Expired
    from eenmalig.steps.installation import Stores
    from eenmalig.stores.home import Home
    from eenmalig.stores.reading_campaigns import UnreadableCampaign

log = logging.getLogger(__name__)


def is_overdue(home: Home, row: UnreadableCampaign, expired: Expired) -> bool:
    """Whether what is an unreadable row's must be gone, by the first that can tell.

    That is its own deadline, those in its key files, or else the time for which its keys and its
    vault have stood unchanged: as long as a hand-over may that nobody takes in.
    """
    if row.id is None:
        return False
    if row.id in expired.campaigns or (row.deadline is not None and now() >= row.deadline):
        return True
    keys = home.keys / row.id
    if row.deadline is not None or (keys.is_dir() and row.id not in expired.silent):
        return False
    return _stood_since(home, row.id) <= now() - timedelta(hours=UNTRIGGERED_HOURS)


def made_anew(stores: Stores, row: UnreadableCampaign, *, overdue: bool) -> bool:
    """Make a row anew from its campaign's ledger, if it is overdue or closed; return whether it is.

    Nothing is changed where the ledger does not hold, or says less than the row: that it sent.
    """
    if row.id is None:
        return False
    evidence = stores.evidence(row.id)
    try:
        records = evidence.records()
        if not records or not (overdue or records[-1].kind == CLOSED):
            return False
        unspent = is_unspent(stores, evidence.folder, records)
        campaign = campaign_of(records, is_unspent=unspent)
        if campaign.id != row.id or (row.may_have_sent and campaign.sending_began_at is None):
            return False
        with stores.inventory.changing() as changes:
            changes.make_anew(campaign)
    except (EenmaligError, KeyError, TypeError, ValueError, OSError) as error:
        log.warning("%s: its row cannot be made anew (%s).", row.id, type(error).__name__)
        return False
    log.warning("%s: its row was made anew from its ledger.", row.id)
    return True


def _stood_since(home: Home, campaign: str) -> datetime:
    """Return since when nothing was changed in the folders of a campaign's keys and vault."""
    latest = 0.0
    for folder in (home.keys / campaign, home.vault / campaign):
        try:
            latest = max(latest, folder.lstat().st_ctime)
        except OSError:  # it is gone, or cannot be looked at
            continue
    return datetime.fromtimestamp(latest, UTC)
