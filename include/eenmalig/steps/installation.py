"""The stores of one installation, and the campaign that an Airflow run works on.

A step finds its campaign in the inventory, by its own run: nothing that a person can write in
Airflow (an XCom, a state) leads a step to a campaign.
"""

from __future__ import annotations

import logging
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from eenmalig.cleartext.vault.vault import Vault
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.commits import Evidence
from eenmalig.evidence.evidence_keys import EvidenceKeys
from eenmalig.evidence.signed_dossier import signed_dossier
from eenmalig.evidence.trace import Trace, is_trace
from eenmalig.stores.answers import Answers
from eenmalig.stores.control_files import is_control
from eenmalig.stores.home import Home
from eenmalig.stores.inventory import Inventory
from eenmalig.stores.keys import CampaignKeys
from eenmalig.stores.leases import LASTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from eenmalig.domain.campaign import Campaign, State
    from eenmalig.evidence.signing import Trust
    from eenmalig.stores.leases import Lease

log = logging.getLogger(__name__)

# How long a step waits for another's lease: one whose holder cannot be seen to be dead runs out.
PATIENCE = LASTS.total_seconds() + 30


@dataclass(frozen=True)
class Run:
    """The Airflow run that a step belongs to, and who asked for it."""

    dag_id: str
    run_id: str
    requested_by: str | None = None


class Stores:
    """Opens the stores below one home."""

    def __init__(self, home: Home | None = None) -> None:
        """Open them. Fails when they are not there, or are not those that were made here."""
        self.home = home or Home.from_environment()
        self.inventory = Inventory(self.home)
        self.evidence_keys = EvidenceKeys(self.home, self.inventory)
        self.answers = Answers(self.home)

    @property
    def trust(self) -> Trust:
        """The keys that count here."""
        return self.evidence_keys.trust

    def of_run(self, run: Run) -> Campaign:
        """Return the run's campaign, whatever its state. Fails when the run has none."""
        found = self.inventory.of_run(run.dag_id, run.run_id)
        if found is None:
            raise EenmaligError(Code.INVENTORY_OLDER if self.strangers() else Code.CAMPAIGN_UNKNOWN)
        return found

    def strangers(self) -> list[str]:
        """Return the store of each thing that no campaign owns which the inventory knows.

        Somebody put it there, or the inventory is an older one or another installation's.
        """
        stores = (self.home.evidence, self.home.vault, self.home.keys)
        there = [
            (store.name, path.name)
            for store in stores
            for path in store.glob("*")
            if not (store == self.home.evidence and is_trace(path))
        ]
        # Looked up afterwards: a campaign is known before anything of it stands.
        known = self.inventory.known().ids
        return [store for store, name in there if name not in known and not is_control(name)]

    def campaign(self, run: Run, *states: State) -> Campaign:
        """Return the run's campaign.

        Fails when the run has none, its deadline has passed, or it is in none of ``states``:
        because a person ended it (``CAMPAIGN_ENDED``), the inventory is an older one, or out of
        order.
        """
        found = self.of_run(run)
        if found.stopped_at is not None and not found.open:
            raise EenmaligError(Code.CAMPAIGN_ENDED)
        self.require_time(found)
        if states and found.state not in states:
            self.evidence(found.id).records()
            raise EenmaligError(Code.STEP_OUT_OF_ORDER, f"the campaign is {found.state}")
        return found

    def require_time(self, campaign: Campaign) -> None:
        """Fails when the campaign's deadline has passed."""
        if now() >= campaign.deadline:
            raise EenmaligError(Code.DEADLINE_PASSED)

    def evidence(self, campaign: str) -> Evidence:
        """Return the evidence of a campaign."""
        return Evidence(self.home.evidence / campaign, self.inventory, self.evidence_keys)

    @property
    def trace(self) -> Trace:
        """The trace that verifications leave."""
        return Trace(self.home.evidence, self.inventory, self.evidence_keys)

    def keys(self, campaign: str) -> CampaignKeys:
        """Return the keys of a campaign."""
        return CampaignKeys(self.home.keys / campaign)

    def vault_folder(self, campaign: str) -> Path:
        """Return where a campaign's vault stands."""
        return self.home.vault / campaign

    @contextmanager
    def vault(self, campaign: Campaign, lease: Lease | None = None) -> Iterator[Vault]:
        """Open a campaign's vault, and let go of it; it is only read without a lease.

        Fails when it is not the one that the inventory knows.
        """
        keys, folder = self.keys(campaign.id), self.vault_folder(campaign.id)
        vault = Vault.open(folder, keys, now(), campaign.staged)
        try:
            if lease is not None:
                self.hold_vault(vault, campaign, lease)
            yield vault
        finally:
            vault.close()

    def hold_vault(self, vault: Vault, campaign: Campaign, lease: Lease) -> None:
        """Take the right to write a vault, and record what whoever comes next must find in it."""
        claims = vault.hold(lease.token, *self.inventory.vault_holds(campaign.id))
        self.inventory.hold_vault(lease, claims)

    def dossier(self, campaign: str) -> dict[str, Any]:
        """Return the dossier with its digest.

        Fails when it is not the one that the signed ledger names.
        """
        evidence = self.evidence(campaign)
        return signed_dossier(evidence.folder, evidence.committed())


def now() -> datetime:
    """Return this moment, in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Stopwatch:
    """When a step began, and how long it has run so far."""

    started_at: datetime
    began: float

    @classmethod
    def start(cls) -> Stopwatch:
        """Begin now."""
        return cls(now(), time.monotonic())

    def so_far(self) -> Mapping[str, Any]:
        """Return ``started_at`` (ISO 8601) and ``seconds``, as they stand in a record."""
        return {
            "started_at": self.started_at.isoformat(timespec="milliseconds"),
            "seconds": round(time.monotonic() - self.began, 3),
        }
