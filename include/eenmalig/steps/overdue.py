"""The last guard: what is past its deadline is destroyed, from inventory and key files alone.

First all keys that open numbers, then all copies in the clear, then the rest; what went wrong is
told last. Nothing that is broken, held or slow holds up what is not itself.
"""

from __future__ import annotations

import logging
import os
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eenmalig.cleartext.vault.vault import SCRATCH
from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.destruction import UNTRIED, destroy_campaign
from eenmalig.steps.destruction_records import DestructionRecords
from eenmalig.steps.expired_keys import Expired, destroy_expired
from eenmalig.steps.findings import Findings
from eenmalig.steps.installation import PATIENCE, Stores, now
from eenmalig.steps.known_copies import CopiesFound, look_at_copies
from eenmalig.steps.overdue_copies import (
    destroy_copies_without_inventory,
    destroy_overdue_copies,
    destroy_scratch,
)
from eenmalig.steps.reconciling import reconcile
from eenmalig.steps.signing_ends import sign_stop
from eenmalig.steps.unreadable_rows import is_overdue, made_anew
from eenmalig.stores.engine import is_busy
from eenmalig.stores.keys import CampaignKeys

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)

# For the leases of all campaigns together: one that is held for ever may not add up.
LEASES_WAIT = PATIENCE


def destroy_overdue(
    stores: Stores, settings: GatewaySettings | None, expired: Expired | None = None
) -> Findings:
    """Destroy every campaign and working copy past its deadline; return what was done.

    A destruction that was begun and not ended goes on too, also before the deadline, and what was
    stopped before anything was sent is destroyed. What only a ledger knows to exist is brought
    into the inventory on the way. ``expired`` is what went by the key files alone, just before.
    """
    expired = expired or destroy_expired(stores.home)
    try:
        stores.inventory.known()
    except Exception as error:  # noqa: BLE001 - it holds up nothing that does without it
        return destroy_without_inventory(stores.home, code_of(error), expired)
    guard = _Guard(stores, settings, expired)
    for part in (
        guard.keys,
        guard.copies,
        guard.brought_in,
        guard.unreadable_rows,
        guard.rest,
        guard.strangers,
    ):
        guard.do(part)
    guard.complain()
    return guard.findings


def destroy_without_inventory(home: Home, why: str, expired: Expired | None = None) -> Findings:
    """Destroy what key files and disk alone show to be overdue; return what was done and is left.

    ``why`` is why no inventory can be read: what only that knows of cannot be told.
    """
    expired = expired or destroy_expired(home)
    findings = Findings()
    destroy_scratch(home, expired.campaigns)
    destroy_copies_without_inventory(home, expired, findings)
    for campaign in expired.campaigns:
        left = _on_disk(home, campaign)
        if left:
            findings.wrong.append(f"{campaign} is not destroyed: {why} ({', '.join(left)})")
    if expired.silent:
        findings.wrong.append(f"keys: {len(expired.silent)} folders tell no deadline")
    findings.wrong.append(f"what only the inventory knows of cannot be told: {why}")
    for finding in findings.wrong:
        log.warning("%s", finding)
    return findings


def code_of(error: Exception) -> str:
    """Return what went wrong, in a word that the runbook explains."""
    if isinstance(error, EenmaligError):
        return str(error.code)
    return str(Code.INVENTORY_BUSY) if is_busy(error) else type(error).__name__


