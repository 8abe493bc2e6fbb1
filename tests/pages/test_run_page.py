"""From a run, and from its tasks, to its campaign: one click, whatever became of it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import run_of
from tests.pages.conftest import Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench

DAG = "sms_campaign_lelystad"
NOBODYS = Person("stranger", reading=frozenset())


def test_a_run_leads_to_its_campaign(bench: Bench, browse: Callable[[Person], Any]) -> None:
    run = bench.run
    with browse(Person("compliance")) as browser:
        answer = browser.open(f"/runs/{run.dag_id}/{run.run_id}")
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/campagnes/{bench.campaign.id}"
        verification = browser.open("/runs/destruction_verification/scheduled__1")
        assert verification.headers["location"] == "/"


def test_a_run_that_took_nothing_in_says_so(bench: Bench, browse: Callable[[Person], Any]) -> None:
    with browse(Person("compliance")) as browser:
        page = browser.open(f"/runs/{DAG}/manual__nothing")
    assert page.status_code == 404
    assert "niets ingenomen" in page.text
    assert bench.campaign.id not in page.text


def test_a_run_of_another_city_leads_nowhere(bench: Bench, browse: Callable[[Person], Any]) -> None:
    with browse(NOBODYS) as browser:
        for run in (bench.run.run_id, "manual__nothing"):
            page = browser.open(f"/runs/{DAG}/{run}")
            assert page.status_code == 403
            assert bench.campaign.id not in page.text


def links(run: str) -> dict[str, str]:
    from eenmalig_airflow.pages.task_links import TASK_LINKS  # noqa: PLC0415 - Airflow reads
    # where its home is when it is imported

    task = SimpleNamespace(dag_id=DAG, run_id=run)
    return {link.name: link.get_link(None, ti_key=task) for link in TASK_LINKS}


def test_a_tasks_links_lead_to_what_is_there_and_to_nothing_else(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    page = f"/eenmalig/campagnes/{bench.campaign.id}"
    begun = links(bench.run.run_id)
    asked = {"Campagne": page, "Dossier": f"{page}/besluit"}
    assert begun == {**asked, "Rapport": "", "Certificaat": ""}
    bench.destroy()
    downloads = {
        "Rapport": f"{page}/download/report.html",
        "Certificaat": f"{page}/download/certificate.pdf",
    }
    assert links(bench.run.run_id) == {**asked, **downloads}
    with browse(Person("compliance")) as browser:
        for path in (*asked.values(), *downloads.values()):
            assert browser.open(path.removeprefix("/eenmalig")).status_code == 200, path
    assert set(links(run_of("b").run_id).values()) == {""}


@pytest.mark.usefixtures("browse")
def test_a_task_is_shown_without_links_where_the_stores_cannot_be_read(bench: Bench) -> None:
    (bench.home.inventory / "inventory.db").rename(bench.home.inventory / "away")
    assert set(links(bench.run.run_id).values()) == {""}
