"""What every page has: its headers, its languages, and refusals that a person can read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.bench import CITY
from tests.live_keys import trust_a_live_key
from tests.pages.conftest import Person
from tests.pages.deciding import POLICE, approve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from httpx import Response
    from tests.bench import Bench
    from tests.pages.conftest import Browser

READER = Person("compliance")
BANNER = '<p class="rehearsal">OEFENING'


def test_a_page_is_kept_by_no_browser_framed_by_nobody_else_and_runs_nothing(
    browse: Callable[[Person], Any],
) -> None:
    with browse(READER) as browser:
        for path in ("/", "/static/eenmalig.css", "/campagnes/../nowhere"):
            headers = browser.open(path).headers
            assert headers["cache-control"] == "no-store"
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'self'" in policy
            assert "script-src" not in policy


def test_pages_are_in_dutch_and_in_english_where_the_browser_asks_for_it(
    browse: Callable[[Person], Any],
) -> None:
    with browse(READER) as browser:
        assert '<html lang="nl">' in browser.open("/").text
        for asked, shown in (("en-GB,en;q=0.9,nl;q=0.8", "en"), ("fr,de", "nl"), ("nl-BE", "nl")):
            page = browser.open("/", **{"Accept-Language": asked})
            assert f'<html lang="{shown}">' in page.text


def test_what_is_not_there_is_told_in_words(browse: Callable[[Person], Any]) -> None:
    with browse(READER) as browser:
        page = browser.open("/nowhere")
    assert page.status_code == 404
    assert "Deze pagina is er niet" in page.text


def pages_of(bench: Bench, browser: Browser) -> Iterator[tuple[str, Response]]:
    """Every page that can be opened, with its route, and what a check says."""
    from eenmalig_airflow.pages.application import ROUTERS  # noqa: PLC0415 - as in the fixtures

    here = f"/campagnes/{bench.campaign.id}"
    routes: list[Any] = [route for router in ROUTERS for route in router.routes]
    for route in (route.path for route in routes):
        path = route.format(
            campaign_id=bench.campaign.id, what="none", city=CITY, dag="none", run="none"
        )
        page = browser.open(path)
        if page.status_code == 200:
            yield route, page
    yield "/campagnes/{campaign_id}/controle", browser.send(browser.open(here), f"{here}/controle")


def test_each_page_and_each_refusal_says_that_only_rehearsals_are_signed_here(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        approve(bench, browser)
        pages = dict(pages_of(bench, browser))
        assert len(pages) == 7
        for route, page in pages.items():
            assert page.text.count(BANNER) == 1, route
        assert browser.open("/nowhere").text.count(BANNER) == 1
        english = browser.open("/", **{"Accept-Language": "en"})
        assert english.text.count('<p class="rehearsal">REHEARSAL') == 1


def test_beside_live_campaigns_the_pages_of_a_rehearsal_and_its_row_still_say_so(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    trust_a_live_key(bench.home)
    bench.ask("police")
    with browse(POLICE) as browser:
        approve(bench, browser)
        said = {route: BANNER in page.text for route, page in pages_of(bench, browser)}
        assert {route for route, is_said in said.items() if not is_said} == {"/", "/aanleveringen"}
        assert '<span class="mark warn">OEFENING</span>' in browser.open("/").text


def test_a_page_by_itself_leads_to_airflow_and_to_the_log_out_and_in_its_frame_does_not(
    browse: Callable[[Person], Any],
) -> None:
    outward = ('href="/dags"', 'href="/api/v2/auth/logout"')
    with browse(replace(READER, verifying=True)) as browser:
        for dest, shown in (("document", True), ("iframe", False)):
            page = browser.open("/", **{"Sec-Fetch-Dest": dest})
            assert [link in page.text for link in outward] == [shown, shown]


def test_who_only_decides_is_not_led_among_airflows_buttons(
    browse: Callable[[Person], Any],
) -> None:
    with browse(POLICE) as browser:
        page = browser.open("/").text
    assert 'href="/api/v2/auth/logout"' in page
    assert 'href="/dags"' not in page


def test_an_account_without_a_role_is_told_so(browse: Callable[[Person], Any]) -> None:
    with browse(replace(READER, reading=frozenset())) as browser:
        assert "Uw account heeft geen rol" in browser.open("/").text
