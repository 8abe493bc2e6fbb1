"""Where the pages stand, for whoever leads to them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from airflow.configuration import conf

from eenmalig.domain.page_paths import PREFIX, decision_path

if TYPE_CHECKING:
    from eenmalig.pages.asked_run import AskedRun


def base_url() -> str:
    """Return where Airflow's interface stands; empty where nobody has said so."""
    return str(conf.get("api", "base_url", fallback="") or "")


def base_path() -> str:
    """Return the path below which Airflow itself stands, without a slash at its end.

    Empty where what was configured is no address: a page is shown all the same.
    """
    try:
        return urlsplit(base_url()).path.rstrip("/")
    except ValueError:
        return ""


def path_of(page: str) -> str:
    """Return the path of a page of ours on this server, by its path below ours."""
    return f"{base_path()}{PREFIX}{page}"


def run_path(run: AskedRun) -> str:
    """Return the path of a run's own page in Airflow, where the logs of its tasks are."""
    return f"{base_path()}/dags/{run.dag}/runs/{quote(run.id, safe='')}"


def decision_url(campaign: str) -> str:
    """Return the address of the page on which a campaign is decided."""
    return f"{base_url().rstrip('/')}{PREFIX}{decision_path(campaign)}"
