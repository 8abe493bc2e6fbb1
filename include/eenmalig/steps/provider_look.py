"""What the provider still holds of a destroyed campaign; what came late is deleted there."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sending.late_messages import delete_late
from eenmalig.errors import EenmaligError
from eenmalig.steps.message_owners import (
    expected_late,
    gateway_of,
    not_provable,
    other_owners,
    traits_of,
)

if TYPE_CHECKING:
    from eenmalig.cleartext.sending.late_messages import Leftovers
    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.steps.installation import Stores

log = logging.getLogger(__name__)

# How long the list is given to show no more what was deleted just now.
PATIENCE_SECONDS = 30.0
# For all calls of one look.
LOOK_SECONDS = 300.0


class ProviderLook(NamedTuple):
    """What one look found.

    ``word`` is "absent", "present", "not_looked" when nobody can, or "not_proved" when the list
    shows nothing but not every message is known to be gone. ``late_deleted`` adds up over looks.
    ``more_than_expected`` is whether messages came that make it more than there were in doubt: that
    is a finding.
    """

    word: str
    deleted: int
    late_deleted: int
    more_than_expected: bool


def look_at_provider(
    stores: Stores, campaign: Campaign, settings: GatewaySettings | None, deleted_before: int
) -> ProviderLook:
    """Look at what the provider still lists of a campaign; delete what came late.

    ``deleted_before`` is how many late messages earlier looks deleted.
    """
    if campaign.sending_began_at is None:
        return ProviderLook("absent", 0, 0, more_than_expected=False)
    try:
        records = stores.evidence(campaign.id).records()
        expected = expected_late(records)
        late = _deleted(stores, campaign, settings, all_come=deleted_before >= expected)
    except EenmaligError as error:
        log.warning("%s: the provider could not be looked at (%s).", campaign.id, error.code)
        return ProviderLook("not_looked", 0, deleted_before, more_than_expected=False)
    total = deleted_before + late.deleted
    if late.deleted:
        log.warning("%s: %d messages that came late are deleted.", campaign.id, late.deleted)
    if late.left:
        word = "present"
    elif not_provable(records) or late.untold or total < expected:
        word = "not_proved"
    else:
        word = "absent"
    more = late.deleted > 0 and total > expected
    return ProviderLook(word, late.deleted, total, more_than_expected=more)


def _deleted(
    stores: Stores, campaign: Campaign, settings: GatewaySettings | None, *, all_come: bool
) -> Leftovers:
    """Delete what is this campaign's, one city after another.

    Once all that was in doubt has come, more may be another destroyed campaign's.
    """
    gateway = gateway_of(campaign, settings, LOOK_SECONDS)
    traits = traits_of(campaign, stores.dossier(campaign.id))
    others = partial(other_owners, stores, campaign, closed_too=all_come)
    with stores.inventory.looking():
        return delete_late(gateway, traits, others, PATIENCE_SECONDS)
