"""Destroy: the run's own destruction, whatever happened before."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from eenmalig.steps.destruction import destroy_campaign

if TYPE_CHECKING:
    from eenmalig.domain.gateway import GatewaySettings
    from eenmalig.steps.stores import Run, Stores

log = logging.getLogger(__name__)


def destroy(stores: Stores, run: Run, settings: GatewaySettings | None) -> None:
    """Destroy what the run took in. Fails when something is left; the deadline then takes over."""
    campaign = stores.inventory.of_run(run.dag_id, run.run_id)
    if campaign is None:
        log.info("This run took nothing in, so there is nothing to destroy.")
        log.info("A working copy that nobody takes in is destroyed at its own deadline.")
        return
    destroy_campaign(stores, campaign.id, settings, by="destroy")
    log.info("Certificate: evidence/%s/certificate.pdf", campaign.id)
