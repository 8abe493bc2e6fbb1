"""A hand-over on its page after its button was pressed, until a campaign took it in or failed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import CITY, HANDOVER, add_handover
from tests.pages.conftest import Person

from eenmalig.steps.waiting_copies import check_waiting
from eenmalig.stores.schema import working_copies
from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench
    from tests.pages.conftest import AskedFor, Triggered

    Browse = Callable[[Person], Any]

HERE = frozenset({CITY})
TEAM = Person("data-team-lelystad", reading=HERE, triggering=HERE)
READER = Person("police-lelystad", "11", reading=HERE, answering=HERE)
PATH, DAG = "/aanleveringen", f"sms_campaign_{CITY}"
START = f"{PATH}/{CITY}/starten"
BEGUN, FAILED = "De campagne is gestart op", "is mislukt voordat iets was ingelezen"
RUN = "manual__1+00:00"
TO_RUN = f'href="/dags/{DAG}/runs/manual__1%2B00%3A00"'
ANEW = "Opnieuw controleren: "


@pytest.fixture
def bench(fresh: Bench) -> Bench:
    """An installation in which a hand-over waits that holds."""
    check_waiting(fresh.stores, CITY, HANDOVER)
    return fresh


def page_of(browse: Browse, person: Person = TEAM) -> str:
    with browse(person) as browser:
        return str(browser.open(PATH).text)


def press(browse: Browse) -> None:
    with browse(TEAM) as browser:
        browser.send(browser.open(PATH), START)


def assert_startable(page: str) -> None:
    assert START in page
    assert BEGUN not in page


@pytest.mark.parametrize("state", ["queued", "running"])
def test_once_started_it_says_so_and_cannot_be_pressed_again_until_it_is_taken_in(
    bench: Bench, browse: Browse, triggered: Triggered, asked_for: AskedFor, state: str
) -> None:
    with browse(TEAM) as browser:
        before = browser.open(PATH)
        browser.send(before, START)
        asked_for.set(RUN, state)
        page = browser.open(PATH)
        again = browser.send(before, START)
        assert "Er is niets gebeurd" in browser.open(again.headers["location"]).text
    assert BEGUN in page.text
    assert TO_RUN in page.text
    assert START not in page.text
    assert ANEW not in page.text
    assert BEGUN in page_of(browse, READER)
    assert triggered == [(DAG, {"handover": HANDOVER}, TEAM.staff_id)]
    bench.extract()
    taken_in = page_of(browse)
    assert f"/campagnes/{bench.campaign.id}" in taken_in
    assert BEGUN not in taken_in


def test_a_start_that_failed_is_told_and_can_be_pressed_again(
    bench: Bench, browse: Browse, triggered: Triggered, asked_for: AskedFor
) -> None:
    press(browse)
    asked_for.set(RUN, "failed")
    page = page_of(browse)
    assert_startable(page)
    assert FAILED in page
    assert TO_RUN in page
    press(browse)
    again = page_of(browse)
    assert BEGUN in again
    assert FAILED not in again
    assert len(triggered) == 2
    asked_for.set("manual__2+00:00", "failed")
    check_waiting(bench.stores, CITY, HANDOVER)
    checked = page_of(browse)
    assert_startable(checked)
    assert FAILED not in checked


def test_a_second_run_that_failed_does_not_hide_the_first_that_is_under_way(
    bench: Bench, browse: Browse, asked_for: AskedFor
) -> None:
    assert bench
    for run in ("manual__1", "manual__2"):
        asked_for.add(DAG, run, datetime.now(UTC), {"handover": HANDOVER})
    asked_for.set("manual__2", "failed")
    page = page_of(browse)
    assert BEGUN in page
    assert START not in page


def test_runs_of_other_hand_overs_or_none_and_of_other_dags_are_not_its_own(
    bench: Bench, browse: Browse, asked_for: AskedFor
) -> None:
    assert bench
    asked_for.add(DAG, "manual__1", datetime.now(UTC), {"handover": f"{HANDOVER}-2"})
    asked_for.add(f"handover_check_{CITY}", "manual__2", datetime.now(UTC), {"handover": HANDOVER})
    asked_for.add("sms_campaign_utrecht", "manual__3", datetime.now(UTC), {"handover": HANDOVER})
    asked_for.add(DAG, "manual__4", datetime.now(UTC), {})
    page = page_of(browse)
    assert_startable(page)
    assert FAILED not in page


@pytest.mark.parametrize("state", ["running", "failed"])
def test_a_run_that_took_an_earlier_copy_in_says_nothing_of_the_next(
    bench: Bench, browse: Browse, asked_for: AskedFor, state: str
) -> None:
    bench.extract()
    bench.destroy()
    add_handover(bench.home, bench.original)
    check_waiting(bench.stores, CITY, HANDOVER)
    asked_for.add(DAG, bench.run.run_id, datetime.now(UTC), {"handover": HANDOVER})
    asked_for.set(bench.run.run_id, state)
    page = page_of(browse)
    assert_startable(page)
    assert FAILED not in page


def test_another_hand_over_in_the_place_of_one_that_is_taken_in_is_not_told_as_started(
    bench: Bench, browse: Browse, asked_for: AskedFor
) -> None:
    asked_for.add(DAG, bench.run.run_id, datetime.now(UTC), {"handover": HANDOVER})
    asked_for.set(bench.run.run_id, "running")
    bench.extract()
    taken_in = bench.home.handover / CITY / HANDOVER
    taken_in.rename(taken_in.with_name("aside"))
    make_handover(taken_in, city=CITY, case_reference="PL-2026-0777", recipients=10)
    check_waiting(bench.stores, CITY, HANDOVER)
    assert_startable(page_of(browse))


@pytest.mark.parametrize("how", ["is_paused", "is_stale", "has_import_errors"])
def test_a_start_that_would_only_wait_is_refused(
    bench: Bench, browse: Browse, triggered: Triggered, asked_for: AskedFor, how: str
) -> None:
    assert bench
    asked_for.know(DAG, **{how: True})
    with browse(TEAM) as browser:
        assert browser.send(browser.open(PATH), START).status_code == 503
    assert triggered == []
    assert_startable(page_of(browse))


def test_between_the_campaigns_beginning_and_the_claim_of_its_copy_it_is_told_as_started(
    bench: Bench, browse: Browse, asked_for: AskedFor
) -> None:
    bench.extract()
    with bench.stores.inventory.changing() as changes:
        changes.connection.execute(working_copies.update().values(campaign=None))
    asked_for.add(DAG, bench.run.run_id, datetime.now(UTC), {"handover": HANDOVER})
    page = page_of(browse)
    assert BEGUN in page
    assert START not in page
