"""Verification of destruction: destroy what is overdue, then look whether the rest is gone.

It works from the inventory and from what stands on disk, reconciled both ways, never from
Airflow's state. The look is by another process than the destroyer's, and later.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from eenmalig.clear.delivery_reports import count_ours
from eenmalig.clear.gateway import Gateway
from eenmalig.errors import Code, EenmaligError
from eenmalig.inventory import State
from eenmalig.steps.destruction import destroy_campaign
from eenmalig.steps.overdue_copies import destroy_overdue_copies
from eenmalig.steps.stores import Stores, now

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.domain.gateway import GatewaySettings
    from eenmalig.inventory import Campaign

log = logging.getLogger(__name__)


@dataclass
class Findings:
    """What a verification did and found. It is green only without ``wrong``."""

    destroyed: list[str] = field(default_factory=list)
    looked: int = 0
    open: int = 0
    wrong: list[str] = field(default_factory=list)


def verify_destruction(stores: Stores, settings: GatewaySettings | None) -> Findings:
    """Destroy what is overdue, look at all that was destroyed; return what was found."""
    findings = destroy_overdue(stores, settings)
    known = {campaign.id for campaign in stores.inventory.campaigns()}
    for store in (stores.home.vault, stores.home.keys):
        strangers = {each.name for each in store.glob("*")} - known
        findings.wrong += [f"{store.name} holds something no campaign owns"] * len(strangers)
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


def destroy_overdue(stores: Stores, settings: GatewaySettings | None) -> Findings:
    """Destroy every campaign and working copy past its deadline; return what was done.

    A destruction that was begun and not ended goes on too, also before the deadline. Whatever
    goes wrong with one campaign does not keep another alive.
    """
    findings = Findings()
    for campaign in stores.inventory.open_campaigns():
        overdue = now() >= campaign.deadline
        if not overdue and campaign.state is not State.DESTROYING:
            continue
        try:
            destroy_campaign(stores, campaign.id, settings, by="overdue")
            findings.destroyed.append(campaign.id)
        except EenmaligError as error:
            if error.code is Code.VAULT_BUSY and not overdue:
                log.info("%s is being destroyed by its own run just now.", campaign.id)
                continue
            log.warning("%s", error)
            findings.wrong.append(f"{campaign.id} is not destroyed: {error.code}")
        except OSError as error:
            log.warning("%s: %s while removing files.", campaign.id, type(error).__name__)
            findings.wrong.append(f"{campaign.id} is not destroyed: a file cannot be removed")
    try:
        findings.destroyed += destroy_overdue_copies(stores)
    except OSError:
        findings.wrong.append("a working copy that nobody took in cannot be removed")
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
    at_provider = _at_provider(stores, campaign, settings)
    if at_provider:
        left.append("messages at the provider")
    provider = {None: "not_looked", 0: "absent"}.get(at_provider, "present")
    result = {"left": left, "provider": provider}
    try:
        evidence = stores.evidence(campaign.id)
        before = evidence.verifications()
        if not before or before[-1].data["result"] != result:
            evidence.append_verification({"by": "verification", "result": result}, now())
    except EenmaligError as error:
        left.append(f"evidence ({error.code})")
    findings.looked += 1
    findings.wrong += [f"{campaign.id}: {each} is not as it should be" for each in left]
    log.info("%s: %s, provider: %s", campaign.id, left or "gone", provider)


def _working_copy(stores: Stores, campaign: Campaign) -> Path | None:
    """Return the working copy's place, unless a later hand-over of the same name stands there."""
    folder = stores.home.handover / campaign.city / campaign.handover
    if not folder.exists() or campaign.closed_at is None:
        return None
    came = datetime.fromtimestamp(folder.stat().st_ctime, UTC)
    return folder if came < campaign.closed_at else None


def _at_provider(
    stores: Stores, campaign: Campaign, settings: GatewaySettings | None
) -> int | None:
    """Return how many of a campaign's messages the provider lists; None when nobody can look."""
    if campaign.sending_began_at is None:
        return 0
    if settings is None or _sender_is_busy(stores, campaign):
        return None
    try:
        if (settings.host, settings.account) != (campaign.gateway_host, campaign.gateway_account):
            return None
        dossier = stores.dossier(campaign.id)
        since = campaign.sending_began_at
        return count_ours(Gateway(settings), dossier["sender_id"], dossier["text"], since)
    except EenmaligError as error:
        if error.code in (Code.GATEWAY_REFUSED, Code.GATEWAY_UNREACHABLE):
            log.warning("%s: the provider could not be looked at (%s).", campaign.id, error.code)
        return None


def _sender_is_busy(stores: Stores, campaign: Campaign) -> bool:
    """Whether another campaign of the city may have messages of the same text there now."""
    return any(
        other.city == campaign.city and other.sending_began_at is not None
        for other in stores.inventory.open_campaigns()
    )
