from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from eenmalig.cli import CONNECTION, main
from eenmalig.domain.campaign import Campaign, State
from eenmalig.steps.install import install
from eenmalig.steps.installation import Stores
from eenmalig.steps.reconciling import opening
from eenmalig.steps.verify_destruction import verify_destruction
from eenmalig.stores.home import Home
from eenmalig.stores.inventory import Inventory
from eenmalig.stores.keys import CampaignKeys

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


class Command:
    """The command ``eenmalig`` in an installation of its own, in which nothing has happened."""

    campaign = "lelystad-2026-05-01-abcd"

    def __init__(self, home: Home) -> None:
        self.home = home

    def run(self, *arguments: str | Path) -> Result:
        """Type the command with these arguments."""
        return CliRunner().invoke(main, [str(each) for each in arguments])

    @property
    def stores(self) -> Stores:
        return Stores(self.home)

    @property
    def inventory(self) -> Inventory:
        return Inventory(self.home)

    @property
    def evidence(self) -> Path:
        return self.home.evidence / self.campaign

    def take_in(self, *, hours: int) -> None:
        """Take a campaign in that has its deadline ``hours`` from now, with keys and a copy."""
        now = datetime.now(UTC)
        deadline = now + timedelta(hours=hours)
        taken_in = Campaign(
            id=self.campaign,
            run="run",
            city="lelystad",
            case_reference="PL-2026-0001",
            handover="eerste",
            requested_by="data-team-lelystad",
            gateway_host="127.0.0.1",
            gateway_account="0123456789abcdef",
            taken_in_at=now - timedelta(hours=48),
            deadline=deadline,
            state=State.EXTRACTING,
        )
        with self.stores.evidence(self.campaign).commit() as commit:
            commit.changes.take_in(taken_in)
            commit.record("opened", opening(taken_in), taken_in.taken_in_at)
        CampaignKeys.create(self.home.keys / self.campaign, deadline)
        for folder in (self.home.vault / self.campaign, self.home.handover / "lelystad/eerste"):
            folder.mkdir(parents=True)
            (folder / "something").write_bytes(b"x")

    def left(self) -> int:
        """Return in how many stores something of the campaign still stands."""
        places = (
            self.home.vault / self.campaign,
            self.home.keys / self.campaign,
            self.home.handover / "lelystad/eerste",
        )
        return sum(each.exists() for each in places)

    def destroyed_and_looked_at(self) -> Path:
        """Let a campaign be destroyed as overdue and looked at; return its evidence."""
        self.take_in(hours=-1)
        assert self.run("destroy", "--overdue").exit_code == 0
        assert verify_destruction(Stores(self.home), None).wrong == []
        return self.evidence


@pytest.fixture
def bare(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Command:
    """The command where there is no installation."""
    monkeypatch.setenv("EENMALIG_HOME", str(tmp_path_factory.mktemp("parent") / "home"))
    monkeypatch.delenv(CONNECTION, raising=False)
    return Command(Home.from_environment())


@pytest.fixture
def command(bare: Command) -> Command:
    install(bare.home, "tests")
    return bare
