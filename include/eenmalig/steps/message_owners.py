"""Which messages at the provider are a campaign's, and whose they may be else."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from eenmalig.cleartext.sending.campaign_traits import STILL_COMING, CampaignTraits
from eenmalig.cleartext.sending.other_owner import OtherOwner, read_owner
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import given_up, is_journal_lost, latest
from eenmalig.steps.installation import now

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.evidence.records import Record
    from eenmalig.steps.installation import Stores
    from eenmalig.stores.reading_campaigns import UnreadableCampaign

# For how long a list may show what was deleted: it lags behind by minutes, once by an hour.
DELETED_MAY_SHOW = timedelta(hours=1)
# A campaign of which nothing is known but that it may have sent: any message may be its own.
_ANYBODY = OtherOwner(CampaignTraits(None, None, datetime.fromtimestamp(0, UTC)))


def gateway_of(
    campaign: Campaign, settings: GatewaySettings | None, seconds: float = math.inf
) -> Gateway:
    """Return the gateway that a campaign's messages are at. Fails when ``settings`` name another.

    There a message that is not found would prove nothing. After ``seconds`` it answers nothing.
    """
    if settings is None:
        raise EenmaligError(Code.GATEWAY_SETTINGS)
    if not campaign.is_gateway(settings.identity):
        raise EenmaligError(Code.GATEWAY_REFUSED, "it is not the gateway and account that sent")
    return Gateway(settings, seconds)


def traits_of(campaign: Campaign, dossier: Mapping[str, Any] | None) -> CampaignTraits:
    """Return what a campaign's messages have in common; without a dossier, the time alone."""
    sender, text = (dossier["sender_id"], dossier["text"]) if dossier else (None, None)
    since = campaign.sending_began_at or campaign.taken_in_at
    return CampaignTraits(sender, text, since, campaign.sending_ended_at or campaign.closed_at)


def dossier_or_none(stores: Stores, campaign: Campaign) -> Mapping[str, Any] | None:
    """Return a campaign's dossier; None where it is not, or cannot be believed any more."""
    try:
        return stores.dossier(campaign.id)
    except (EenmaligError, OSError):
        return None


def list_lag(dossier: Mapping[str, Any] | None) -> timedelta:
    """Return by how much the provider's list may lag behind, as the dossier says."""
    return timedelta(seconds=dossier["settle_seconds"]) if dossier else STILL_COMING


def other_owners(
    stores: Stores, campaign: Campaign, *, closed_too: bool = True
) -> list[OtherOwner]:
    """Return who else may have messages in the same account: every other campaign that is open.

    ``closed_too`` adds those that are destroyed, but of which messages may come late, or be listed
    still. Ask after the list was read: whoever sends meanwhile is then known.
    """
    known = stores.inventory.known()
    others = [other for other in known.campaigns if _is_beside(other, campaign)]
    owners = [owner for other in others if other.open for owner in _open_owner(stores, other)]
    if closed_too:
        closed = [other for other in others if not other.open and _may_show(stores, other)]
        owners += [OtherOwner(_traits(stores, other)) for other in closed]
    return owners + [_ANYBODY for other in known.unreadable if _may_be_beside(other, campaign)]


def expected_late(records: Sequence[Record]) -> float:
    """Return how many messages may come after a destruction.

    There is no end of them where the journal was lost, or deleting them was given up.
    """
    outcomes = latest(records, "outcomes")
    if outcomes is None or is_journal_lost(records) or "provider_messages" in given_up(records):
        return math.inf
    never_listed: int = outcomes.data.get("listing", {}).get("never_listed", 0)
    unknown: int = outcomes.data["in_doubt"]["unknown"]
    return unknown + max(0, not_provable(records) - never_listed)


def not_provable(records: Sequence[Record]) -> int:
    """Return of how many messages the deletion at the provider is not proved."""
    return sum(
        record.data.get("not_provable", 0)
        for record in records
        if record.kind == "destroyed" and record.data["what"] == "provider_messages"
    )


def _is_beside(other: Campaign, campaign: Campaign) -> bool:
    return other.id != campaign.id and other.gateway_account == campaign.gateway_account


def _may_be_beside(other: UnreadableCampaign, campaign: Campaign) -> bool:
    accounts = {None, campaign.gateway_account}
    return other.id != campaign.id and other.may_have_sent and other.gateway_account in accounts


def _open_owner(stores: Stores, other: Campaign) -> Iterator[OtherOwner]:
    traits = _traits(stores, other)
    # Before the vault is read: each claim is in the vault first.
    holds = stores.inventory.vault_holds(other.id)
    try:
        with stores.vault(other) as vault:
            yield read_owner(vault, traits, *holds)
    except (EenmaligError, OSError):
        # One that never began to send has no journal to be read.
        if other.sending_began_at is not None:
            yield OtherOwner(traits)


def _may_show(stores: Stores, other: Campaign) -> bool:
    if other.sending_began_at is None:
        return False
    if other.closed_at is not None and now() < other.closed_at + DELETED_MAY_SHOW:
        return True
    evidence = stores.evidence(other.id)
    try:
        looks = evidence.verifications()
        late = looks[-1].data["result"].get("late_deleted", 0) if looks else 0
        return expected_late(evidence.records()) > late
    except (EenmaligError, OSError):
        return True


def _traits(stores: Stores, other: Campaign) -> CampaignTraits:
    return traits_of(other, dossier_or_none(stores, other))
