"""The verification of destruction on the page of all campaigns: asked for there, and read there."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.pages.conftest import ORIGIN, Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench
    from tests.pages.conftest import AskedFor, Triggered

    Browse = Callable[[Person], Any]

COMPLIANCE = Person("compliance", "3", stopping_any=True, verifying=True)
HERE = frozenset({"lelystad"})
OTHERS = (
    Person("data-team-lelystad", "3", triggering=HERE),
    Person("police-lelystad", "3", answering=HERE),
    Person("overseer", "3", stopping_any=True),
)
DAG, LOOK = "destruction_verification", "/vernietiging/controleren"
RUN = "manual__1+00:00"
TO_RUN = f'href="/dags/{DAG}/runs/manual__1%2B00%3A00"'
BUTTON = "Nu controleren of alles weg is"
UNDER_WAY, NOTHING = "Er loopt een controle, aangevraagd op", "Niets gevonden dat er niet hoort."
UNFINISHED, NONE = "is niet afgerond", "Er is nog geen controle vastgelegd."


@pytest.fixture
def closed(bench: Bench) -> Bench:
    """An installation in which a campaign was destroyed, and nobody looked again."""
    bench.destroy()
    return bench


def page_of(browse: Browse, person: Person = COMPLIANCE, language: str = "nl") -> str:
    with browse(person) as browser:
        return str(browser.open("/", **{"Accept-Language": language}).text)


def press(browse: Browse) -> str:
    """Press the button; return the page that comes then."""
    with browse(COMPLIANCE) as browser:
        answer = browser.send(browser.open("/"), LOOK)
        assert answer.status_code == 303
        return str(browser.open(answer.headers["location"]).text)


def test_compliance_asks_for_one_and_reads_on_the_same_page_what_it_came_to(
    closed: Bench, browse: Browse, triggered: Triggered, asked_for: AskedFor
) -> None:
    before = page_of(browse)
    assert NONE in before
    assert BUTTON in before
    asked = press(browse)
    for said in ("De controle is aangevraagd.", "onder Latere controles", UNDER_WAY, TO_RUN):
        assert said in asked
    assert triggered == [(DAG, {}, COMPLIANCE.staff_id)]
    for state in ("queued", "running"):
        asked_for.set(RUN, state)
        under_way = page_of(browse)
        assert UNDER_WAY in under_way
        assert BUTTON not in under_way
    assert closed.look().wrong == []
    asked_for.set(RUN, "success")
    after = page_of(browse)
    for said in (NOTHING, "nagekeken campagnes: 1", "nog niet afgesloten: 0", BUTTON):
        assert said in after
    assert UNDER_WAY not in after
    assert NONE not in after


def test_pressed_twice_it_begins_once_and_says_so(
    closed: Bench, browse: Browse, triggered: Triggered
) -> None:
    assert closed
    with browse(COMPLIANCE) as browser:
        page = browser.open("/")
        assert "Twee keer drukken kan geen kwaad." in page.text
        browser.send(page, LOOK)
        again = browser.send(page, LOOK)
        assert "Er is geen tweede begonnen" in browser.open(again.headers["location"]).text
    assert len(triggered) == 1


def test_what_it_found_is_told_with_where_to_read_it(
    closed: Bench, browse: Browse, triggered: Triggered, asked_for: AskedFor
) -> None:
    press(browse)
    (closed.evidence / "added.txt").write_text("by somebody")
    found = len(closed.look().wrong)
    assert found > 0
    asked_for.set(RUN, "failed")
    page = page_of(browse)
    assert f"NIET IN ORDE: {found}." in page
    assert TO_RUN in page
    assert NOTHING not in page
    assert UNFINISHED not in page
    assert len(triggered) == 1


def test_one_that_did_not_end_is_told_once_it_does_not_run_any_more(
    closed: Bench, browse: Browse, triggered: Triggered, asked_for: AskedFor
) -> None:
    closed.look()
    press(browse)
    closed.stores.trace.begin(datetime.now(UTC) + timedelta(seconds=1))
    assert UNFINISHED not in page_of(browse)
    asked_for.set(RUN, "success")
    page = page_of(browse)
    assert UNFINISHED in page
    assert NOTHING in page, "what the last one found that ended is told all the same"
    assert BUTTON in page
    assert len(triggered) == 1


@pytest.mark.parametrize("looks", [0, 1])
def test_one_that_failed_before_it_could_record_anything_is_told(
    closed: Bench, browse: Browse, triggered: Triggered, asked_for: AskedFor, looks: int
) -> None:
    for _ in range(looks):
        closed.look()
    press(browse)
    asked_for.set(RUN, "failed")
    page = page_of(browse)
    assert UNFINISHED in page
    assert TO_RUN in page
    assert (NONE in page) == (looks == 0)
    assert len(triggered) == 1


def test_of_a_trace_that_was_changed_nothing_is_believed(closed: Bench, browse: Browse) -> None:
    closed.look()
    trace = closed.home.evidence / "verifications.jsonl"
    trace.write_bytes(trace.read_bytes()[::-1])
    page = page_of(browse)
    assert "Het spoor van de controles klopt niet" in page
    assert NOTHING not in page
    assert BUTTON in page


def test_it_is_told_in_english_where_the_browser_asks_for_that(
    closed: Bench, browse: Browse
) -> None:
    closed.look()
    page = page_of(browse, language="en")
    assert "Look now whether everything is gone" in page
    assert "Nothing found that should not be there." in page


def test_others_see_nothing_of_it_and_begin_nothing(
    closed: Bench, browse: Browse, triggered: Triggered
) -> None:
    closed.look()
    token = _token(browse)
    for person in OTHERS:
        page = page_of(browse, person)
        assert closed.campaign.id in page
        assert BUTTON not in page
        assert NOTHING not in page
        assert _sent(browse, person, {"token": token}, ORIGIN) == 403
    assert triggered == []


def test_a_form_from_elsewhere_begins_nothing(
    closed: Bench, browse: Browse, triggered: Triggered
) -> None:
    assert closed
    token = _token(browse)
    for person, fields, origin in (
        (COMPLIANCE, {}, ORIGIN),
        (COMPLIANCE, {"token": token}, "http://elsewhere.example"),
        (replace(COMPLIANCE, user_id="4"), {"token": token}, ORIGIN),
    ):
        assert _sent(browse, person, fields, origin) == 400
    assert triggered == []


def _token(browse: Browse) -> str:
    (token,) = re.findall(r'name="token" value="([^"]*)"', page_of(browse))
    return str(token)


def _sent(browse: Browse, person: Person, fields: dict[str, str], origin: str) -> int:
    with browse(person) as browser:
        answer = browser.client.post(LOOK, data=fields, headers={"Origin": origin})
    return int(answer.status_code)
