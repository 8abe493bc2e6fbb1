"""What every page that somebody came to must be: usable by everybody, and without a number."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.airflow.browser.chromium import DESK, TELEPHONE
from tests.airflow.browser.elsewhere import site_with
from tests.airflow.browser.people import COMPLIANCE

from eenmalig.cleartext.leak_scan import LeakScan
from standalone.processes import members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tests.airflow.browser.conftest import Taken
    from tests.airflow.browser.desk import Desk, Look

    from standalone.running import Airflow

# Every page, in each state in which it shows something else.
PAGES = {
    "approved",
    "campaign",
    "campaign-asked",
    "campaign-lapsed",
    "campaign-sending",
    "campaigns",
    "campaigns-verifying",
    "checked",
    "decision",
    "decision-last",
    "decision-second",
    "handovers",
    "handovers-asked",
    "handovers-started",
    "not-yours",
    "rejected",
    "stopped",
    "stopping",
    "withdrawal",
    "withdrawn",
}


@pytest.fixture(scope="module")
def looks(desk: Desk, checked: str, lapsed: str, refused: str) -> Mapping[str, Look]:
    """All pages, once every campaign has come to its end."""
    assert {checked, lapsed, refused}
    return desk.looks


def test_every_page_was_looked_at(looks: Mapping[str, Look]) -> None:
    assert looks.keys() == PAGES


def test_a_page_with_faults_is_found_out(desk: Desk, begun: Mapping[str, str]) -> None:
    assert begun
    browser = desk.of(COMPLIANCE)
    wide = '<p style="width: 50rem; color: #bbb">bleek</p>'
    unnamed = f'<html lang="nl"><button></button>{wide}'
    hidden = f'<details><main style="overflow: auto"><div style="overflow: auto">{wide}'
    browser.resize(TELEPHONE)
    with site_with(unnamed) as url:
        browser.driver.get(url)
        found = " ".join(browser.faults())
        assert "button-name" in found
        assert "color-contrast" in found
        assert "the page, by " in browser.too_wide()[0]
    with site_with(hidden) as url:
        browser.driver.get(url)
        assert any(part.startswith("<div") for part in browser.too_wide())
    browser.open("/")
    browser.resize(DESK)


def test_axe_core_finds_nothing_serious_by_day_by_night_or_on_a_telephone(
    looks: Mapping[str, Look],
) -> None:
    assert {name: look.faults for name, look in looks.items() if look.faults} == {}


def test_no_page_is_wider_than_a_telephone_nor_than_airflows_frame_on_one(
    looks: Mapping[str, Look],
) -> None:
    assert {name: look.too_wide for name, look in looks.items() if look.too_wide} == {}


def test_each_page_says_that_it_is_a_rehearsal_in_either_language(
    desk: Desk, looks: Mapping[str, Look]
) -> None:
    assert [name for name, look in looks.items() if "OEFENING" not in look.words] == []
    english = desk.in_english
    assert [name for name, look in english.items() if "REHEARSAL" not in look.words] == []


def test_no_page_and_no_download_holds_a_number_and_a_planted_one_is_found(
    looks: Mapping[str, Look], taken: Taken, handed_over: frozenset[str]
) -> None:
    scan = LeakScan(handed_over)
    kept = {name: look.source.encode() for name, look in looks.items()}
    for file in (taken.report, taken.certificate, taken.evidence):
        kept[file.name] = file.read_bytes()
    assert {name: hits for name, content in kept.items() if (hits := scan.hits(content))} == {}
    number = next(iter(handed_over))
    planted = f"<p>0{number[3:5]} {number[5:]}</p></main>".encode()
    for page in (content for name, content in kept.items() if name in looks):
        assert scan.hits(page.replace(b"</main>", planted)) == 1


def test_after_all_pages_the_api_server_has_loaded_nothing_that_sees_numbers(
    airflow: Airflow, looks: Mapping[str, Look]
) -> None:
    assert looks
    leaders = json.loads((airflow.home.airflow / "components.json").read_text())
    server = [process.pid for process in members(leaders[:1])]
    assert server
    assert _loaded(server, "eenmalig/pages/campaign_view.py"), "such a look finds what is loaded"
    assert not _loaded(server, "eenmalig/cleartext/__init__.py")
    assert _loaded([os.getpid()], "eenmalig/cleartext/__init__.py"), "these tests have loaded it"


def _loaded(pids: list[int], module: str) -> bool:
    """Whether the memory of a process holds the path of a module's source, as its code does."""
    return any(_holds(Path(f"/proc/{pid}"), module.encode()) for pid in pids)


def _holds(process: Path, wanted: bytes) -> bool:
    with (process / "mem").open("rb", buffering=0) as memory:
        for line in (process / "maps").read_text().splitlines():
            place, rights, *_ = line.split()
            if not rights.startswith("rw"):
                continue
            start, end = (int(each, 16) for each in place.split("-"))
            memory.seek(start)
            try:
                if wanted in memory.read(end - start):
                    return True
            except OSError:
                continue  # given back meanwhile, or the kernel's own
    return False
