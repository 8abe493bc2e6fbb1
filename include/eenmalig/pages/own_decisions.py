"""What one person has to decide for their authority, and what approvals it may take back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eenmalig.domain.campaign import State
from eenmalig.evidence.reading import latest
from eenmalig.evidence.summary import ODD
from eenmalig.pages.decisions import Standings, decided, may

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from eenmalig.domain.campaign import Campaign
    from eenmalig.pages.campaign_seen import SeenCampaign
    from eenmalig.pages.decisions import May
    from eenmalig.pages.readable_stores import ReadableStores


# In others nobody decides, nor takes anything back.
_UNDER_WAY = (State.ASKING, State.SENDING)


@dataclass(frozen=True)
class AwaitedDecision:
    """One request that waits for somebody. ``until`` is their last moment, ``left`` in seconds."""

    campaign: Campaign
    display_name: str
    authority: str
    until: datetime
    left: float


@dataclass(frozen=True)
class GivenApproval:
    """An approval of somebody's authority that may be taken back still."""

    campaign: Campaign
    display_name: str


@dataclass(frozen=True)
class OwnDecisions:
    """What waits for one person, the most urgent first, and what their authority approved.

    ``untold`` are campaigns of which nobody can say now whether anything waits.
    """

    awaited: Sequence[AwaitedDecision]
    given: Sequence[GivenApproval]
    untold: Sequence[Campaign]


def own_decisions(
    stores: ReadableStores,
    campaigns: Iterable[Campaign],
    staff_id: str,
    user_id: str,
    now: datetime,
) -> OwnDecisions:
    """Return what one person has to decide, and what they may take back.

    ``campaigns`` are those of the cities in which they may answer.
    """
    awaited: list[AwaitedDecision] = []
    given: list[GivenApproval] = []
    untold: list[Campaign] = []
    for campaign in campaigns:
        if campaign.state not in _UNDER_WAY:
            continue
        try:
            standings = _standings(stores, campaign, now)
            allowed = may(standings, None, staff_id, user_id)
            if allowed.withdraw:
                given.append(GivenApproval(campaign, _city(standings, campaign)))
            awaited += _awaited(standings, campaign, allowed)
        except ODD:
            untold.append(campaign)
    return OwnDecisions(sorted(awaited, key=lambda each: each.until), given, untold)


def may_take_back(seen: SeenCampaign, staff_id: str, user_id: str, now: datetime) -> bool:
    """Return whether somebody may take back what their authority approved."""
    stopped = seen.campaign.stopped_at is not None or seen.stop is not None
    try:
        standings = Standings(seen.records, seen.decided, stopped, now)
        return may(standings, seen.dossier, staff_id, user_id).withdraw
    except ODD:
        return False


def _standings(stores: ReadableStores, campaign: Campaign, now: datetime) -> Standings:
    records = stores.records(campaign.id)
    stopped = campaign.stopped_at is not None or stores.answers.stopped(campaign.run) is not None
    return Standings(records, decided(records, stores.answers.of_run(campaign.run)), stopped, now)


def _awaited(standings: Standings, campaign: Campaign, allowed: May) -> list[AwaitedDecision]:
    authority = allowed.authority
    until = standings.until(authority, None) if authority else None
    if authority is None or until is None or not allowed.reject:
        return []
    left = (until - standings.now).total_seconds()
    return [AwaitedDecision(campaign, _city(standings, campaign), authority, until, left)]


def _city(standings: Standings, campaign: Campaign) -> str:
    extracted = latest(standings.records, "extracted")
    name = extracted.data.get("display_name") if extracted else None
    return str(name or campaign.city.title())
