"""Stopping and withdrawing: nothing more is sent from the next call on. Both are final.

They work without Airflow. While nothing was sent yet, what was taken in is destroyed at once.
"""

from __future__ import annotations

import logging
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import latest
from eenmalig.looks_like_number import without_long_digits
from eenmalig.settings.loading import load_city
from eenmalig.steps.approval import sign_answers
from eenmalig.steps.destruction import destroy_campaign
from eenmalig.steps.installation import Stores, now
from eenmalig.steps.signing_ends import STOPPED, WITHDRAWN, sign_end, sign_stop

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from eenmalig.domain.campaign import Campaign

log = logging.getLogger(__name__)


class Stopped(StrEnum):
    """What a stop or a withdrawal came to."""

    DESTROYED = "destroyed"
    NOW = "now"
    BEFORE = "before"
    REFUSED_BEFORE = "refused_before"
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

    It ends the campaign as a stop does, unless it stands already that nothing is sent: the ending
    stays what was decided first. It is signed with who withdrew: ``on_word_of`` is the
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
    campaign = _given_on_pages(stores, stores.inventory.get(campaign_id))
    if campaign.state in (State.SENT, State.DESTROYING, State.CLOSED):
        if campaign.stopped_at is None:
            ended = Stopped.TOO_LATE if campaign.open else Stopped.CLOSED
            return ended, campaign.closed_at or now()
        # One that died while it destroyed goes on.
        goes_on = campaign.open and _destroyed_at_once(stores, campaign_id)
        return Stopped.DESTROYED if goes_on else Stopped.BEFORE, campaign.stopped_at
    moment = campaign.stopped_at or now()
    if not sign_end(stores, campaign_id, kind, record, moment):
        return _refused_before(stores, campaign_id), now()
    if _destroyed_at_once(stores, campaign_id):
        return Stopped.DESTROYED, moment
    return Stopped.BEFORE if campaign.stopped_at else Stopped.NOW, moment


def _given_on_pages(stores: Stores, campaign: Campaign) -> Campaign:
    """Sign the stop and the answers that were given before this; nothing of them holds it up.

    The first no is what ends a campaign, whether a step has signed it yet or not.
    """
    try:
        campaign = sign_stop(stores, campaign)
        sign_answers(stores, campaign, destroys=True)
    except (EenmaligError, SQLAlchemyError, OSError) as error:
        reason = error.code if isinstance(error, EenmaligError) else type(error).__name__
        log.warning("What was given on pages before cannot be signed [%s].", reason)
    return campaign


def _refused_before(stores: Stores, campaign_id: str) -> Stopped:
    """Return why no end was signed. What was rejected is destroyed at once, as by a stop."""
    if latest(stores.evidence(campaign_id).records(), "sent") is not None:
        return Stopped.TOO_LATE  # it ended between the look and that commit
    if not stores.inventory.get(campaign_id).open:
        return Stopped.CLOSED
    _destroyed_at_once(stores, campaign_id)
    return Stopped.REFUSED_BEFORE


def _destroyed_at_once(stores: Stores, campaign_id: str) -> bool:
    """Destroy what was taken in, unless sending began: its run then looks for reports first."""
    try:
        return destroy_campaign(stores, campaign_id, None, by="stop", unless_sent=True)
    except EenmaligError as error:
        if error.code is not Code.VAULT_BUSY:
            raise
        log.info("A step is at work; the run destroys when it ends.")
        return False
