"""Verification of destruction: destroy what is overdue, then look whether the rest is gone.

It works from the inventory and from what stands on disk, reconciled both ways, never from
Airflow's state. The look is by another process than the destroyer's, and later.
"""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from eenmalig.errors import EenmaligError
from eenmalig.evidence.ledger import read_ledger
from eenmalig.steps.installation import Stores, now
from eenmalig.steps.overdue import destroy_overdue
from eenmalig.steps.provider_look import look_at_provider
from eenmalig.stores.folder_on_disk import place_of

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.steps.findings import Findings

log = logging.getLogger(__name__)


def verify_destruction(stores: Stores, settings: GatewaySettings | None) -> Findings:
    """Destroy what is overdue, look at all that was destroyed; return what was found."""
    findings = destroy_overdue(stores, settings)
    try:
        stores.inventory.require_alone()
        stores.evidence_keys.require_signer()
    except EenmaligError as error:
        findings.find_unsound(f"the installation is not as it should be: {error.code}")
    for campaign in stores.inventory.campaigns():
        if campaign.open:
            findings.open += 1
            log.info("%s is open until %s.", campaign.id, campaign.deadline)
        else:
            _look(stores, campaign, settings, findings)
    log.info(
        "%d destroyed as overdue, %d looked at, %d still open, %d findings.",
        len(findings.destroyed),
        findings.looked,
        findings.open,
        len(findings.wrong),
    )
    return findings


def _look(
    stores: Stores, campaign: Campaign, settings: GatewaySettings | None, findings: Findings
) -> None:
    """Look at one destroyed campaign, and sign the first look and every changed result."""
    left = [
        name
        for name, path in {
            "vault": stores.vault_folder(campaign.id),
            "keys": stores.home.keys / campaign.id,
            "working copy": _working_copy(stores, campaign),
        }.items()
        if path is not None and path.exists()
    ]
    provider = look_at_provider(stores, campaign, settings)
    if provider == "present":
        left.append("messages at the provider")
    result = {"left": left, "provider": provider}
    try:
        evidence = stores.evidence(campaign.id)
        evidence.records()
        read_ledger(evidence.folder, stores.trust)
        before = evidence.verifications()
        if not before or before[-1].data["result"] != result:
            with evidence.commit() as commit:
                commit.look({"by": "verification", "result": result}, now())
    except EenmaligError as error:
        findings.find_unsound(f"{campaign.id}: evidence ({error.code}) is not as it should be")
    except Exception as error:  # noqa: BLE001 - one campaign may hide no other
        kind = type(error).__name__
        findings.find_unsound(f"{campaign.id}: evidence ({kind}) is not as it should be")
    findings.looked += 1
    findings.wrong += [f"{campaign.id}: {item} is not as it should be" for item in left]
    log.info("%s: %s, provider: %s", campaign.id, left or "gone", provider)


def _working_copy(stores: Stores, campaign: Campaign) -> Path | None:
    """Return the working copy's place, unless another hand-over of the same name stands there."""
    folder = stores.home.handover / campaign.city / campaign.handover
    if not folder.exists() or campaign.closed_at is None:
        return None
    if place_of(folder) in {copy.place for copy in stores.inventory.working_copies()}:
        return None  # it has a clock of its own
    came = datetime.fromtimestamp(folder.stat().st_ctime, UTC)
    return folder if came < campaign.closed_at else None
