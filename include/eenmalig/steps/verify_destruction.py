"""Verification of destruction: destroy what is overdue, then look whether the rest is gone.

It works from the inventory and from what stands on disk, reconciled both ways, never from
Airflow's state. The look is by another process than the destroyer's, and later.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from eenmalig.cleartext.sending.delivery_reports import delete_late
from eenmalig.cleartext.sending.twilio import Gateway
from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import read_ledger
from eenmalig.evidence.reading import latest
from eenmalig.steps.destruction import destroy_campaign
from eenmalig.steps.installation import Stores, now
from eenmalig.steps.overdue_copies import destroy_overdue_copies
from eenmalig.steps.reconciling import reconcile
from eenmalig.stores.keys import CampaignKeys, KeyName
from eenmalig.stores.private_files import remove_folder

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)


@dataclass
class Findings:
    """What a verification did and found. It is green only without ``wrong``.

    Of that, ``unsound`` is what is kept and not as it should be; the rest should be gone.
    """

    destroyed: list[str] = field(default_factory=list)
    looked: int = 0
    open: int = 0
    wrong: list[str] = field(default_factory=list)
    unsound: list[str] = field(default_factory=list)

    def find_unsound(self, finding: str) -> None:
        """Add what is kept and not as it should be."""
        self.wrong.append(finding)
        self.unsound.append(finding)

    def require_nothing(self) -> None:
        """Fail with what is wrong: as evidence (``EVIDENCE_INVALID``) where all else is gone."""
        if self.wrong:
            is_gone = len(self.unsound) == len(self.wrong)
            code = Code.EVIDENCE_INVALID if is_gone else Code.DESTRUCTION_INCOMPLETE
            raise EenmaligError(code, *self.wrong)


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
    provider = _at_provider(stores, campaign, settings)
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
    """Return the working copy's place, unless a later hand-over of the same name stands there."""
    folder = stores.home.handover / campaign.city / campaign.handover
    if not folder.exists() or campaign.closed_at is None:
        return None
    came = datetime.fromtimestamp(folder.stat().st_ctime, UTC)
    return folder if came < campaign.closed_at else None


def _at_provider(stores: Stores, campaign: Campaign, settings: GatewaySettings | None) -> str:
    """Return what the provider still holds of a campaign; what came late is deleted there.

    "absent", "present", "not_looked" when nobody can, and "not_proved" when the list shows
    nothing but some messages stayed in doubt to the end.
    """
    if campaign.sending_began_at is None:
        return "absent"
    account = (campaign.gateway_host, campaign.gateway_account)
    if settings is None or (settings.host, settings.account) != account:
        return "not_looked"
    if _sender_is_busy(stores, campaign):
        return "not_looked"
    try:
        dossier = stores.dossier(campaign.id)
        late = delete_late(
            Gateway(settings), dossier["sender_id"], dossier["text"], campaign.sending_began_at
        )
        records = stores.evidence(campaign.id).records()
    except EenmaligError as error:
        log.warning("%s: the provider could not be looked at (%s).", campaign.id, error.code)
        return "not_looked"
    if late.deleted:
        log.warning("%s: %d messages that came late are deleted.", campaign.id, late.deleted)
    if late.left:
        return "present"
    outcomes = latest(records, "outcomes")
    # Once the journal is lost nobody knows how many there were.
    lost = latest(records, "lost") is not None
    known = outcomes is not None and outcomes.data["in_doubt"]["unknown"] <= late.deleted
    return "absent" if known and not lost else "not_proved"


def _sender_is_busy(stores: Stores, campaign: Campaign) -> bool:
    """Whether another campaign of the city may have messages of the same text there now."""
    return any(
        other.city == campaign.city and other.sending_began_at is not None
        for other in stores.inventory.open_campaigns()
    )
