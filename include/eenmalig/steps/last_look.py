"""The last look of a destruction: what became of everybody, while the journal can still be read.

Where it cannot, or is an older copy or another campaign's, nobody knows: then that is said.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.cleartext.sending.delivery_reports import look
from eenmalig.cleartext.vault.journal import Journal
from eenmalig.cleartext.vault.vault import Vault
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import latest
from eenmalig.steps.installation import now
from eenmalig.steps.message_owners import gateway_of, list_lag, other_owners, traits_of
from eenmalig.steps.outcomes import outcomes, unknown_outcomes
from eenmalig.stores.keys import KeyName, Purpose

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.steps.installation import Stores
    from eenmalig.stores.leases import Lease

log = logging.getLogger(__name__)

LAST_LOOK_SECONDS = 120.0
# What keeps a journal from being read, for good.
LOST = (Code.KEY_MISSING, Code.VAULT_DAMAGED, Code.VAULT_MISSING, Code.VAULT_OLDER)


class LastWord(NamedTuple):
    """The data of a record of outcomes, and whether the journal told it or was lost."""

    data: Mapping[str, Any]
    known: bool

    def is_news_after(self, signed: Mapping[str, Any]) -> bool:
        """Whether it says something else than the outcomes that are on record."""
        return any(signed.get(name) != self.data[name] for name in ("outcomes", "listing"))


class OpenedJournal(NamedTuple):
    """A journal with its vault. ``lost`` is why it is not all that there was."""

    vault: Vault
    journal: Journal
    lost: Code | None


@contextmanager
def opened_journal(stores: Stores, campaign: Campaign, lease: Lease) -> Iterator[OpenedJournal]:
    """Open a vault whatever it is, and take the right to write it."""
    vault = Vault(
        stores.vault_folder(campaign.id), stores.keys(campaign.id), now(), campaign.staged
    )
    try:
        holds = stores.inventory.vault_holds(campaign.id)
        lost = vault.hold_for_destruction(lease.token, *holds)
        yield OpenedJournal(vault, Journal(vault, Purpose.DESTRUCTION), lost)
    finally:
        vault.close()


def last_look(
    stores: Stores, campaign: Campaign, settings: GatewaySettings | None, lease: Lease
) -> LastWord:
    """Look once more for what is in doubt; return what became of everybody."""
    try:
        with opened_journal(stores, campaign, lease) as opened:
            if opened.lost is None:
                return LastWord(_looked(stores, campaign, settings, opened), known=True)
    except EenmaligError as error:
        if error.code not in LOST:
            raise
    sent = latest(stores.evidence(campaign.id).committed(), "sent")
    recipients = _recipients(stores, campaign)
    return LastWord(unknown_outcomes(recipients, sent.data if sent else None), known=False)


def _looked(
    stores: Stores, campaign: Campaign, settings: GatewaySettings | None, opened: OpenedJournal
) -> Mapping[str, Any]:
    opened.journal.doubt_unfinished()
    try:
        _look_for_doubtful(stores, campaign, settings, opened)
    except EenmaligError as error:
        log.warning("What is in doubt cannot be looked for (%s).", error.code)
    return outcomes(_recipients(stores, campaign, opened.vault), opened.journal)


def _look_for_doubtful(
    stores: Stores, campaign: Campaign, settings: GatewaySettings | None, opened: OpenedJournal
) -> None:
    """Find late arrivals of what is in doubt, if anything is.

    After the deadline the ref key stays shut and nobody looks.
    """
    past = now() >= campaign.deadline
    if past or settings is None or KeyName.REF not in opened.vault.keys.present():
        return
    if not opened.journal.doubtful() and opened.journal.listed.all_shown():
        log.info("Nothing is in doubt, and the provider's list has shown every message.")
        return
    dossier = stores.dossier(campaign.id)
    found = look(
        opened.journal,
        gateway_of(campaign, settings, LAST_LOOK_SECONDS),
        traits_of(campaign, dossier),
        opened.vault.ref_key(),
        now() - list_lag(dossier),
        partial(other_owners, stores, campaign),
    )
    log.info("Last look at the provider's list: %d in doubt were found.", found)


def _recipients(stores: Stores, campaign: Campaign, vault: Vault | None = None) -> int:
    """Return how many recipients there were, as signed; where nobody can read that, as staged."""
    try:
        normalized = latest(stores.evidence(campaign.id).committed(), "normalized")
    except EenmaligError:
        if vault is None:
            raise
        return len(vault.recipient_refs())
    return int(normalized.data["counts"]["recipients"]) if normalized else 0
