"""Working copies that nobody triggered: a deadline once seen stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from eenmalig.stores.inventory import Inventory

if TYPE_CHECKING:
    from eenmalig.stores.home import Home

DEADLINE = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


def test_the_first_deadline_stays_however_often_it_is_seen(
    inventory: Inventory, home: Home
) -> None:
    assert inventory.seen("lelystad", "eerste", DEADLINE) == DEADLINE
    for days in (1, -1):
        later = DEADLINE + timedelta(days=days)
        assert inventory.seen("lelystad", "eerste", later) == DEADLINE
        assert Inventory(home).seen("lelystad", "eerste", later) == DEADLINE


def test_every_copy_has_its_own(inventory: Inventory) -> None:
    later = DEADLINE + timedelta(days=1)
    inventory.seen("lelystad", "eerste", DEADLINE)
    assert inventory.seen("lelystad", "tweede", later) == later
    assert inventory.seen("utrecht", "eerste", later) == later


def test_a_copy_that_was_forgotten_starts_anew_and_no_other_does(inventory: Inventory) -> None:
    later = DEADLINE + timedelta(days=1)
    for name in ("eerste", "tweede"):
        inventory.seen("lelystad", name, DEADLINE)
    inventory.forget_working_copy("lelystad", "eerste")
    assert inventory.seen("lelystad", "eerste", later) == later
    assert inventory.seen("lelystad", "tweede", later) == DEADLINE
