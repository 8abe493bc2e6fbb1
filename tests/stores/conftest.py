from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.domain.campaign import Campaign, State, run_key
from eenmalig.steps.install import install
from eenmalig.stores.home import Home
from eenmalig.stores.inventory import Inventory

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def a_campaign(letters: str = "abcd", **changes: Any) -> Campaign:
    """A campaign with a run, a hand-over and a case of its own, unless told otherwise."""
    stated: dict[str, Any] = {
        "id": f"{changes.get('city', 'lelystad')}-2026-05-01-{letters}",
        "run": run_key("sms_campaign_lelystad", f"manual__{letters}"),
        "city": "lelystad",
        "case_reference": f"PL-2026-{letters}",
        "handover": f"handover-{letters}",
        "requested_by": "data-team-lelystad",
        "gateway_host": "127.0.0.1",
        "gateway_account": "0123456789abcdef",
        "taken_in_at": NOW,
        "deadline": NOW + timedelta(hours=24),
        "state": State.EXTRACTING,
    }
    return Campaign(**{**stated, **changes})


@pytest.fixture
def home(tmp_path: Path) -> Home:
    home = Home(tmp_path)
    install(home, "tests")
    return home


class OneByOne(Inventory):
    """An inventory of which each change is a transaction of its own."""

    def take_in(self, campaign: Campaign) -> None:
        with self.changing() as changes:
            changes.take_in(campaign)

    def begin_sending(self, campaign: str, now: datetime) -> None:
        with self.changing() as changes:
            changes.begin_sending(campaign, now)

    def stop(self, campaign: str, reason: str, now: datetime) -> None:
        with self.changing() as changes:
            changes.stop(campaign, reason, now)

    def put(self, campaign: str, state: str) -> None:
        """Put a campaign into a state, whether or not a step can come there from its own."""
        with self.changing() as changes:
            changes.connection.exec_driver_sql(
                "UPDATE campaigns SET state = ? WHERE id = ?", (state, campaign)
            )


@pytest.fixture
def inventory(home: Home) -> OneByOne:
    return OneByOne(home)


@pytest.fixture
def campaign() -> Callable[..., Campaign]:
    return a_campaign
