"""The summary of a campaign through its steps, and that of what was there before summaries were."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.bench import RECIPIENTS

from eenmalig.domain.approvals import Decision
from eenmalig.errors import Code
from eenmalig.steps.install import install
from eenmalig.stores.engine import engine, writing
from eenmalig.stores.inventory import inventory_file

if TYPE_CHECKING:
    from tests.bench import Bench


def said(bench: Bench) -> Any:
    (listed,) = bench.stores.inventory.listed()
    return listed.said


def test_the_summary_follows_a_campaign_from_request_to_later_look(bench: Bench) -> None:
    assert said(bench)["totals"]["recipients"] == RECIPIENTS
    bench.ask("police")
    assert (said(bench)["waits_for"], said(bench)["outcome"]) == ("police", None)
    bench.answer("police")
    bench.decide("municipality")
    bench.decide("public_prosecutor")
    assert said(bench)["waits_for"] == "window"
    bench.send()
    assert said(bench)["waits_for"] == "reports"
    bench.collected()
    totals = said(bench)["totals"]
    ends = (totals["delivered"], totals["failed"], totals["unknown"], totals["not_sent"])
    assert sum(ends) == RECIPIENTS
    bench.destroy()
    assert (said(bench)["outcome"], said(bench)["look"]) == ("completed", None)
    bench.look()
    (listed,) = bench.stores.inventory.listed()
    assert listed.said is not None
    assert (listed.said["look"]["left"], listed.said["findings"]) == (0, 0)
    assert listed.looked_at is not None


def test_an_upgrade_summarises_what_was_there_before_there_were_summaries(bench: Bench) -> None:
    bench.ask("police")
    bench.answer("police", Decision.REJECT)
    bench.destroy()
    bench.look()
    before = said(bench)
    assert before["outcome"] == "rejected"
    with writing(engine(inventory_file(bench.home), Code.INVENTORY_DAMAGED)) as connection:
        connection.exec_driver_sql("DROP TABLE summaries")
        connection.exec_driver_sql("ALTER TABLE working_copies DROP COLUMN checked")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '4'")
    install(bench.home, "tests")
    assert said(bench) == before
