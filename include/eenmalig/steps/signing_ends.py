"""How a person's end of a campaign comes on record: in the inventory, and signed.

It was given on the command line, or on a page. What was given on a page stands in ``answers/``, and
holds from there on; whichever step sees it first signs it, once, with the moment it was given.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from eenmalig.domain.campaign import State
from eenmalig.errors import EenmaligError
from eenmalig.evidence.reading import latest, refused_by
from eenmalig.looks_like_number import without_long_digits
from eenmalig.steps.installation import now

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from eenmalig.domain.campaign import Campaign
    from eenmalig.steps.installation import Stores

log = logging.getLogger(__name__)

STOPPED = "stopped"
WITHDRAWN = "withdrawn"


def sign_end(
    stores: Stores, campaign_id: str, kind: str, record: Mapping[str, Any], moment: datetime
) -> bool:
    """Have a campaign end at ``moment`` and sign that; return whether it was not too late.

    None is signed once it stands that nothing is sent: the ending stays what was decided first. An
    end holds also where it cannot be signed now.
    """
    try:
        with stores.evidence(campaign_id).commit(destroys=True) as commit:
            if commit.ended or latest(commit.records, "sent") is not None:
                return False
            if refused_by(commit.records, moment):
                return False
            commit.changes.stop(campaign_id, kind, moment)
            commit.record(kind, record, now(), once=True)
    except (EenmaligError, OSError) as error:
        # What cannot be signed holds all the same: it is signed when that can be done again.
        with stores.inventory.changing() as changes:
            changes.stop(campaign_id, kind, moment)
            changes.leave_unsigned(campaign_id, kind, record, now())
        log.warning("It holds, but could not be signed yet (%s).", type(error).__name__)
    log.info("Campaign %s: nothing more is sent.", campaign_id)
    return True


def sign_stop(stores: Stores, campaign: Campaign) -> Campaign:
    """Sign the stop that somebody gave on a page, if it is not yet; return the campaign since.

    Idempotent, and safe to call from any process at any time.
    """
    is_over = campaign.state is State.CLOSED or campaign.sending_ended_at is not None
    if is_over or campaign.stopped_at is not None:
        return campaign
    given = stores.answers.stopped(campaign.run)
    if given is None:
        return campaign
    log.warning("Stopped on a page by %s at %s.", given.staff_id, given.at.isoformat())
    record = {"by": without_long_digits(given.staff_id), "given_at": given.at.isoformat()}
    sign_end(stores, campaign.id, STOPPED, record, given.at)
    return stores.inventory.get(campaign.id)
