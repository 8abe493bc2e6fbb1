"""The page of all campaigns: what each is at, what needs attention, and whose it is to see."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import at_call
from tests.pages.conftest import Person
from tests.pages.deciding import (
    COMPLIANCE,
    DATA_TEAM,
    MUNICIPALITY,
    POLICE,
    PROSECUTOR,
    approve,
    place,
    withdraw,
)

from eenmalig.documents.moments import moment
from eenmalig.documents.words import words
from eenmalig.domain.approvals import Decision
from eenmalig.evidence.ledger import LEDGER
from eenmalig.stores.answers import GivenStop

if TYPE_CHECKING:
    from collections.abc import Callable

    from httpx import Response
    from tests.bench import Bench


def rows(page: Response) -> list[str]:
    """Return the rows of the list as a person reads them."""
    assert page.status_code == 200
    body = page.text.partition("<tbody>")[2].partition("</tbody>")[0]
    cells = [re.sub(r"<[^>]+>", " ", row) for row in body.split("</tr>")]
    return [" ".join(unescape(row).split()) for row in cells if row.strip()]


def test_a_row_leads_to_the_campaigns_page_and_says_who_is_waited_for_and_how_long(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    bench.ask("police")
    with browse(COMPLIANCE) as browser:
        page = browser.open("/")
    (row,) = rows(page)
    assert f'href="/campagnes/{bench.campaign.id}"' in page.text
    assert bench.campaign.case_reference in row
    assert "wacht op besluit wacht op: Politie" in row
    assert "ontvangers: 40" in row
    # The campaign was taken in when the session of these tests began.
    assert len(re.findall(r"nog \d+ (?:min|uur)", row)) == 2
    assert row.endswith("geen")
    assert "OEFENING" in row


def test_how_campaigns_ended_is_told_in_words_beside_a_mark(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    bench.ask("police")
    bench.answer("police", Decision.REJECT)
    with browse(COMPLIANCE) as browser:
        assert "✕ afgewezen" in rows(browser.open("/"))[0]
        bench.destroy()
        (row,) = rows(browser.open("/"))
        assert "✕ afgewezen vernietigd en afgesloten" in row
        assert "vernietigd 2" in row
        assert "nog niemand keek" in row
        bench.look()
        assert "niets gevonden" in rows(browser.open("/"))[0]
        english = browser.open("/", **{"Accept-Language": "en"})
        assert "✕ rejected destroyed and closed" in rows(english)[0]


def test_somebody_of_another_city_sees_none(bench: Bench, browse: Callable[[Person], Any]) -> None:
    with browse(Person("elsewhere", reading=frozenset({"utrecht"}))) as browser:
        for path in ("/", "/?stad=lelystad", "/?aandacht=1"):
            page = browser.open(path)
            assert page.status_code == 200
            assert bench.campaign.id not in page.text
            assert "Lelystad" not in page.text


@pytest.mark.parametrize(
    "query", ["pagina=0", "pagina=x", f"pagina={'9' * 5000}", "pagina=1&pagina=%00"]
)
def test_a_page_that_cannot_be_is_none(browse: Callable[[Person], Any], query: str) -> None:
    with browse(COMPLIANCE) as browser:
        assert browser.open(f"/?{query}").status_code in (200, 404)


def test_what_is_asked_for_is_never_shown_unescaped(browse: Callable[[Person], Any]) -> None:
    with browse(COMPLIANCE) as browser:
        for name in ("stad", "stand", "aandacht", "volgorde"):
            page = (
                browser.open(
                    "/",
                ).text
                + browser.open(f"/?{name}=%22><script>").text
            )
            assert "<script" not in page


def forget_summary(bench: Bench) -> None:
    with bench.stores.inventory.changing() as changes:
        changes.connection.exec_driver_sql("DELETE FROM summaries")


def test_a_campaign_without_a_summary_is_read_from_its_evidence_and_says_so(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    bench.ask("police")
    forget_summary(bench)
    with browse(COMPLIANCE) as browser:
        page = browser.open("/?aandacht=1")
        (row,) = rows(page)
        assert "wacht op: Politie" in row
        assert "overzicht ontbreekt" in row
        assert "nu uit het bewijs gelezen" in page.text
        (bench.evidence / LEDGER).write_bytes(b"no record\n")
        (row,) = rows(browser.open("/"))
        assert "nog niet geteld" in row
        assert "overzicht ontbreekt" in row


def test_no_ledger_is_opened_for_campaigns_that_have_a_summary(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    bench.ask("police")
    (bench.evidence / LEDGER).unlink()
    with browse(COMPLIANCE) as browser:
        assert "wacht op: Politie" in rows(browser.open("/"))[0]


def asked_of(browse: Callable[[Person], Any], person: Person) -> str:
    """Return what the list says above all else, as a person reads it."""
    with browse(person) as browser:
        page = browser.open("/")
    above = page.text.partition("</h1>")[2].partition("<form")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", above)).split())


def test_each_authority_is_told_what_it_has_to_decide_in_its_turn_and_led_there(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    for authority, person in (("police", POLICE), ("municipality", MUNICIPALITY)):
        bench.ask(authority)
        others = {POLICE, MUNICIPALITY, PROSECUTOR} - {person}
        assert not any("moet besluiten" in asked_of(browse, other) for other in others)
        told = asked_of(browse, person)
        until = moment(bench.records("approval_requested")[-1].data["answer_by"], words("nl"))
        assert f"U moet besluiten: Lelystad, zaak {bench.campaign.case_reference}" in told
        assert f"uiterlijk {until} (nog " in told
        with browse(person) as browser:
            (link,) = re.findall(r'href="([^"]*/besluit)"', browser.open("/?stad=utrecht").text)
            approve(bench, browser)
            assert link == place(bench)
        # Taken in, and signed by nobody yet.
        given = f"Uw akkoord bekijken of intrekken: Lelystad, zaak {bench.campaign.case_reference}"
        assert given in asked_of(browse, person)
        assert "besluit op u" not in asked_of(browse, person)
        bench.answer(authority)


def test_an_approval_is_led_to_as_long_as_it_can_be_withdrawn(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    def is_led_there(person: Person) -> bool:
        link = f'href="{place(bench)}">Uw akkoord bekijken of intrekken'
        with browse(person) as browser:
            listed, page = (browser.open(path).text for path in ("/", campaign))
        is_led = link in page
        assert (link in listed) is is_led
        assert ("Er wacht nu geen besluit op u." in listed) is not is_led
        assert ("Naar het besluit" in page) is not is_led
        return is_led

    campaign = f"/campagnes/{bench.campaign.id}"
    bench.approve()
    for person, expected in (
        (POLICE, True),
        (PROSECUTOR, True),
        (replace(POLICE, staff_id="police-second"), False),
    ):
        assert is_led_there(person) is expected
    with browse(COMPLIANCE) as browser:
        assert "bekijken of intrekken" not in browser.open("/").text + browser.open(campaign).text
    seen: list[bool] = []
    at_call(bench, 5, lambda: seen.append(is_led_there(POLICE)))
    bench.send()
    assert seen == [True]
    assert not is_led_there(POLICE)


def test_after_a_withdrawal_nothing_leads_to_one(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    bench.decide("police")
    with browse(POLICE) as browser:
        withdraw(bench, browser)
        assert "bekijken of intrekken" not in browser.open("/").text
        assert "Naar het besluit" in browser.open(f"/campagnes/{bench.campaign.id}").text
    assert "Er wacht nu geen besluit op u." in asked_of(browse, POLICE)


def test_nobody_is_asked_to_decide_who_may_not_or_about_what_is_over(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    bench.ask("police")
    for person in (COMPLIANCE, DATA_TEAM, replace(POLICE, answering=frozenset())):
        assert "besluit op u" not in asked_of(browse, person)
        assert "moet besluiten" not in asked_of(browse, person)
    for person in (replace(POLICE, user_id="12"), replace(POLICE, staff_id="police-utrecht")):
        assert "Er wacht nu geen besluit op u." in asked_of(browse, person)
    assert "moet besluiten" in asked_of(browse, POLICE)
    stop = GivenStop("2", "data-team-lelystad", datetime.now(UTC))
    bench.stores.answers.stop(bench.campaign.run, stop)
    assert "Er wacht nu geen besluit op u." in asked_of(browse, POLICE)


def test_of_a_campaign_that_cannot_be_read_nobody_is_told_that_nothing_waits(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    bench.ask("police")
    with bench.stores.inventory.changing() as changes:
        changes.connection.exec_driver_sql("UPDATE lines SET line = x'00'")
    said = asked_of(browse, POLICE)
    assert "Er wacht nu geen besluit op u." not in said
    assert "is nu niet te zeggen of er een besluit op u wacht" in said
