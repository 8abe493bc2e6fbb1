"""A row of the inventory that makes no campaign: what it holds up, what goes, and what mends it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from tests.bench import PROFILE
from tests.steps.test_destruction import sent

from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.overdue import destroy_overdue
from eenmalig.stores.inventory import inventory_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench

    from eenmalig.steps.findings import Findings
    from eenmalig.stores.home import Home

HOURS = PROFILE["destruction_deadline_hours"]
LONGEST_WAIT_HOURS = 72
OTHER = "lelystad-2026-05-01-aodd"
ODD = [
    ("state", "bogus"),
    ("closed_at", "x"),
    ("deadline", "x"),
    ("deadline", "9999-12-31 23:59:59.999999"),
    ("stopped_at", "2026-13-45"),
    ("taken_in_at", "x"),
    ("case_reference", b"\x00\xff"),
]


def changed(home: Home, statement: str, *values: object) -> None:
    with closing(sqlite3.connect(inventory_file(home))) as connection:
        connection.execute(statement, values)
        connection.commit()


def spoil(bench: Bench, column: str, value: object, campaign: str = OTHER) -> None:
    """Spoil one value of a campaign's row."""
    changed(bench.home, f"UPDATE campaigns SET {column} = ? WHERE id = ?", value, campaign)


def beside(bench: Bench, column: str, value: object) -> None:
    """Put a row beside the bench's that is like it and makes no campaign."""
    with closing(sqlite3.connect(inventory_file(bench.home))) as connection:
        connection.row_factory = sqlite3.Row
        row = dict(connection.execute("SELECT * FROM campaigns").fetchone())
        row.update(id=OTHER, run="another", case_reference="PL-2026-9", handover="another")
        marks = ", ".join("?" * len(row))
        statement = f"INSERT INTO campaigns ({', '.join(row)}) VALUES ({marks})"
        connection.execute(statement, [*row.values()])
        connection.commit()
    spoil(bench, column, value)


def guarded(bench: Bench) -> Findings:
    return destroy_overdue(bench.stores, bench.settings)


def code_of(action: Callable[[], object]) -> Code:
    with pytest.raises(EenmaligError) as caught:
        action()
    return caught.value.code


@pytest.mark.parametrize(("column", "value"), ODD)
def test_a_runs_own_destruction_ends_whatever_another_row_holds(
    bench: Bench, column: str, value: object
) -> None:
    sent(bench)
    beside(bench, column, value)
    bench.destroy()
    assert not bench.left()
    assert bench.gateway.counts()["remaining"] == 0
    assert bench.campaign.state is State.CLOSED
    assert bench.look().looks
    assert bench.verdict().ending == "completed"


@pytest.mark.parametrize(("column", "value"), ODD)
def test_the_last_guard_destroys_all_else_and_ends_red_with_the_name_of_the_row(
    bench: Bench, column: str, value: object
) -> None:
    campaign = bench.campaign.id
    beside(bench, column, value)
    bench.put_forward(hours=HOURS)
    found = guarded(bench)
    assert found.destroyed == [campaign]
    assert not bench.left()
    assert [line for line in found.wrong if OTHER in line and Code.CAMPAIGN_UNREADABLE in line]
    looked = bench.look()
    assert [*looked.looks] == [campaign]
    assert all(OTHER in line for line in looked.wrong)
    assert looked.wrong


@pytest.mark.parametrize(("column", "value"), [*ODD, ("sending_began_at", "x")])
def test_a_row_that_is_due_is_made_anew_from_its_ledger_and_all_of_it_destroyed(
    bench: Bench, column: str, value: object
) -> None:
    sent(bench)
    campaign = bench.campaign.id
    bench.put_forward(hours=HOURS)
    bench.gateway.forward(600)
    spoil(bench, column, value, campaign)
    found = guarded(bench)
    assert found.destroyed == [campaign]
    assert found.met == found.wrong == [f"{campaign} could not be read; its row is made anew"]
    assert not bench.left()
    assert bench.gateway.counts()["remaining"] == 0
    assert bench.campaign.state is State.CLOSED
    assert bench.look().wrong == []
    assert bench.stores.inventory.case_was_sent(bench.city, bench.campaign.case_reference)


def test_the_row_of_a_closed_campaign_is_made_anew_at_once(bench: Bench) -> None:
    sent(bench)
    bench.destroy()
    before = bench.campaign
    spoil(bench, "closed_at", "x", before.id)
    spoil(bench, "deadline", "2199-01-01 00:00:00.000000", before.id)
    assert guarded(bench).met
    assert bench.campaign.state is State.CLOSED
    assert bench.campaign.deadline == before.deadline
    assert bench.look().wrong == []


def test_a_row_that_is_not_due_is_told_and_nothing_of_it_destroyed(bench: Bench) -> None:
    campaign = bench.campaign.id
    there = bench.left()
    for column, value in (("state", "bogus"), ("deadline", "x")):
        spoil(bench, column, value, campaign)
        found = guarded(bench)
        assert found.wrong == found.unsound == [f"{campaign}: {Code.CAMPAIGN_UNREADABLE}"]
        assert there == {"vault", "keys", "working copy"}
        assert (bench.home.vault / campaign).exists()
        assert len(bench.stores.keys(campaign).present()) == len("nrj")
        assert (bench.home.handover / bench.city).is_dir()


def test_without_a_ledger_keys_and_copies_go_and_what_is_left_is_named(bench: Bench) -> None:
    sent(bench)
    campaign, copy = bench.campaign.id, bench.home.handover / bench.city / bench.campaign.handover
    changed(bench.home, "DELETE FROM lines")
    shutil.rmtree(bench.evidence)
    spoil(bench, "state", "bogus", campaign)
    bench.put_forward(hours=HOURS)
    found = guarded(bench)
    assert not copy.exists()
    assert [str(name) for name in bench.stores.keys(campaign).present()] == ["journal"]
    left = "journal key, vault, messages at the provider"
    assert f"{campaign} is not destroyed: {Code.CAMPAIGN_UNREADABLE} ({left})" in found.wrong
    assert not found.nothing_is_left()


def test_where_nothing_tells_a_deadline_it_is_that_of_a_copy_that_nobody_takes_in(
    bench: Bench,
) -> None:
    campaign = bench.campaign.id
    spoil(bench, "deadline", "x", campaign)
    for name in bench.stores.keys(campaign).present():
        bench.stores.keys(campaign).path(name).write_text("no key")
    bench.put_forward(hours=LONGEST_WAIT_HOURS - 1)
    guarded(bench)
    assert bench.stores.keys(campaign).present()
    bench.put_forward(hours=LONGEST_WAIT_HOURS)
    assert campaign in guarded(bench).destroyed
    assert not bench.stores.keys(campaign).present()


def test_no_numbers_are_compared_while_a_row_cannot_be_read(fresh: Bench) -> None:
    fresh.extract()
    beside(fresh, "state", "bogus")
    assert code_of(fresh.normalize) is Code.CAMPAIGN_UNREADABLE
    assert fresh.records("normalized") == []
