"""A row, a summary or a check that cannot be read is one line of a page, and hides no other."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import CITY, HANDOVER
from tests.pages.deciding import COMPLIANCE, DATA_TEAM, POLICE
from tests.steps.test_unreadable_rows import ODD, OTHER, beside, spoil

from eenmalig.steps.figures_of_all import figures_of_all
from eenmalig.stores.inventory import inventory_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench
    from tests.pages.conftest import Person

    Browse = Callable[[Person], Any]

CANNOT = f"{OTHER}: wat hierover bewaard is kan niet gelezen worden."
NEEDS_ATTENTION = "Dit vraagt aandacht"


def keep(bench: Bench, statement: str, value: str) -> None:
    with closing(sqlite3.connect(inventory_file(bench.home))) as connection:
        assert connection.execute(statement, (value,)).rowcount
        connection.commit()


@pytest.mark.parametrize(("column", "value"), ODD)
def test_campaigns_shows_all_others_and_one_line_for_a_row_that_cannot_be_read(
    bench: Bench, browse: Browse, column: str, value: object
) -> None:
    bench.ask("police")
    beside(bench, column, value)
    with browse(POLICE) as browser:
        page = browser.open("/")
        waiting = browser.open("/aanleveringen")
    assert page.status_code == waiting.status_code == 200
    assert page.text.count(CANNOT) == 1
    assert "U moet besluiten:" in page.text
    assert f'href="/campagnes/{bench.campaign.id}"' in page.text
    assert HANDOVER in waiting.text


def test_a_row_of_no_campaign_is_told_without_its_name(bench: Bench, browse: Browse) -> None:
    beside(bench, "id", "javascript:alert(1)")
    with browse(COMPLIANCE) as browser:
        page = browser.open("/")
    assert "Van een campagne is zelfs niet te lezen welke het is." in page.text
    assert "javascript:alert" not in page.text


def test_the_page_of_a_campaign_that_cannot_be_read_says_so(bench: Bench, browse: Browse) -> None:
    campaign = bench.campaign.id
    beside(bench, "state", "bogus")
    with browse(COMPLIANCE) as browser:
        odd = browser.open(f"/campagnes/{OTHER}")
        good = browser.open(f"/campagnes/{campaign}")
    assert odd.status_code == 503
    assert NEEDS_ATTENTION in odd.text
    assert good.status_code == 200


@pytest.mark.parametrize(
    "said", ["not json", "[]", "null", '{"look": 5}', "{}", '{"totals": {}}', '{"look": {"at": 5}}']
)
def test_an_odd_summary_is_read_anew_from_the_evidence(
    bench: Bench, browse: Browse, said: str
) -> None:
    bench.ask("police")
    keep(bench, "UPDATE summaries SET said = ?", said)
    with browse(POLICE) as browser:
        page = browser.open("/")
    assert page.status_code == 200
    assert "ontvangers: 40" in page.text
    assert "overzicht ontbreekt" in page.text
    assert figures_of_all(bench.home, datetime.now(UTC))["open_campaigns"] == 1


@pytest.mark.parametrize(
    "checked", ["not json", "[]", "{}", '{"holds": true}', '{"at": 5, "holds": true}']
)
def test_an_odd_check_of_a_hand_over_counts_as_none(
    bench: Bench, browse: Browse, checked: str
) -> None:
    keep(bench, "UPDATE working_copies SET checked = ?", checked)
    with browse(DATA_TEAM) as browser:
        page = browser.open("/aanleveringen")
    assert page.status_code == 200
    assert HANDOVER in page.text
    assert "Nog niet gecontroleerd" in page.text


def test_the_hand_over_of_a_run_whose_row_cannot_be_read_is_shown(
    bench: Bench, browse: Browse
) -> None:
    spoil(bench, "state", "bogus", bench.campaign.id)
    with browse(DATA_TEAM) as browser:
        page = browser.open("/aanleveringen")
    assert page.status_code == 200
    assert (bench.home.handover / CITY / HANDOVER).name in page.text


def test_figures_count_a_row_that_cannot_be_read_as_open_and_as_a_finding(bench: Bench) -> None:
    now = datetime.now(UTC)
    before = figures_of_all(bench.home, now)
    beside(bench, "state", "bogus")
    after = figures_of_all(bench.home, now)
    assert after == {**before, "open_campaigns": 2, "findings": before["findings"] + 1}
    spoil(bench, "deadline", "x")
    assert figures_of_all(bench.home, now) == after
