"""Verification of destruction: destroy what is overdue, then look whether the rest is gone.

It works from the inventory and from what stands on disk, reconciled both ways, never from
Airflow's state. The look is by another process than the destroyer's, and later. That it began, and
what it came to, stands in a trace of its own.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING

from eenmalig.cleartext.key_scan import KeySearch
from eenmalig.errors import EenmaligError
from eenmalig.steps.campaign_look import look_at_campaign
from eenmalig.steps.findings import why
from eenmalig.steps.kept_places import kept_places
from eenmalig.steps.key_copies import search_for_copies, told_copies
from eenmalig.steps.log_groups import log_group
from eenmalig.steps.overdue import destroy_overdue
from eenmalig.steps.publishing import publish_missing
from eenmalig.steps.returned_copies import returned_copies
from eenmalig.steps.strangers import strangers_among
from eenmalig.steps.tracing import Tracing
from eenmalig.stores.control_files import remove_controls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.steps.findings import Findings
    from eenmalig.steps.installation import Stores

log = logging.getLogger(__name__)


def verify_destruction(stores: Stores, settings: GatewaySettings | None) -> Findings:
    """Destroy what is overdue, look at all that was destroyed; return what was found."""
    tracing = Tracing(stores)
    with log_group("What is overdue"):
        findings = destroy_overdue(stores, settings)
    try:
        stores.inventory.require_alone()
        stores.evidence_keys.require_signer()
    except EenmaligError as error:
        findings.find_unsound(f"the installation is not as it should be: {error.code}")
    with _telling(findings, "controls of a search"):
        # One that was killed leaves these; those of open campaigns may stand there just now.
        still_open = stores.inventory.known().open_ids
        remove_controls((place.folder for place in kept_places(stores.home)), still_open)
    with log_group("Campaigns, those that are closed and those that are open"):
        for campaign in stores.inventory.known().campaigns:
            if campaign.open:
                _look_at_open(stores, campaign, findings)
            else:
                look_at_campaign(stores, campaign, settings, findings)
                publish_missing(stores, campaign.id)
    searched = KeySearch(whole=False)
    with log_group("Copies of hand-overs and of keys"):
        with _telling(findings, "working copies that came back"):
            findings.wrong += returned_copies(stores)
        with _telling(findings, "copies of keys"):
            searched = search_for_copies(stores.home)
            findings.wrong += told_copies(searched, stores.home)
    tracing.end(findings, searched)
    log.info(
        "%d destroyed as overdue, %d looked at, %d not looked at, %d still open, %d findings.",
        len(findings.destroyed),
        len(findings.looks),
        len(findings.not_looked),
        findings.open,
        len(findings.wrong),
    )
    return findings


def _look_at_open(stores: Stores, campaign: Campaign, findings: Findings) -> None:
    """Look whether an open campaign's ledger holds, and whether its stores are its own."""
    findings.open += 1
    with _telling(findings, f"{campaign.id}: strangers in its stores"):
        findings.wrong += strangers_among(stores, campaign.id)
    try:
        stores.evidence(campaign.id).records()
    except Exception as error:  # noqa: BLE001 - one campaign may hide no other
        findings.find_unsound(f"{campaign.id}: ledger ({why(error)}) is not as it should be")


@contextmanager
def _telling(findings: Findings, what: str) -> Iterator[None]:
    """Tell what could not be looked for: it may hide nothing else."""
    try:
        yield
    except Exception as error:  # noqa: BLE001 - as above
        findings.wrong.append(f"{what} could not be looked for: {why(error)}")
        log.warning("%s could not be looked for (%s).", what, why(error))
