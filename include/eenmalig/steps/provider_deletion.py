"""Deleting at the provider every message that a campaign's journal knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.exc import SQLAlchemyError

from eenmalig.cleartext.sending.deletion import delete_messages
from eenmalig.cleartext.vault.journal import anybody_tried
from eenmalig.cleartext.vault.vault import Vault
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.installation import now
from eenmalig.steps.last_look import LOST, opened_journal
from eenmalig.steps.message_owners import dossier_or_none, gateway_of, list_lag

if TYPE_CHECKING:
    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.steps.installation import Stores
    from eenmalig.stores.leases import Lease

PATIENCE_SECONDS = 60.0
# For all calls of one destruction. What is deleted by then is journalled, and the next goes on.
PROVIDER_SECONDS = 600.0


class ProviderDeletion(NamedTuple):
    """How many messages are deleted, how many are gone without proof, and why not all were known.

    ``lost`` is what keeps the journal from being all that there was, if something does.
    """

    deleted: int
    not_provable: int
    lost: Code | None


def may_have_sent(stores: Stores, campaign: Campaign) -> bool:
    """Whether a vault that nobody can write knows of an attempt, or cannot be read just now.

    Of one that can never be read again nobody will know: it is lost.
    """
    vault = Vault(stores.vault_folder(campaign.id), stores.keys(campaign.id), now())
    try:
        return anybody_tried(vault)
    except EenmaligError as error:
        return error.code not in LOST
    except (SQLAlchemyError, OSError):
        return True
    finally:
        vault.close()


def delete_at_provider(
    stores: Stores, campaign: Campaign, settings: GatewaySettings | None, lease: Lease
) -> ProviderDeletion:
    """Delete every message that the journal knows; return how many, and what is not proved.

    Fails when some are left, or the gateway does not answer, is another, or lists none of them
    (``DESTRUCTION_INCOMPLETE``), and when the journal cannot be read at all.
    """
    dossier = dossier_or_none(stores, campaign)
    # Without a dossier the whole account is listed.
    sender, lag = dossier["sender_id"] if dossier else "", list_lag(dossier)
    with opened_journal(stores, campaign, lease) as (_, journal, lost):
        if lost is Code.VAULT_DAMAGED:
            raise EenmaligError(lost)
        total = len(journal.messages())
        if total or journal.listed.strays_to_delete():
            try:
                gateway = gateway_of(campaign, settings, PROVIDER_SECONDS)
                left = delete_messages(journal, gateway, sender, lag, PATIENCE_SECONDS)
            except EenmaligError as error:
                raise EenmaligError(
                    Code.DESTRUCTION_INCOMPLETE, f"messages at the provider: {error.code}"
                ) from None
            if left:
                words = f"{left.messages} of {total} messages: {left.obstacle}"
                raise EenmaligError(Code.DESTRUCTION_INCOMPLETE, words)
        return ProviderDeletion(*journal.listed.deletions(), lost)
