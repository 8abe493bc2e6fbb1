"""What the provider still holds of a destroyed campaign; what came late is deleted there."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sending.delivery_reports import delete_late
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.errors import EenmaligError
from eenmalig.evidence.reading import latest

if TYPE_CHECKING:
    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.steps.installation import Stores

log = logging.getLogger(__name__)


class ProviderLook(NamedTuple):
    """What a look at the provider came to.

    ``word`` is "absent", "present", "not_looked" when nobody can, and "not_proved" when the list
    shows nothing but some messages stayed in doubt to the end. ``deleted`` came late and was
    deleted by this look, ``late_deleted`` by all together. ``more_than_expected`` is whether more
    came than were in doubt, which is a finding.
    """

    word: str
    deleted: int
    late_deleted: int
    more_than_expected: bool


def look_at_provider(
    stores: Stores, campaign: Campaign, settings: GatewaySettings | None, deleted_before: int
) -> ProviderLook:
    """Return what the provider still holds of a campaign; what came late is deleted there."""
    word, deleted = _seen(stores, campaign, settings, deleted_before)
    return ProviderLook(word, deleted, deleted_before + deleted, more_than_expected=False)


def _seen(
    stores: Stores, campaign: Campaign, settings: GatewaySettings | None, deleted_before: int
) -> tuple[str, int]:
    if campaign.sending_began_at is None:
        return "absent", 0
    if settings is None or not campaign.is_gateway(settings.identity):
        return "not_looked", 0
    if _sender_is_busy(stores, campaign):
        return "not_looked", 0
    try:
        dossier = stores.dossier(campaign.id)
        late = delete_late(
            Gateway(settings), dossier["sender_id"], dossier["text"], campaign.sending_began_at
        )
        records = stores.evidence(campaign.id).records()
    except EenmaligError as error:
        log.warning("%s: the provider could not be looked at (%s).", campaign.id, error.code)
        return "not_looked", 0
    if late.deleted:
        log.warning("%s: %d messages that came late are deleted.", campaign.id, late.deleted)
    if late.left:
        return "present", late.deleted
    outcomes = latest(records, "outcomes")
    # Once the journal is lost nobody knows how many there were.
    lost = latest(records, "lost") is not None
    came = deleted_before + late.deleted
    known = outcomes is not None and outcomes.data["in_doubt"]["unknown"] <= came
    return "absent" if known and not lost else "not_proved", late.deleted


def _sender_is_busy(stores: Stores, campaign: Campaign) -> bool:
    """Whether another campaign of the city may have messages of the same text there now."""
    return any(
        other.city == campaign.city and other.sending_began_at is not None
        for other in stores.inventory.open_campaigns()
    )
