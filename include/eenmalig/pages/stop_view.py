"""What the page Stoppen shows: whether a campaign can still be stopped, and what that would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from eenmalig.domain.campaign import State
from eenmalig.evidence.reading import ended_by, refused_by
from eenmalig.steps.taking_answers import OVER
from eenmalig.steps.taking_stops import is_refused

if TYPE_CHECKING:
    from datetime import datetime

    from eenmalig.domain.campaign import Campaign
    from eenmalig.pages.readable_stores import ReadableStores

_OVER = (State.SENT, State.DESTROYING, State.CLOSED)


@dataclass(frozen=True)
class StopView:
    """How a campaign stands towards a stop. ``since`` is in ISO 8601.

    ``rehearsal`` is whether it is no more than that. ``by`` is who stopped it, ``signed`` whether a
    step has signed that already. Without one it is ``over`` when nothing is left to stop, and
    ``refused`` when it stands that nothing is sent.
    """

    campaign: Campaign
    sending: bool
    over: bool
    rehearsal: bool
    by: str = ""
    since: str = ""
    signed: bool = False
    refused: bool = False


def stop_view(stores: ReadableStores, campaign: Campaign, now: datetime) -> StopView:
    """Return how a campaign stands. Fails when its records cannot be read."""
    records = stores.records(campaign.id)
    sending = campaign.sending_began_at is not None
    over = campaign.state in _OVER or any(record.kind in OVER for record in records)
    rehearsal = any(record.rehearsal for record in records)
    told = ended_by(records)
    if told is not None:
        by = told["staff_id"] or told["by"]
        return StopView(campaign, sending, over, rehearsal, by, told["at"], signed=True)
    given = stores.answers.stopped(campaign.run)
    if given is not None and not over and not refused_by(records, given.at):
        by, since = given.staff_id, given.at.isoformat()
        return StopView(campaign, sending, over, rehearsal, by, since)
    refused = not over and is_refused(records, stores.answers.of_run(campaign.run), now)
    return StopView(campaign, sending, over, rehearsal, refused=refused)
