"""Stopping and withdrawing: nothing more is sent from the next call on. Both are final.

They work without Airflow. While nothing was sent yet, what was taken in is destroyed at once.
"""

from __future__ import annotations

import logging
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.looks_like_number import without_long_digits
from eenmalig.settings.loading import load_city
from eenmalig.steps.destruction import destroy_campaign
from eenmalig.steps.installation import Stores, now

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from eenmalig.domain.campaign import Campaign

log = logging.getLogger(__name__)

STOPPED = "stopped"
WITHDRAWN = "withdrawn"


class Stopped(StrEnum):
    """What a stop or a withdrawal came to."""

    DESTROYED = "destroyed"
    NOW = "now"
    BEFORE = "before"
    TOO_LATE = "too_late"
    CLOSED = "closed"


def stop_campaign(stores: Stores, campaign_id: str, by: str) -> tuple[Stopped, datetime]:
    """Stop a campaign; return what that came to, and since when it is stopped or ended.

    It holds also where it cannot be signed now. ``by`` is the
    account on this machine. Fails when there is no such campaign.
    """
    return _end(stores, campaign_id, STOPPED, {"by": without_long_digits(by)})


def withdraw_approval(
    stores: Stores, campaign_id: str, authority: str, on_word_of: str, by: str
) -> tuple[Stopped, datetime]:
    """Withdraw an authority's approval; return what that came to, and since when it holds.

    It ends the campaign as a stop does, and is signed with who withdrew: ``on_word_of`` is the
    staff id of the approver who said so, ``by`` the account on this machine that entered it.
    Fails when there is no such campaign, or that person may not answer for ``authority``.
    """
    campaign = stores.inventory.get(campaign_id)
    listed = _listed(stores, campaign, authority)
    if listed is not None and on_word_of not in listed:
        raise EenmaligError(Code.APPROVAL_NOT_YOURS, f"{authority}: nobody of that staff id")
    record = {
        "by": without_long_digits(by),
        "authority": authority,
        "on_word_of": without_long_digits(on_word_of),
    }
    return _end(stores, campaign_id, WITHDRAWN, record)


def _listed(stores: Stores, campaign: Campaign, authority: str) -> Sequence[str] | None:
    """Return who may speak for an authority; None where neither dossier nor city can tell."""
    try:
        if campaign.state in (State.EXTRACTING, State.EXTRACTED):
            return load_city(campaign.city).authorities.of(authority)
        listed: Sequence[str] = stores.dossier(campaign.id)["authorities"][authority]
    except (EenmaligError, OSError):
        log.warning("Who may answer for %s cannot be read; the word is taken.", authority)
        return None
    return listed


def _end(
    stores: Stores, campaign_id: str, kind: str, record: Mapping[str, Any]
) -> tuple[Stopped, datetime]:
    campaign = stores.inventory.get(campaign_id)
    if campaign.state in (State.SENT, State.DESTROYING, State.CLOSED):
        if campaign.stopped_at is None:
            ended = Stopped.TOO_LATE if campaign.open else Stopped.CLOSED
            return ended, campaign.closed_at or now()
        # One that died while it destroyed goes on.
        goes_on = campaign.open and _destroyed_at_once(stores, campaign_id)
        return Stopped.DESTROYED if goes_on else Stopped.BEFORE, campaign.stopped_at
    moment = campaign.stopped_at or now()
    evidence = stores.evidence(campaign_id)
    try:
        with evidence.commit(destroys=True) as commit:
            if commit.changes.get(campaign_id).state is State.SENT:
                return Stopped.TOO_LATE, now()  # it ended between the look and this commit
            commit.changes.stop(campaign_id, kind, moment)
            commit.record(kind, record, now(), once=True)
    except (EenmaligError, OSError) as error:
        # What cannot be signed holds all the same: it is signed when that can be done again.
        with stores.inventory.changing() as changes:
            changes.stop(campaign_id, kind, moment)
            changes.leave_unsigned(campaign_id, kind, record, now())
        log.warning("It holds, but could not be signed yet (%s).", type(error).__name__)
    log.info("Campaign %s: nothing more is sent.", campaign_id)
    if _destroyed_at_once(stores, campaign_id):
        return Stopped.DESTROYED, moment
    return Stopped.BEFORE if campaign.stopped_at else Stopped.NOW, moment


def _destroyed_at_once(stores: Stores, campaign_id: str) -> bool:
    """Destroy what was taken in, unless sending began: its run then looks for reports first."""
    try:
        return destroy_campaign(stores, campaign_id, None, by="stop", unless_sent=True)
    except EenmaligError as error:
        if error.code is not Code.VAULT_BUSY:
            raise
        log.info("A step is at work; the run destroys when it ends.")
        return False
