"""Stop: nothing more is sent from the next call on. It works without Airflow, and is final."""

from __future__ import annotations

import logging
from enum import StrEnum
from typing import TYPE_CHECKING

from eenmalig.domain.campaign import State
from eenmalig.looks_like_number import without_long_digits
from eenmalig.steps.installation import Stores, now

if TYPE_CHECKING:
    from datetime import datetime

log = logging.getLogger(__name__)


class Stopped(StrEnum):
    """What a stop came to."""

    NOW = "now"
    BEFORE = "before"
    TOO_LATE = "too_late"


def stop_campaign(stores: Stores, campaign_id: str, by: str) -> tuple[Stopped, datetime]:
    """Stop a campaign; return what that came to, and since when it is stopped or ended.

    The stop holds before it is signed, so that a busy ledger delays nothing. ``by`` is the
    account on this machine. Fails when there is no such campaign.
    """
    campaign = stores.inventory.get(campaign_id)
    if campaign.state in (State.DESTROYING, State.CLOSED):
        return Stopped.TOO_LATE, campaign.closed_at or now()
    if campaign.stopped_at is not None:
        return Stopped.BEFORE, campaign.stopped_at
    moment = now()
    stores.inventory.stop(campaign_id, "stopped", moment)
    record = {"by": without_long_digits(by)}
    stores.evidence(campaign_id).append("stopped", record, moment, once=True)
    log.info("Campaign %s was stopped.", campaign_id)
    return Stopped.NOW, moment
