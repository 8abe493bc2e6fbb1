"""Stopping on a page: who may, what they read first, what is kept, and what steps make of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import at_call, ends_as
from tests.pages.conftest import ORIGIN, Person

from eenmalig.domain.approvals import Decision, Standing
from eenmalig.stores.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from httpx import Response
    from tests.bench import Bench

    Browse = Callable[[Person], Any]

HERE = frozenset({"lelystad"})
TEAM = Person("data-team-lelystad", reading=HERE, triggering=HERE)
POLICE = Person("police-lelystad", "11", reading=HERE, answering=HERE)
COMPLIANCE = Person("compliance", "3", reading=HERE, stopping_any=True)


def path_of(bench: Bench) -> str:
    return f"/campagnes/{bench.campaign.id}/stoppen"


def token_on(page: Response) -> str:
    return str(re.findall(r'name="token" value="([^"]*)"', page.text)[0])


def stop_on_page(bench: Bench, browse: Browse, person: Person = TEAM) -> str:
    """Stop as a person does; return what the page then says."""
    with browse(person) as browser:
        page = browser.open(path_of(bench))
        answer = browser.send(page, path_of(bench), understood="yes")
        assert answer.status_code == 303
        said: str = browser.open(answer.headers["location"]).text
    return said


@pytest.mark.parametrize("person", [TEAM, COMPLIANCE])
def test_who_may_stop_reads_first_what_it_means_and_then_since_when_it_holds(
    bench: Bench, browse: Browse, person: Person
) -> None:
    with browse(person) as browser:
        page = browser.open(path_of(bench))
    for consequence in (
        "niets meer verstuurd",
        "vernietigd",
        "een nieuwe campagne komen",
        "definitief",
    ):
        assert consequence in page.text
    said = stop_on_page(bench, browse, person)
    given = bench.stores.answers.stopped(bench.campaign.run)
    assert given is not None
    assert (given.staff_id, given.user_id) == (person.staff_id, person.user_id)
    assert f"Beëindigd door {person.staff_id}" in said
    assert "<form" not in said


NOBODY = (
    Person("a-reader", reading=HERE),
    replace(TEAM, reading=frozenset()),
    replace(TEAM, triggering=frozenset({"utrecht"})),
    replace(POLICE, user_id=TEAM.user_id, answering=frozenset({"utrecht"})),
)


def test_nobody_else_stops_a_campaign(bench: Bench, browse: Browse) -> None:
    with browse(TEAM) as browser:
        fields = {"token": token_on(browser.open(path_of(bench))), "understood": "yes"}
    for person in NOBODY:
        with browse(person) as browser:
            assert browser.open(path_of(bench)).status_code == 403
            sent = browser.client.post(path_of(bench), data=fields, headers={"Origin": ORIGIN})
            assert sent.status_code == 403
    assert bench.stores.answers.stopped(bench.campaign.run) is None


def test_no_campaign_is_stopped_that_is_not_there(browse: Browse) -> None:
    with browse(TEAM) as browser:
        assert browser.open("/campagnes/lelystad-2026-01-01-abcd/stoppen").status_code == 404


def test_nothing_happens_until_somebody_says_to_understand_it(bench: Bench, browse: Browse) -> None:
    with browse(TEAM) as browser:
        page = browser.open(path_of(bench))
        answer = browser.send(page, path_of(bench))
    assert "Kruis eerst aan" in answer.text
    assert bench.stores.answers.stopped(bench.campaign.run) is None


def test_a_form_from_elsewhere_stops_nothing(bench: Bench, browse: Browse) -> None:
    with browse(TEAM) as browser:
        token = token_on(browser.open(path_of(bench)))
        for fields, headers in (
            ({"understood": "yes"}, {"Origin": ORIGIN}),
            ({"understood": "yes", "token": token}, {"Origin": "http://elsewhere.example"}),
            ({"understood": "yes", "token": token}, {}),
        ):
            sent = browser.client.post(path_of(bench), data=fields, headers=headers)
            assert sent.status_code == 400
    assert bench.stores.answers.stopped(bench.campaign.run) is None


def test_the_first_stop_stands(bench: Bench, browse: Browse) -> None:
    with browse(POLICE) as browser:
        late = browser.open(path_of(bench))
        stop_on_page(bench, browse)
        browser.send(late, path_of(bench), understood="yes")
        said = browser.open(path_of(bench)).text
    assert "Beëindigd door data-team-lelystad" in said


def test_a_stop_while_asked_ends_in_destruction_and_says_who_stopped(
    bench: Bench, browse: Browse
) -> None:
    assert bench.ask("police") is not None
    stop_on_page(bench, browse, POLICE)
    assert bench.ask("police") is None
    assert bench.ask("municipality") is None
    assert bench.gate() is Standing.LAPSED
    ends_as(bench, "stopped")
    assert bench.kept("certificate.json")["ended_by"]["by"] == POLICE.staff_id
    with browse(POLICE) as browser:
        said = browser.open(path_of(bench)).text
    assert "staat ondertekend" in said


def test_a_stop_during_sending_lets_nothing_out_after_the_next_call(
    bench: Bench, browse: Browse
) -> None:
    bench.approve()
    at_call(bench, 7, lambda: stop_on_page(bench, browse))
    bench.send()
    assert bench.gateway.counts()["posts"] == 7
    (sent,) = bench.records("sent")
    assert sent.data["ended_early"] == "stopped"
    assert sent.data["not_sent"] == bench.kept("dossier.json")["counts"]["recipients"] - 7
    bench.collected()
    ends_as(bench, "stopped")


@pytest.mark.parametrize("end", ["sent", "destroyed"])
def test_a_stop_that_comes_too_late_is_refused_in_words(
    bench: Bench, browse: Browse, end: str
) -> None:
    with browse(TEAM) as browser:
        page = browser.open(path_of(bench))
        bench.approve()
        bench.send()
        if end == "destroyed":
            bench.collected()
            bench.destroy()
        answer = browser.send(page, path_of(bench), understood="yes")
        assert answer.status_code == 303
        said = browser.open(path_of(bench)).text
    assert "Te laat om te stoppen" in said
    assert "<form" not in said
    assert Answers(bench.home).stopped(bench.campaign.run) is None


@pytest.mark.parametrize("opened", ["before", "after"])
def test_a_stop_after_a_no_is_refused_in_words(bench: Bench, browse: Browse, opened: str) -> None:
    with browse(TEAM) as browser:
        page = browser.open(path_of(bench))
        bench.decide("police", Decision.REJECT)
        if opened == "before":
            answer = browser.send(page, path_of(bench), understood="yes")
            assert answer.status_code == 303
        said = browser.open(path_of(bench)).text
    assert "Te laat om te stoppen" in said
    assert "ging niet akkoord" in said
    assert "<form" not in said
    assert Answers(bench.home).stopped(bench.campaign.run) is None


def test_a_request_that_waits_is_woken_at_once(bench: Bench, browse: Browse) -> None:
    assert bench.ask("police") is not None
    with browse(TEAM):  # Airflow reads where its home is when it is imported
        from eenmalig_airflow.answers.door import door  # noqa: PLC0415 - as above
        from eenmalig_airflow.answers.pushing import _Waiting  # noqa: PLC0415 - as above
    pusher = door(bench.home).pusher
    run = bench.run
    waiting = _Waiting(None, run.dag_id, run.run_id, "police")
    assert not pusher._needs_no_answer(waiting, [])  # noqa: SLF001 - no Airflow runs here
    stop_on_page(bench, browse)
    assert pusher._needs_no_answer(waiting, [])  # noqa: SLF001 - as above
    assert pusher._now.is_set()  # noqa: SLF001 - as above
