"""Whoever may not see small counts reads "<5" wherever a page of a campaign counts messages."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import at_call
from tests.evidence.test_summary import record
from tests.pages.deciding import words_of
from tests.pages.test_campaign import DATA_TEAM, READER

from eenmalig.documents.found import at_provider, of_scan
from eenmalig.domain.counting import small
from eenmalig.evidence.verdict import Verdict
from eenmalig.pages.campaign_check import Checked
from eenmalig.pages.check_view import check_view
from eenmalig.pages.counted import Figures
from eenmalig.pages.destruction_seen import later_looks
from eenmalig.pages.page_words import page_words
from eenmalig.steps.stop import stop_campaign

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench
    from tests.pages.conftest import Person

    Browse = Callable[[Person], Any]


def read_by(bench: Bench, browse: Browse, person: Person) -> str:
    with browse(person) as browser:
        return words_of(browser.open(f"/campagnes/{bench.campaign.id}")).replace("&lt;", "<")


def test_how_many_were_tried_and_destroyed_at_the_provider_is_not_told_exactly(
    bench: Bench, browse: Browse
) -> None:
    bench.approve()
    tried: dict[str, str] = {}

    def look_and_stop() -> None:
        for person in (READER, DATA_TEAM):
            tried[person.staff_id] = read_by(bench, browse, person)
        stop_campaign(bench.stores, bench.campaign.id, "somebody")

    at_call(bench, 3, look_and_stop)
    bench.send()
    assert "ten hoogste 3 berichten zijn aangeboden" in tried[READER.staff_id]
    assert "ten hoogste <5 berichten zijn aangeboden" in tried[DATA_TEAM.staff_id]
    bench.collected()
    bench.destroy()
    for person, count in ((READER, "3"), (DATA_TEAM, "<5")):
        page = read_by(bench, browse, person)
        assert re.search(rf"berichten bij de aanbieder {count} ", page)
        assert "sleutel van de nummers 1 " in page


@pytest.mark.parametrize("sees_small", [True, False])
def test_what_was_found_later_is_not_told_exactly(*, sees_small: bool) -> None:
    figures = Figures(page_words("nl"), sees_small)
    result = {"left": [], "provider": "absent", "late_deleted": 2}
    (look,) = later_looks([record("verification", result=result)], figures)
    count = "2" if sees_small else "<5"
    assert look["told"] == f"Later opgedoken en verwijderd: {count}."


def test_what_the_provider_listed_and_the_search_found_is_not_told_exactly() -> None:
    documents = page_words("nl").documents
    listing = {"doubled": 1, "unaccounted": 2, "never_listed": 3}
    items = [{"not_provable": 4}]
    place = {"place": "evidence", "hits": 2, "control_found": True}
    scan = {"ran": True, "numbers": 3, "seconds": 1.0, "places": [place]}
    exact = [*at_provider(items, listing, documents), *of_scan(scan, documents)]
    masked = [*at_provider(items, listing, documents, small), *of_scan(scan, documents, small)]
    assert [sentence.count("<5") for sentence in exact] == [0] * 6
    assert [sentence.count("<5") for sentence in masked] == [1] * 6


def test_what_a_check_tells_is_not_told_exactly() -> None:
    there = Verdict(
        **{
            **dict.fromkeys((field.name for field in fields(Verdict)), None),
            "replaced_keys": (),
            "given_up": (),
            "not_provable": 1,
            "late_deleted": 2,
            "findings": 3,
        }  # type: ignore[arg-type]
    )
    remarks = {
        sees_small: check_view(Checked(there), "nl", sees_small=sees_small)["remarks"]
        for sees_small in (True, False)
    }
    assert [remark.count("<5") for remark in remarks[True]] == [0, 0, 0]
    assert [remark.count("<5") for remark in remarks[False]] == [1, 1, 0]
