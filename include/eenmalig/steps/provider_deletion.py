"""Deleting at the provider every message that a campaign's journal knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sending.deletion import delete_messages
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.last_look import opened_journal

if TYPE_CHECKING:
    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.steps.installation import Stores
    from eenmalig.stores.leases import Lease

PATIENCE_SECONDS = 60.0
# For all calls of one destruction. What is deleted by then is journalled, and the next goes on.
PROVIDER_SECONDS = 600.0


def delete_at_provider(
    stores: Stores, campaign: Campaign, settings: GatewaySettings | None, lease: Lease
) -> tuple[int, Code | None]:
    """Delete every message that the journal knows; return how many, and why not all that were.

    Fails when some are left, the gateway does not answer or is another account
    (``DESTRUCTION_INCOMPLETE``), and when the journal cannot be read at all.
    """
    with opened_journal(stores, campaign, lease) as (_, journal, lost):
        if lost is Code.VAULT_DAMAGED:
            raise EenmaligError(lost)
        total = len(journal.messages())
        if total == 0:
            return 0, lost
        try:
            left = delete_messages(journal, _gateway(campaign, settings), PATIENCE_SECONDS)
        except EenmaligError as error:
            raise EenmaligError(
                Code.DESTRUCTION_INCOMPLETE, f"messages at the provider: {error.code}"
            ) from None
    if left:
        raise EenmaligError(
            Code.DESTRUCTION_INCOMPLETE,
            f"{left} of {total} messages: the provider has not finished with them",
        )
    return total, lost


def _gateway(campaign: Campaign, settings: GatewaySettings | None) -> Gateway:
    if settings is None:
        raise EenmaligError(Code.GATEWAY_SETTINGS)
    if not campaign.is_gateway(settings.identity):
        raise EenmaligError(Code.GATEWAY_REFUSED, "it is not the gateway and account that sent")
    return Gateway(settings, PROVIDER_SECONDS)
