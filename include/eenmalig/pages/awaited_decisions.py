"""The decisions that one person is waited for: asked of their authority, and not answered yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eenmalig.domain.campaign import State
from eenmalig.evidence.reading import latest
from eenmalig.evidence.summary import ODD
from eenmalig.pages.decisions import Standings, authority_of, decided, may

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from eenmalig.domain.campaign import Campaign
    from eenmalig.pages.readable_stores import ReadableStores


@dataclass(frozen=True)
class AwaitedDecision:
    """One request that waits for somebody. ``until`` is their last moment, ``left`` in seconds."""

    campaign: Campaign
    display_name: str
    authority: str
    until: datetime
    left: float


def awaited_decisions(
    stores: ReadableStores,
    campaigns: Iterable[Campaign],
    staff_id: str,
    user_id: str,
    now: datetime,
) -> list[AwaitedDecision]:
    """Return what waits for one person, the most urgent first.

    ``campaigns`` are those of the cities in which they may answer. One whose records do not hold is
    left out: its own page tells that, and nobody may decide about it.
    """
    found: list[AwaitedDecision] = []
    for campaign in campaigns:
        if campaign.state is State.ASKING:
            try:
                found += _of(stores, campaign, staff_id, user_id, now)
            except ODD:
                continue
    return sorted(found, key=lambda each: each.until)


def _of(
    stores: ReadableStores, campaign: Campaign, staff_id: str, user_id: str, now: datetime
) -> Iterator[AwaitedDecision]:
    records = stores.records(campaign.id)
    authority = authority_of(records, staff_id, user_id)
    if authority is None:
        return
    stopped = campaign.stopped_at is not None or stores.answers.stopped(campaign.run) is not None
    given = stores.answers.of_run(campaign.run)
    standings = Standings(records, decided(records, given), stopped, now)
    until = standings.until(authority, None)
    if until is not None and may(standings, None, staff_id, user_id).reject:
        extracted = latest(records, "extracted")
        name = extracted.data.get("display_name") if extracted else None
        left = (until - now).total_seconds()
        yield AwaitedDecision(campaign, name or campaign.city.title(), authority, until, left)
