"""What mails follow from, as one look finds it: inventory, committed records, answers. Read only.

Lines are read where they are committed. Whether the files still agree with them, verification
tells.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from eenmalig.domain.approvals import Decision
from eenmalig.evidence.evidence_keys import EvidenceKeys
from eenmalig.evidence.ledger import committed_ledger
from eenmalig.evidence.records import checked
from eenmalig.evidence.trace_reading import INSTALLATION, TRACE, VERIFIED
from eenmalig.stores.answers import Answers
from eenmalig.stores.inventory import Inventory

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eenmalig.domain.campaign import Campaign
    from eenmalig.evidence.records import Record
    from eenmalig.evidence.signing import Trust
    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)

# What is older is told no more: whoever waits for it has heard otherwise, or reads the pages.
TOLD_FOR = timedelta(days=7)


@dataclass(frozen=True)
class WatchedCampaign:
    """One campaign, its records (None where they do not hold), and answers not signed yet.

    ``answered`` holds when each authority last gave one; ``is_over`` is whether somebody said no
    or stopped it.
    """

    campaign: Campaign
    records: Sequence[Record] | None
    answered: Mapping[str, datetime] = field(default_factory=dict)
    is_over: bool = False


@dataclass(frozen=True)
class Seen:
    """One look. ``trace`` are the last days' records of verifications, the oldest first.

    ``first_at`` is when the first campaign was taken in, if there was one. ``is_all`` is whether
    every row of a campaign could be read.
    """

    campaigns: Sequence[WatchedCampaign] = ()
    trace: Sequence[Record] = ()
    first_at: datetime | None = None
    is_all: bool = True


def see(home: Home, now: datetime) -> Seen:
    """Look at all that is open, or was until a week ago.

    Fails when the inventory or the trusted keys cannot be read.
    """
    inventory = Inventory(home)
    trust = EvidenceKeys(home, inventory).trust
    answers = Answers(home)
    known = inventory.known()
    campaigns = known.campaigns
    return Seen(
        campaigns=[
            _seen(inventory, answers, trust, campaign)
            for campaign in campaigns
            if campaign.closed_at is None or campaign.closed_at >= now - TOLD_FOR
        ],
        trace=_last_of_trace(inventory, trust, now - TOLD_FOR),
        first_at=campaigns[0].taken_in_at if campaigns else None,
        is_all=not known.unreadable,
    )


def _seen(
    inventory: Inventory, answers: Answers, trust: Trust, campaign: Campaign
) -> WatchedCampaign:
    try:
        records = committed_ledger(inventory, campaign.id, trust)
    except Exception as error:  # noqa: BLE001 - one campaign may silence no other
        log.warning("%s: its records cannot be read (%s).", campaign.id, type(error).__name__)
        return WatchedCampaign(campaign, None)
    if not campaign.open:
        return WatchedCampaign(campaign, records)
    try:
        given = answers.of_run(campaign.run)
        stopped = answers.stopped(campaign.run) is not None
    except Exception:  # noqa: BLE001 - as above
        log.warning("Answers that are not signed yet cannot be read: who gave one may be mailed.")
        return WatchedCampaign(campaign, records)
    return WatchedCampaign(
        campaign,
        records,
        {answer.authority: answer.at for answer in given},
        stopped or any(answer.decision is Decision.REJECT for answer in given),
    )


def _last_of_trace(inventory: Inventory, trust: Trust, since: datetime) -> list[Record]:
    """Return the records since a moment, and those before it up to a verification that ended.

    What does not hold is left to the next verification.
    """
    with inventory.reading() as look:
        lines = look.lines(INSTALLATION, TRACE)
    records: list[Record] = []
    for position in range(len(lines), 0, -1):
        try:
            record = checked(lines[position - 1], trust, position)
            is_enough = record.kind == VERIFIED and datetime.fromisoformat(record.at) < since
        except Exception:  # noqa: BLE001 - as above
            break
        records.append(record)
        if is_enough:
            break
    return records[::-1]
