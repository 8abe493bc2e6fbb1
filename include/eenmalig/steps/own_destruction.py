"""A run's own destruction: what is kept is searched for its numbers, then all of it goes."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from sqlalchemy.exc import SQLAlchemyError

from eenmalig.errors import EenmaligError
from eenmalig.steps.destruction import destroy_campaign
from eenmalig.steps.leak_check import check_for_leaks, require_no_leak
from eenmalig.steps.log_groups import log_group
from eenmalig.steps.readable import destroy_readable
from eenmalig.steps.reconciling import reconcile

if TYPE_CHECKING:
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.steps.installation import Run, Stores

log = logging.getLogger(__name__)


def destroy(stores: Stores, run: Run, settings: GatewaySettings | None) -> None:
    """Destroy what the run took in, once all that is kept was searched for its numbers.

    Fails when something is left; the deadline then takes over. Fails at its end when the search
    found a number, or proved nothing.
    """
    campaign = stores.inventory.of_run(run.dag_id, run.run_id)
    if campaign is None and stores.strangers():
        # What only a ledger knows to be taken in is destroyed too.
        reconcile(stores)
        campaign = stores.of_run(run)
    if campaign is None:
        log.info("This run took nothing in, so there is nothing to destroy.")
        log.info("A working copy that nobody takes in is destroyed at its own deadline.")
        return
    with log_group("Search for this run's numbers"):
        scanned = check_for_leaks(stores, campaign)
    try:
        with log_group("Destruction"):
            destroy_campaign(stores, campaign.id, settings, by="destroy")
    except (EenmaligError, SQLAlchemyError, OSError):
        # Neither a lease that is held nor a full disk keeps a number readable.
        destroy_readable(stores, campaign.id)
        raise
    log.info("Certificate: evidence/%s/certificate.pdf", campaign.id)
    require_no_leak(scanned)
