"""The last guard: what is past its deadline is destroyed, from inventory and key files alone.

Nothing that is broken holds up what is not.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.destruction import destroy_campaign
from eenmalig.steps.findings import Findings
from eenmalig.steps.installation import Stores, now
from eenmalig.steps.overdue_copies import destroy_overdue_copies
from eenmalig.steps.reconciling import reconcile
from eenmalig.stores.keys import CampaignKeys, KeyName
from eenmalig.stores.private_files import remove_folder

if TYPE_CHECKING:
    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)


def destroy_overdue(stores: Stores, settings: GatewaySettings | None) -> Findings:
    """Destroy every campaign and working copy past its deadline; return what was done.

    A destruction that was begun and not ended goes on too, also before the deadline, and what was
    stopped before anything was sent is destroyed. Whatever
    goes wrong with one campaign does not keep another alive. What only a ledger knows to exist is
    brought into the inventory first.
    """
    findings = Findings()
    reconciled = reconcile(stores)
    findings.wrong += [f"{name} was unknown to the inventory" for name in reconciled.brought]
    if reconciled.unreadable:
        findings.find_unsound(f"{reconciled.unreadable} unknown folders of evidence do not hold")
    for campaign in stores.inventory.open_campaigns():
        if now() >= campaign.deadline:
            # Under no lease, which somebody may hold for ever. What fails is told below, when the
            # campaign's own destruction meets it.
            with suppress(OSError):
                stores.keys(campaign.id).destroy(KeyName.NUMBER, KeyName.REF)
            with suppress(OSError):
                remove_folder(stores.home.handover / campaign.city / campaign.handover)
    for campaign in stores.inventory.open_campaigns():
        overdue = now() >= campaign.deadline
        # A stop destroys by itself; one that died on its way, or met a step at work, is ended here.
        given_up = campaign.stopped_at is not None and campaign.sending_began_at is None
        if overdue or given_up or campaign.state is State.DESTROYING:
            _destroy(stores, campaign, settings, findings, busy_is_wrong=overdue)
    try:
        findings.destroyed += destroy_overdue_copies(stores)
    except OSError:
        findings.wrong.append("a working copy that nobody took in cannot be removed")
    findings.wrong += [f"{store} holds something no campaign owns" for store in stores.strangers()]
    return findings


def destroy_expired_keys(home: Home) -> None:
    """Destroy every number key and ref key past the deadline in its own file.

    It needs the key files and nothing else: it comes before the inventory is opened, which may be
    gone or damaged. What cannot be removed holds up no other.
    """
    for folder in sorted(home.keys.glob("*")):
        keys = CampaignKeys(folder)
        for name in (KeyName.NUMBER, KeyName.REF):
            if keys.expired(name, now()):
                with suppress(OSError):  # told by the campaign's own destruction, which meets it
                    keys.destroy(name)
                    log.info("%s: the %s key was past its deadline.", folder.name, name)


def _destroy(
    stores: Stores,
    campaign: Campaign,
    settings: GatewaySettings | None,
    findings: Findings,
    *,
    busy_is_wrong: bool,
) -> None:
    try:
        destroy_campaign(stores, campaign.id, settings, by="overdue")
        findings.destroyed.append(campaign.id)
    except EenmaligError as error:
        if error.code is Code.VAULT_BUSY and not busy_is_wrong:
            log.info("%s is being destroyed by its own run just now.", campaign.id)
            return
        log.warning("%s", error)
        findings.wrong.append(f"{campaign.id} is not destroyed: {error.code}")
    except Exception as error:  # noqa: BLE001 - one campaign may keep no other alive
        log.warning("%s: %s.", campaign.id, type(error).__name__)
        findings.wrong.append(f"{campaign.id} is not destroyed: {type(error).__name__}")
