"""A link where a store of a campaign should be: told, and nothing that it leads to is touched."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from tests.bench import CITY, HANDOVER, PROFILE

from eenmalig.steps.overdue import destroy_overdue, destroy_without_inventory
from eenmalig.steps.own_destruction import destroy

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench import Bench

HOURS = PROFILE["destruction_deadline_hours"]


def moved(store: Path, elsewhere: Path) -> set[Path]:
    """Move a store elsewhere, with a link in its place; return all that stands there."""
    shutil.move(store, elsewhere)
    store.symlink_to(elsewhere)
    return set(elsewhere.rglob("*"))


def found(bench: Bench) -> set[tuple[str, str]]:
    """Return what the certificate says was found."""
    return {(each["what"], each["why"]) for each in bench.kept("certificate.json")["findings"]}


@pytest.mark.parametrize("by", ["guard", "run"])
def test_keys_that_a_link_leads_to_are_told_and_left_alone(
    bench: Bench, tmp_path: Path, by: str
) -> None:
    link = bench.home.keys / bench.campaign.id
    there = moved(link, tmp_path / "elsewhere")
    if by == "guard":
        bench.put_forward(hours=HOURS)
        assert destroy_overdue(bench.stores, bench.settings).wrong == []
    else:
        destroy(bench.stores, bench.run, bench.settings)
    assert not link.is_symlink()
    assert set((tmp_path / "elsewhere").rglob("*")) == there
    assert found(bench) == {(f"{name}_key", "link") for name in ("number", "ref", "journal")}
    assert bench.look().wrong == []
    bench.verdict()


def test_a_link_to_keys_opens_the_journal_until_all_is_deleted_at_the_provider(
    bench: Bench, tmp_path: Path
) -> None:
    bench.approve()
    bench.send()
    bench.gateway.forward(600)
    link = bench.home.keys / bench.campaign.id
    moved(link, tmp_path / "elsewhere")
    bench.put_forward(hours=HOURS)
    assert destroy_overdue(bench.stores, None).wrong
    assert link.is_symlink()
    assert destroy_overdue(bench.stores, bench.settings).wrong == []
    assert bench.at_gateway() == []


def test_a_link_to_keys_past_their_deadline_makes_no_campaign_overdue(
    bench: Bench, tmp_path: Path
) -> None:
    link = bench.home.keys / bench.campaign.id
    there = moved(link, tmp_path / "elsewhere")
    bench.put_forward(hours=HOURS)
    told = destroy_without_inventory(bench.home, "inventory-missing").wrong
    assert set((tmp_path / "elsewhere").rglob("*")) == there
    assert "keys: 1 folders tell no deadline" in told


def test_a_vault_that_a_link_leads_to_is_told_and_left_alone(bench: Bench, tmp_path: Path) -> None:
    link = bench.home.vault / bench.campaign.id
    (link / "scratch").mkdir()
    (link / "scratch" / "copy").touch()
    there = moved(link, tmp_path / "elsewhere")
    bench.put_forward(hours=HOURS)
    assert destroy_overdue(bench.stores, None).wrong == []
    assert set((tmp_path / "elsewhere").rglob("*")) == there
    assert found(bench) == {("vault", "link")}


LINKS = "working copies: 1 links, and what they lead to stays"


def test_a_city_that_a_link_leads_to_is_told_in_every_round_and_left_alone(
    bench: Bench, tmp_path: Path
) -> None:
    city = bench.home.handover / CITY
    there = moved(city, tmp_path / "elsewhere")
    bench.put_forward(hours=HOURS)
    assert destroy_overdue(bench.stores, None).wrong == [LINKS]
    assert found(bench) == {("working_copy", "link")}
    bench.put_forward(hours=100)
    again = destroy_overdue(bench.stores, None)
    assert (again.wrong, again.destroyed) == ([LINKS], [])
    assert set((tmp_path / "elsewhere").rglob("*")) == there


def test_a_link_among_working_copies_is_never_called_destroyed(
    fresh: Bench, tmp_path: Path
) -> None:
    moved(fresh.home.handover / CITY / HANDOVER, tmp_path / "elsewhere")
    for hours in (0, 100):
        fresh.put_forward(hours=hours)
        shown = destroy_overdue(fresh.stores, None)
        assert (shown.wrong, shown.destroyed) == ([LINKS], [])
