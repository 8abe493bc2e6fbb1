"""What exists and by when it must be gone, from the first byte taken in.

Destruction works from here, never from Airflow's state. It holds no recipient's data and is
kept: a city and case reference for which anything may have been sent stay refused for good.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import sqlalchemy as sa

from eenmalig.domain.campaign import run_key
from eenmalig.errors import Code, EenmaligError
from eenmalig.stores import schema
from eenmalig.stores.changes import Changes
from eenmalig.stores.control_files import is_control
from eenmalig.stores.engine import engine, is_exposed, is_made, revision, writing
from eenmalig.stores.leases import held
from eenmalig.stores.reading_campaigns import case_was_sent, known, select
from eenmalig.stores.summaries import listed
from eenmalig.stores.working_copies import select_copies

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from eenmalig.domain.campaign import Campaign, State
    from eenmalig.stores.home import Home
    from eenmalig.stores.leases import Lease
    from eenmalig.stores.reading_campaigns import KnownCampaigns
    from eenmalig.stores.summaries import ListedCampaign
    from eenmalig.stores.working_copies import WorkingCopy

_COMPARING = "comparing"
_COMPARING_WAITS = 600.0
_LOOKING = "looking"
_LOOKING_WAITS = 60.0


def inventory_file(home: Home) -> Path:
    """Return where the inventory stands."""
    return home.inventory / "inventory.db"


class Inventory:
    """The inventory of one installation. ``eenmalig install`` makes it, and nothing else does."""

    def __init__(self, home: Home) -> None:
        """Open it.

        Fails when it is not there (``HOME_EMPTY``, or ``INVENTORY_MISSING`` beside what it should
        know), is no inventory (``INVENTORY_DAMAGED``), or is another program's (``DATABASE_NEWER``,
        ``DATABASE_OLDER``).
        """
        path = inventory_file(home)
        if not is_made(path):
            beside = (home.evidence, home.keys, home.vault, home.signing)
            known = any(place.is_dir() and any(place.iterdir()) for place in beside)
            raise EenmaligError(Code.INVENTORY_MISSING if known else Code.HOME_EMPTY)
        self._file = path
        self._engine = engine(path, Code.INVENTORY_DAMAGED)
        found = revision(self._engine)
        if found > schema.INVENTORY_REVISION:
            raise EenmaligError(Code.DATABASE_NEWER, "the inventory")
        if found < schema.INVENTORY_REVISION:
            known = sa.inspect(self._engine).has_table(schema.campaigns.name)
            raise EenmaligError(Code.DATABASE_OLDER if known else Code.INVENTORY_DAMAGED)

    def require_alone(self) -> None:
        """Fail unless it is ours alone, and alone in its folder.

        Destruction does not ask: it goes on whoever could write it.
        """
        if is_exposed(self._file):
            raise EenmaligError(Code.KEY_EXPOSED, "the inventory")
        ours = {self._file.name, f"{self._file.name}-journal"}
        there = {path.name for path in self._file.parent.iterdir() if not is_control(path.name)}
        if there - ours:
            raise EenmaligError(
                Code.INSTALLATION_CHANGED, "inventory: something stands beside the inventory"
            )

    def lease(self, campaign: str, wait: float = 0) -> AbstractContextManager[Lease]:
        """Hold the one lease on a campaign's vault.

        ``wait`` is in seconds. Fails when another process holds it (``VAULT_BUSY``).
        """
        return held(self._engine, campaign, wait)

    def one_at_a_time(self) -> AbstractContextManager[Lease]:
        """Hold the lease under which campaigns compare numbers, one after another."""
        return held(self._engine, _COMPARING, _COMPARING_WAITS)

    def looking(self) -> AbstractContextManager[Lease]:
        """Hold the lease under which late messages are deleted at the provider, for all cities.

        Fails when another process holds it for long (``VAULT_BUSY``).
        """
        return held(self._engine, _LOOKING, _LOOKING_WAITS)

    @contextmanager
    def changing(self) -> Iterator[Changes]:
        """Give one transaction. What it changed holds once the block has ended, or none of it."""
        with writing(self._engine) as connection:
            yield Changes(connection)

    @contextmanager
    def reading(self) -> Iterator[Changes]:
        """Give one look, in which nothing changes meanwhile."""
        with self._engine.begin() as connection:
            yield Changes(connection)

    def of_run(self, dag_id: str, run_id: str) -> Campaign | None:
        """Return the campaign of an Airflow run, if it took anything in."""
        return self.of_run_key(run_key(dag_id, run_id))

    def of_run_key(self, run: str) -> Campaign | None:
        """Return the campaign of a run by its ``run_key``, if it took anything in."""
        return next(iter(self._select(schema.campaigns.c.run == run)), None)

    def get(self, campaign: str) -> Campaign:
        """Return a campaign. Fails when there is none of this id, or its row cannot be read."""
        with self.reading() as look:
            return look.get(campaign)

    def known(self) -> KnownCampaigns:
        """Return all campaigns there ever were that can be read, and which rows cannot."""
        with self._engine.begin() as connection:
            return known(connection, sa.true())

    def campaigns(self) -> list[Campaign]:
        """Return all campaigns there ever were, oldest first.

        Fails while one cannot be read (``CAMPAIGN_UNREADABLE``): it may be the one that counts.
        """
        return self.known().all_read()

    def open_campaigns(self) -> list[Campaign]:
        """Return the campaigns of which anything may still exist. Fails as ``campaigns`` does."""
        return [campaign for campaign in self.campaigns() if campaign.open]

    def listed(self, cities: Collection[str] | None = None) -> list[ListedCampaign]:
        """Return the campaigns of these cities, or of all, with their summaries, oldest first.

        Rows that cannot be read are not among them.
        """
        with self._engine.begin() as connection:
            return listed(connection, cities)

    def cities(self) -> list[str]:
        """Return the cities that ever had a campaign, of those that can be read."""
        return sorted({campaign.city for campaign in self.known().campaigns})

    def case_was_sent(self, city: str, case_reference: str) -> bool:
        """Whether anything was or may have been sent for a city and case, however it is spelled."""
        with self._engine.begin() as connection:
            return case_was_sent(connection, city, case_reference)

    def stop_reason(self, campaign: str) -> str | None:
        """Return why the campaign was stopped, if it was. Looked at before every call."""
        query = sa.select(schema.campaigns.c.stop_reason).where(schema.campaigns.c.id == campaign)
        with self._engine.begin() as connection:
            reason: str | None = connection.execute(query).scalar_one()
        return reason

    def update(self, campaign: str, **changes: State | datetime | str | int | None) -> None:
        """Change what is known of a campaign, durably."""
        with self.changing() as changes_:
            changes_.update(campaign, **changes)

    def working_copies(self) -> list[WorkingCopy]:
        """Return the working copies that are known, the first seen first."""
        with self._engine.begin() as connection:
            return select_copies(connection)

    def vault_holds(self, campaign: str) -> tuple[int, int]:
        """Return the token and the number of claims that a vault must at least hold."""
        table = schema.vaults
        query = sa.select(table.c.token, table.c.claims).where(table.c.campaign == campaign)
        with self._engine.begin() as connection:
            row = connection.execute(query).one_or_none()
        return (row.token, row.claims) if row else (0, 0)

    def hold_vault(self, lease: Lease, claims: int) -> None:
        """Record, durably, what a campaign's vault holds by now.

        Fails when the campaign's lease was lost: a later holder knows more (``LEASE_LOST``).
        """
        with self.changing() as changes:
            lease.check(changes.connection)
            changes.hold_vault(lease.name, lease.token, claims)

    def evidence_keys(self) -> Mapping[str, str]:
        """Return the evidence keys that this installation drew, fingerprint to kind."""
        table = schema.evidence_keys.c
        with self._engine.begin() as connection:
            rows = connection.execute(sa.select(table.fingerprint, table.kind)).all()
        return {row.fingerprint: row.kind for row in rows}

    def drawn_at(self, fingerprint: str) -> datetime:
        """Return when an evidence key that is known here was drawn, or first counted."""
        table = schema.evidence_keys.c
        query = sa.select(table.drawn_at).where(table.fingerprint == fingerprint)
        with self._engine.begin() as connection:
            drawn_at: datetime = connection.execute(query).scalar_one()
        return drawn_at

    def _select(self, where: sa.ColumnElement[bool]) -> list[Campaign]:
        with self._engine.begin() as connection:
            return select(connection, where)