@dataclass
class _Guard:
    """One round of the last guard over an installation."""

    stores: Stores
    settings: GatewaySettings | None
    expired: Expired
    findings: Findings = field(default_factory=Findings)
    _failed: dict[str, str] = field(default_factory=dict)
    _sent: set[str] = field(default_factory=set)
    _parts_left: dict[str, dict[str, Sequence[str]]] = field(default_factory=dict)

    def do(self, part: Callable[[], None]) -> None:
        """Do one part, whatever becomes of it."""
        try:
            part()
        except Exception as error:  # noqa: BLE001 - no part may hold up the next
            log.warning("%s: %s", part.__name__, type(error).__name__)
            self.findings.wrong.append(f"{part.__name__.replace('_', ' ')}: {code_of(error)}")

    def keys(self) -> None:
        """Destroy the keys that open numbers. Under no lease, which somebody may hold for ever."""
        for campaign in self._overdue():
            self.expired.destroy(self.stores.keys(campaign))

    def copies(self) -> None:
        """Destroy scratch copies and working copies, file by file."""
        campaigns = {*self.expired.campaigns, *self._overdue()}
        destroy_scratch(self.stores.home, campaigns)
        were_there = destroy_overdue_copies(
            self.stores, campaigns, self.expired.copies.places, self.findings
        )
        for campaign in were_there:
            self.expired.removed.setdefault(campaign, set()).add("working_copy")

    def brought_in(self) -> None:
        """Bring in what only ledgers show, and destroy of that too what opens numbers."""
        reconciled = reconcile(self.stores)
        for name in reconciled.brought:
            self.findings.find_met(f"{name} was unknown to the inventory")
        if reconciled.unreadable:
            unreadable = f"{reconciled.unreadable} unknown folders of evidence do not hold"
            self.findings.find_unsound(unreadable)
        if reconciled.brought:
            self.keys()
            self.copies()

    def unreadable_rows(self) -> None:
        """Mend the rows that cannot be read and are due; tell of each, and what is left."""
        for row in self.stores.inventory.known().unreadable:
            if row.id is None:
                self.findings.find_unsound("a row of the inventory tells no campaign")
                continue
            overdue = is_overdue(self.stores.home, row, self.expired)
            if made_anew(self.stores, row, overdue=overdue):
                self.findings.find_met(f"{row.id} could not be read; its row is made anew")
                continue
            if overdue:
                self._failed[row.id] = str(Code.CAMPAIGN_UNREADABLE)
                self._parts_left[row.id] = {"provider_messages": ()} if row.may_have_sent else {}
            else:
                self.findings.find_unsound(f"{row.id}: {Code.CAMPAIGN_UNREADABLE}")

    def rest(self) -> None:
        """Destroy each campaign to its end; first those that need no provider."""
        give_up = time.monotonic() + LEASES_WAIT
        overdue = self._overdue()
        campaigns = self.stores.inventory.known().open
        self._sent = {each.id for each in campaigns if each.sending_began_at is not None}
        for campaign in sorted(campaigns, key=lambda each: self._needs_provider(each.id)):
            # A stop destroys by itself; one that died on its way, or met a step at work, is ended.
            given_up = self._is_stopped(campaign) and campaign.sending_began_at is None
            if campaign.id in overdue or given_up or campaign.state is State.DESTROYING:
                wait = max(0.0, give_up - time.monotonic())
                self._destroy(campaign, wait, is_overdue=campaign.id in overdue)

    def _is_stopped(self, campaign: Campaign) -> bool:
        """Whether a person stopped it; what was given on a page may not be signed yet."""
        with suppress(Exception):  # answers that cannot be read hold up no destruction
            campaign = sign_stop(self.stores, campaign)
        return campaign.stopped_at is not None

    def _destroy(self, campaign: Campaign, wait: float, *, is_overdue: bool) -> None:
        self._parts_left[campaign.id] = {UNTRIED: ()}
        if Code.INVENTORY_BUSY in self._failed.values():
            # Whoever holds it up once does so for as long each time.
            self._failed[campaign.id] = str(Code.INVENTORY_BUSY)
            return
        try:
            destroy_campaign(
                self.stores,
                campaign.id,
                self.settings,
                by="overdue",
                wait=wait,
                removed=self.expired.removed.get(campaign.id, ()),
                left=self._parts_left[campaign.id],
            )
            self.findings.destroyed.append(campaign.id)
        except Exception as error:  # noqa: BLE001 - one campaign may keep no other alive
            code = code_of(error)
            if code == Code.VAULT_BUSY and not is_overdue:
                log.info("%s is being destroyed by its own run just now.", campaign.id)
                return
            log.warning("%s", error if isinstance(error, EenmaligError) else code)
            self._failed[campaign.id] = code

    def strangers(self) -> None:
        """Tell what no campaign owns."""
        strangers = self.stores.strangers()
        self.findings.wrong += [f"{store} holds something no campaign owns" for store in strangers]

    def complain(self) -> None:
        """Tell of each campaign that is not destroyed what of it is left, by looking again."""
        if not self._failed:
            return
        try:
            copies = look_at_copies(self.stores)
        except Exception:  # noqa: BLE001 - what cannot be told is told as such below
            copies = None
        for campaign, code in self._failed.items():
            left = self._left(campaign, copies)
            if left:
                self.findings.wrong.append(f"{campaign} is not destroyed: {code} ({left})")
            else:
                self.findings.find_unsound(
                    f"{campaign} is destroyed, and that is not certified: {code}"
                )

    def _left(self, campaign: str, copies: CopiesFound | None) -> str:
        left = _on_disk(self.stores.home, campaign)
        if copies is None:
            left.append("what else the inventory knows of")
        elif copies.of(campaign) or "working_copy" in self._parts_left[campaign]:
            left.append("working copy")
        parts = self._parts_left[campaign]
        untried = UNTRIED in parts and self._needs_provider(campaign)
        if untried or "provider_messages" in parts:
            left.append("messages at the provider")
        return ", ".join(left)

    def _needs_provider(self, campaign: str) -> bool:
        """Whether something of it may be at the provider, and that is not settled on record."""
        if campaign not in self._sent:
            return False
        try:
            records = DestructionRecords(self.stores, self.stores.inventory.get(campaign))
            return not records.is_settled("provider_messages")
        except Exception:  # noqa: BLE001 - what cannot be told is told as left
            return True

    def _overdue(self) -> set[str]:
        known = self.stores.inventory.known()
        overdue = {
            campaign.id
            for campaign in known.open
            if now() >= campaign.deadline or campaign.id in self.expired.campaigns
        }
        home = self.stores.home
        return overdue | {
            str(row.id) for row in known.unreadable if is_overdue(home, row, self.expired)
        }


def _on_disk(home: Home, campaign: str) -> list[str]:
    """Return what of a campaign stands below ``keys/`` and ``vault/``."""
    keys = CampaignKeys(home.keys / campaign)
    left = [f"{name} key" for name in keys.present()]
    if os.path.lexists(keys.folder) and not left:
        left.append("something in the folder of its keys")
    if os.path.lexists(home.vault / campaign / SCRATCH):
        left.append("scratch copies")
    if os.path.lexists(home.vault / campaign):
        left.append("vault")
    return left
