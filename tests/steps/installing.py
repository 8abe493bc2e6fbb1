"""What an installation holds, and a campaign in it, for those who test how it is made."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from eenmalig.domain.campaign import Campaign, State
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.install import install
from eenmalig.steps.installation import Stores
from eenmalig.steps.reconciling import opening

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.stores.home import Home

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
CAMPAIGN = Campaign(
    id="lelystad-2026-05-01-abcd",
    run="run",
    city="lelystad",
    case_reference="PL-2026-0001",
    handover="eerste",
    requested_by="data-team-lelystad",
    gateway_host="127.0.0.1",
    gateway_account="0123456789abcdef",
    taken_in_at=NOW,
    deadline=NOW + timedelta(hours=24),
    state=State.EXTRACTING,
)
LOST = {"replace_lost": True}


def signing_file(home: Home) -> Path:
    return home.signing / "rehearsal.pem"


def stands(home: Home) -> dict[str, bytes]:
    """Everything that stands in a home, but for locks and the journals of databases."""
    return {
        str(path.relative_to(home.root)): path.read_bytes()
        for path in home.root.rglob("*")
        if path.is_file() and not path.name.endswith((".lock", "-journal"))
    }


def refused(home: Home, *, replace_lost: bool = False) -> Code:
    """Check that installing is refused, and changes nothing; return why."""
    before = stands(home)
    with pytest.raises(EenmaligError) as caught:
        install(home, "tests", replace_lost=replace_lost)
    assert stands(home) == before
    return caught.value.code


def opened(home: Home, campaign: Campaign = CAMPAIGN) -> None:
    """Take a campaign in, as its first step does."""
    with Stores(home).evidence(campaign.id).commit() as commit:
        commit.changes.take_in(campaign)
        commit.record("opened", opening(campaign), NOW)


def came_to(home: Home, state: State, *kinds: str, campaign: Campaign = CAMPAIGN) -> None:
    """Bring it into a state, with records of these kinds."""
    with Stores(home).evidence(campaign.id).commit() as commit:
        for kind in kinds:
            commit.record(kind, {"by": "tests"}, NOW)
        commit.changes.connection.exec_driver_sql(
            "UPDATE campaigns SET state = ? WHERE id = ?", (state, campaign.id)
        )
