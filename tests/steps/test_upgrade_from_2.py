"""Campaigns that an earlier program began with format 2, ended by this one."""

from __future__ import annotations

import tarfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.bench import put_clock_forward
from tests.steps.test_upgrade import gateway_of, holds_twice, only_campaign

from eenmalig.domain.campaign import State
from eenmalig.domain.gateway_settings import GatewaySettings
from eenmalig.steps.install import install
from eenmalig.steps.installation import Stores
from eenmalig.steps.verify_destruction import verify_destruction
from eenmalig.stores.home import Home

HOMES = Path(__file__).with_name("format_2")
ENDINGS = {"asking": "failed", "sent": "completed", "destroying": "completed"}


class AtItsPort(GatewaySettings):
    """A stand-in that tells the port which kept campaigns are bound to, and that nobody has."""

    @property
    def address(self) -> str:
        return "http://127.0.0.1:1"


@pytest.mark.parametrize("state", ENDINGS)
def test_a_campaign_of_format_2_that_this_program_closes_verifies(
    tmp_path: Path, state: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "home"
    root.mkdir(mode=0o700)
    with tarfile.open(HOMES / f"{state}.tar.gz") as archive:
        archive.extractall(root, filter="data")
    home = Home(root)
    install(home, "tests")
    campaign = only_campaign(Stores(home))
    behind = campaign.deadline - datetime.now(UTC) + timedelta(minutes=1)
    put_clock_forward(monkeypatch, seconds=behind.total_seconds())
    with gateway_of(home, tmp_path) as there:
        settings = AtItsPort(there.base_url, there.account_sid, there.token)
        findings = verify_destruction(Stores(home), settings)
    assert (findings.destroyed, findings.wrong) == ([campaign.id], [])
    assert only_campaign(Stores(home)).state is State.CLOSED
    assert holds_twice(home, campaign.id) == ENDINGS[state]
