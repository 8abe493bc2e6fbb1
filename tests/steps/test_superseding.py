"""Upgrading: campaigns of an earlier program are ended, and their evidence is taken over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from tests.steps.installing import CAMPAIGN, NOW, came_to, opened, refused

from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import read_records
from eenmalig.evidence.records import START
from eenmalig.steps.install import install
from eenmalig.steps.installation import Stores
from eenmalig.steps.superseding import SUPERSEDED
from eenmalig.stores import schema
from eenmalig.stores.inventory import Inventory

if TYPE_CHECKING:
    from eenmalig.stores.home import Home


def made_earlier(home: Home) -> None:
    """Give the inventory the form that it had before databases bore a number."""
    campaigns = Inventory(home).campaigns()
    moments = ("taken_in_at", "deadline", "sending_began_at", "sending_ended_at", "stopped_at")
    first = [
        column.name for column in schema.campaigns.columns if not column.name.startswith("staged")
    ]
    with Inventory(home).changing() as changes:
        run = changes.connection.exec_driver_sql
        for table in (*schema.inventory.tables, "alembic_version"):
            run(f"DROP TABLE {table}")
        run(f"CREATE TABLE campaigns ({', '.join(first)}, PRIMARY KEY (id), UNIQUE (run))")
        run("CREATE TABLE working_copies (city, name, deadline, PRIMARY KEY (city, name))")
        for campaign in campaigns:
            row = [getattr(campaign, name) for name in first]
            texts = tuple(
                value.isoformat() if value and name in {*moments, "closed_at"} else value
                for name, value in zip(first, row, strict=True)
            )
            run(f"INSERT INTO campaigns VALUES ({', '.join('?' * len(first))})", texts)
    for name in ("locks", "schema.lock"):
        path = home.inventory / name
        path.mkdir() if name == "locks" else path.touch()
    (home.inventory / "locks" / "comparing.lock").touch()


@pytest.mark.parametrize("state", [State.EXTRACTING, State.EXTRACTED, State.ASKING, State.SENT])
def test_an_open_campaign_is_superseded_and_what_it_signed_stands(home: Home, state: State) -> None:
    opened(home)
    came_to(home, state, "extracted")
    before = (home.evidence / CAMPAIGN.id / "ledger.jsonl").read_bytes()
    made_earlier(home)
    with pytest.raises(EenmaligError) as caught:
        Stores(home)
    assert caught.value.code is Code.DATABASE_OLDER
    stores = install(home, "tests")
    held = stores.inventory.get(CAMPAIGN.id)
    assert (held.state, held.stop_reason) == (state, SUPERSEDED)
    assert stores.inventory.stop_reason(CAMPAIGN.id) == SUPERSEDED
    records = stores.evidence(CAMPAIGN.id).records()
    assert [record.kind for record in records] == ["opened", "extracted", SUPERSEDED]
    ledger = home.evidence / CAMPAIGN.id / "ledger.jsonl"
    assert ledger.read_bytes().startswith(before)
    assert read_records(ledger, stores.trust, START) == records
    assert [path.name for path in home.inventory.iterdir() if "lock" in path.name] == []


def test_one_that_is_sending_is_not_broken_off(home: Home) -> None:
    opened(home)
    came_to(home, State.SENDING, "sending_began")
    Inventory(home).update(CAMPAIGN.id, deadline=datetime.now(UTC) + timedelta(hours=1))
    made_earlier(home)
    assert refused(home) is Code.UPGRADE_REFUSED
    with pytest.raises(EenmaligError) as caught:
        Inventory(home)
    assert caught.value.code is Code.DATABASE_OLDER


def test_one_that_should_be_gone_by_now_holds_up_no_upgrade(home: Home) -> None:
    opened(home)
    came_to(home, State.SENDING, "sending_began")
    made_earlier(home)
    assert CAMPAIGN.deadline < datetime.now(UTC)
    assert install(home, "tests").inventory.get(CAMPAIGN.id).open


def test_a_closed_campaign_is_taken_over_as_it_is(home: Home) -> None:
    opened(home)
    with Stores(home).evidence(CAMPAIGN.id).commit() as commit:
        commit.close({}, NOW)
    came_to(home, State.CLOSED)
    with Stores(home).evidence(CAMPAIGN.id).commit() as commit:
        commit.look({"look": 1}, NOW)
    before = [path.read_bytes() for path in sorted((home.evidence / CAMPAIGN.id).iterdir())]
    made_earlier(home)
    stores = install(home, "tests")
    assert [path.read_bytes() for path in sorted((home.evidence / CAMPAIGN.id).iterdir())] == before
    assert stores.inventory.get(CAMPAIGN.id).stop_reason is None
    with stores.evidence(CAMPAIGN.id).commit() as commit:
        commit.look({"look": 2}, NOW)
    assert len(stores.evidence(CAMPAIGN.id).verifications()) == 2


def test_a_ledger_that_does_not_hold_keeps_nobody_from_upgrading(home: Home) -> None:
    opened(home)
    ledger = home.evidence / CAMPAIGN.id / "ledger.jsonl"
    ledger.write_bytes(ledger.read_bytes().replace(b"lelystad", b"utrecht"))
    made_earlier(home)
    install(home, "tests")
    assert Inventory(home).get(CAMPAIGN.id).stop_reason == SUPERSEDED


def test_an_upgrade_that_was_killed_after_the_tables_still_supersedes(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Stands for the end of a process."""

    def die(*_: object) -> None:
        raise Killed

    opened(home)
    came_to(home, State.ASKING, "extracted")
    made_earlier(home)
    with monkeypatch.context() as patch:
        patch.setattr("eenmalig.steps.install.supersede", die)
        with pytest.raises(Killed):
            install(home, "tests")
    install(home, "tests")
    assert Inventory(home).get(CAMPAIGN.id).stop_reason == SUPERSEDED
