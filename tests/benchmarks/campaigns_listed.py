"""The page of five thousand campaigns: what the server needs for it, and that it opens no ledger.

Several ways to look at the list are asked for, through the application that Airflow mounts, each
three times: a machine is busy. The slowest of the best counts.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from eenmalig.domain.campaign import Campaign, State
from eenmalig.evidence.ledger import LEDGER, VERIFICATIONS
from eenmalig.evidence.summary import summary_of
from eenmalig.settings.loading import cities
from eenmalig.steps.install import install
from eenmalig.stores.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.stores.inventory import Inventory

CAMPAIGNS = 5_000
MOST_SECONDS = 1.0
_CITIES = ("lelystad", "rotterdam", "tilburg", "utrecht")
_TIMES = 3
_ASKED = ("", "?pagina=100", "?stand=rejected", "?aandacht=1", "?volgorde=vernietiging&pagina=50")


def figures() -> Iterator[tuple[str, float]]:
    """Yield the seconds of the slowest page, and how many files of evidence all pages opened."""
    with TemporaryDirectory() as folder:
        home = Home(Path(folder) / "home")
        fill(install(home, "benchmark").inventory)
        os.environ["EENMALIG_HOME"] = str(home.root)
        os.environ["AIRFLOW_HOME"] = str(Path(folder) / "airflow")
        opened: list[str] = []
        with _client() as client:
            client.get("/static/eenmalig.css")
            sys.addaudithook(lambda event, given: opened.append(_ledger(event, given)))
            seconds = max(_seconds(client, query) for query in _ASKED)
    ledgers = sum(map(bool, opened))
    yield "campaigns_page_seconds", seconds
    yield "campaigns_page_ledgers_opened", ledgers
    if seconds > MOST_SECONDS or ledgers:
        sys.exit("the page of all campaigns is slower than promised, or opens ledgers")


def fill(inventory: Inventory) -> None:
    """Fill an inventory with campaigns of some cities, in every state, each with its summary."""
    random, now = Random(11), datetime.now(UTC)
    with inventory.changing() as changes:
        for number in range(CAMPAIGNS):
            began = now - timedelta(hours=number)
            state = random.choice(list(State)) if number < CAMPAIGNS // 10 else State.CLOSED
            campaign = Campaign(
                id=f"{_CITIES[number % 4]}-{began:%Y-%m-%d}-{_letters(number)}",
                run=str(number),
                city=_CITIES[number % 4],
                case_reference=f"PL-2026-{number:04}",
                handover=str(number),
                requested_by="data-team",
                gateway_host="127.0.0.1",
                gateway_account="0",
                taken_in_at=began,
                deadline=began + timedelta(days=5),
                state=state,
                closed_at=now if state is State.CLOSED else None,
            )
            changes.bring_in(campaign)
            outcome = random.choice(("completed", "rejected", "lapsed", "stopped"))
            said = {**summary_of([], []), "outcome": outcome if not campaign.open else None}
            changes.keep_summary(campaign.id, said)


def _letters(number: int) -> str:
    digits = (number // 26**power % 26 for power in range(4))
    return "".join(chr(ord("a") + digit) for digit in digits)


def _client() -> Any:
    from fastapi.testclient import TestClient  # noqa: PLC0415 - only here

    from eenmalig_airflow.pages.application import (  # noqa: PLC0415 - Airflow reads where its
        application,  # home is when it is imported
    )
    from eenmalig_airflow.pages.visitors import visitor_of  # noqa: PLC0415 - as above

    # Who decides in every city costs most: what waits for them is read as well.
    somebody = SimpleNamespace(
        staff_id="somebody",
        user_id="1",
        cities=cities,
        reads=lambda _: True,
        answers=lambda _: True,
        triggers=lambda _: False,
        verifies=lambda: False,
    )
    pages = application()
    pages.dependency_overrides[visitor_of] = lambda: somebody
    return TestClient(pages)


def _seconds(client: Any, query: str) -> float:
    taken = []
    for _ in range(_TIMES):
        began = perf_counter()
        page = client.get(f"/{query}")
        taken.append(perf_counter() - began)
        assert page.status_code == 200, page.status_code
        assert page.text.count("<tr>") > 1, query
    return min(taken)


def _ledger(event: str, given: tuple[Any, ...]) -> str:
    """Return the name of a file of evidence that is opened just now, empty for anything else."""
    path = str(given[0]) if event == "open" else ""
    return path if path.endswith((LEDGER, VERIFICATIONS)) else ""
