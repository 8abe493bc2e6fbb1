"""What the provider still holds of a destroyed campaign; what came late is deleted there."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from eenmalig.cleartext.sending.delivery_reports import delete_late
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.errors import EenmaligError
from eenmalig.evidence.reading import given_up, is_journal_lost, latest

if TYPE_CHECKING:
    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.steps.installation import Stores

log = logging.getLogger(__name__)


def look_at_provider(stores: Stores, campaign: Campaign, settings: GatewaySettings | None) -> str:
    """Return what the provider still holds of a campaign; what came late is deleted there.

    "absent", "present", "not_looked" when nobody can, and "not_proved" when the list shows
    nothing but some messages stayed in doubt to the end.
    """
    if campaign.sending_began_at is None:
        return "absent"
    if settings is None or not campaign.is_gateway(settings.identity):
        return "not_looked"
    if _sender_is_busy(stores, campaign):
        return "not_looked"
    try:
        dossier = stores.dossier(campaign.id)
        late = delete_late(
            Gateway(settings), dossier["sender_id"], dossier["text"], campaign.sending_began_at
        )
        records = stores.evidence(campaign.id).records()
    except EenmaligError as error:
        log.warning("%s: the provider could not be looked at (%s).", campaign.id, error.code)
        return "not_looked"
    if late.deleted:
        log.warning("%s: %d messages that came late are deleted.", campaign.id, late.deleted)
    if late.left:
        return "present"
    outcomes = latest(records, "outcomes")
    # Once the journal is lost nobody knows how many there were.
    known = outcomes is not None and outcomes.data["in_doubt"]["unknown"] <= late.deleted
    is_given_up = "provider_messages" in given_up(records)
    return "absent" if known and not is_journal_lost(records) and not is_given_up else "not_proved"


def _sender_is_busy(stores: Stores, campaign: Campaign) -> bool:
    """Whether another campaign of the city may have messages of the same text there now."""
    return any(
        other.city == campaign.city and other.sending_began_at is not None
        for other in stores.inventory.open_campaigns()
    )
