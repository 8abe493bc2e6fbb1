"""The page Besluit: what an approver reads in which order, decides, and is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import CITY
from tests.pages.conftest import ORIGIN, Person
from tests.pages.deciding import (
    COMPLIANCE,
    DATA_TEAM,
    HERE,
    MUNICIPALITY,
    POLICE,
    PROSECUTOR,
    approve,
    on_record,
    place,
    reject,
    words_of,
)

from eenmalig.documents.markup import as_html
from eenmalig.documents.words import words
from eenmalig.domain.approvals import AUTHORITIES, OPTIONS, Decision, Reason
from eenmalig.domain.page_paths import PREFIX
from eenmalig.evidence.commits import Evidence
from eenmalig.evidence.reading import answers
from eenmalig.pages.page_words import page_words
from eenmalig.stores.answers import GivenStop

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench

    Browse = Callable[[Person], Any]


def test_what_is_asked_comes_first_then_what_departs_and_the_whole_dossier_last(
    bench: Bench, browse: Browse
) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        page = browser.open(place(bench))
    shown = words_of(page)
    order = [
        "OEFENING",
        "Waarover besloten wordt U besluit namens de politie, vóór ",
        "of precies de tekst hieronder, aan precies 40 ontvangers, mag worden verstuurd",
        "Wat afwijkt van het gewone",
        "Uit bron 3 (contacten, privételefoon) krijgen ook mensen het bericht",
        "Aangevraagd door data-team-lelystad",
        "U besluit namens Politie",
        "Uw laatste moment",
        "De politie is gevraagd te besluiten",
        "Afzender: Politie",
        "tekens; sms-delen per ontvanger: 2",
        "Aan wie 40 ontvangers",
        "Hoe zij zijn gekozen Wie bestelberichten stuurde",
        "Toestemming van de zaaksofficier OM-2026-17",
        "Wat achteraf wordt gemeten Gesprekken met de hulp",
        "lijkt een advocaat",
        "Sms-delen die worden afgerekend 80,",
        "Alles vernietigd vóór",
        "Daarna wordt nog gevraagd: de gemeente en de officier van justitie.",
        "Waarom niet akkoord",
        "Het hele dossier, zoals het is ondertekend",
        "Waaraan u zich bindt",
    ]
    places = [shown.index(words) for words in order]
    assert places == sorted(places)
    assert bench.kept("dossier.json")["text"].splitlines()[0][:40] in shown


def test_an_approval_is_confirmed_with_its_moment_and_what_comes_next(
    bench: Bench, browse: Browse
) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        answer = approve(bench, browser)
        assert (answer.status_code, answer.headers["location"]) == (303, place(bench))
        page = browser.open(place(bench))
        english = browser.open(place(bench), **{"Accept-Language": "en"})
    assert on_record(bench) == [("police", "police-lelystad", "approve", None)]
    assert "U hebt akkoord gegeven, namens de politie, op " in words_of(page)
    assert "Vastgelegd op naam van police-lelystad" in words_of(page)
    assert "Hierna wordt de gemeente gevraagd te besluiten" in words_of(page)
    assert "You approved, for the police, on " in words_of(english)
    # The step that comes next signs what the page took in, as it does Airflow's own answers.
    bench.ask("municipality")
    assert [record.data["staff_id"] for record in bench.records("approval_answered")] == [
        "police-lelystad"
    ]
    with browse(MUNICIPALITY) as browser:
        assert "De gemeente is gevraagd te besluiten" in words_of(browser.open(place(bench)))


def test_a_rejection_is_confirmed_with_its_reason_which_is_signed(
    bench: Bench, browse: Browse
) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        assert reject(bench, browser, "legal_basis").status_code == 303
        page = words_of(browser.open(place(bench)))
    assert "U bent niet akkoord gegaan (afgewezen), namens de politie" in page
    assert "Uw reden: de wettelijke grondslag" in page
    assert "Er wordt niets verstuurd" in page
    assert "<form" not in page
    assert bench.ask("municipality") is None
    (answer,) = answers(bench.records("approval_answered"))
    assert answer.reason is Reason.LEGAL_BASIS
    with browse(COMPLIANCE) as browser:
        assert "niet akkoord de wettelijke grondslag" in words_of(browser.open(place(bench)))
    with browse(MUNICIPALITY) as browser:
        assert "Er valt niets meer te besluiten" in words_of(browser.open(place(bench)))
    bench.destroy()
    assert bench.kept("report.json")["approvals"][0]["reason"] == "legal_basis"
    with browse(POLICE) as browser:
        assert "De campagne is geëindigd en alles binnen ons bereik is vernietigd" in words_of(
            browser.open(place(bench))
        )


def test_above_the_button_stands_what_follows(bench: Bench, browse: Browse) -> None:
    told = []
    for authority, person in zip(AUTHORITIES, (POLICE, MUNICIPALITY, PROSECUTOR), strict=True):
        bench.ask(authority)
        with browse(person) as browser:
            shown = words_of(browser.open(place(bench)))
            told.append(shown.partition("Uw besluit ")[2].partition(" Bij niet akkoord")[0])
        bench.answer(authority)
    assert [each.partition("laatste bericht weg is. ")[2] for each in told] == [
        "Daarna wordt nog gevraagd: de gemeente en de officier van justitie. Akkoord",
        "Daarna wordt nog gevraagd: de officier van justitie. Akkoord",
        "U bent de laatste. Na uw akkoord begint het versturen meteen. Akkoord",
    ]


def test_no_reason_is_chosen_beforehand(bench: Bench, browse: Browse) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        page = browser.open(place(bench))
    assert 'type="radio"' in page.text
    assert " checked" not in page.text


def test_who_only_reads_is_told_what_is_asked_until_it_is_decided(
    bench: Bench, browse: Browse
) -> None:
    bench.ask("police")
    asked = "Of precies de tekst hieronder, aan precies 40 ontvangers, mag worden verstuurd."
    with browse(COMPLIANCE) as browser:
        shown = words_of(browser.open(place(bench)))
        english = words_of(browser.open(place(bench), **{"Accept-Language": "en"}))
        assert asked in shown
        assert "exactly the text below may be sent to exactly 40 recipients" in english
        assert "U besluit" not in shown
        bench.answer("police", Decision.REJECT)
        assert asked not in words_of(browser.open(place(bench)))


def test_all_three_on_the_page_open_the_gate(bench: Bench, browse: Browse) -> None:
    for authority, person in zip(AUTHORITIES, (POLICE, MUNICIPALITY, PROSECUTOR), strict=True):
        bench.ask(authority)
        with browse(person) as browser:
            assert approve(bench, browser).status_code == 303
            page = words_of(browser.open(place(bench)))
    assert "Alle drie de autoriteiten hebben akkoord gegeven" in page
    assert str(bench.gate()) == "approved"


@pytest.mark.parametrize(
    ("person", "why"),
    [
        (COMPLIANCE, "U kunt deze pagina lezen, maar u besluit niet"),
        (DATA_TEAM, "U kunt deze pagina lezen, maar u besluit niet"),
        (MUNICIPALITY, "Uw autoriteit is nog niet gevraagd"),
        (Person("police-elsewhere", "77", answering=HERE), "U bent niet gevraagd"),
        (Person(POLICE.staff_id, "77", answering=HERE), "Uw autoriteit is nog niet gevraagd"),
    ],
    ids=["compliance", "data team", "not yet", "nobody asked", "another user of that name"],
)
def test_who_is_not_asked_reads_without_buttons_and_reads_why(
    bench: Bench, browse: Browse, person: Person, why: str
) -> None:
    bench.ask("police")
    with browse(person) as browser:
        page = browser.open(place(bench))
    assert page.status_code == 200
    assert why in words_of(page)
    assert "<button" not in page.text


def test_counts_that_point_at_people_are_for_who_decides_and_compliance(
    bench: Bench, browse: Browse
) -> None:
    bench.ask("police")
    for person, sees_small in ((POLICE, True), (COMPLIANCE, True), (DATA_TEAM, False)):
        with browse(person) as browser:
            page = browser.open(place(bench)).text
        assert ("lijkt een advocaat" in page) is sees_small
        assert ("redenen met kleine aantallen, samen" in page) is not sees_small
        assert ("<details" in page) is sees_small


def test_a_stop_that_was_given_on_a_page_ends_the_deciding_at_once(
    bench: Bench, browse: Browse
) -> None:
    bench.ask("police")
    stop = GivenStop(DATA_TEAM.user_id, DATA_TEAM.staff_id, datetime.now(UTC))
    bench.stores.answers.stop(bench.campaign.run, stop)
    with browse(POLICE) as browser:
        page = browser.open(place(bench))
    assert "De campagne is gestopt" in words_of(page)
    assert "gevraagd, niet besloten" in words_of(page)
    assert "nog niet gevraagd" not in words_of(page)
    assert "<button" not in page.text


def test_before_there_is_a_dossier_there_is_nothing_to_decide(
    fresh: Bench, browse_anywhere: Browse
) -> None:
    fresh.patch.setenv("EENMALIG_HOME", str(fresh.home.root))
    fresh.extract()
    with browse_anywhere(POLICE) as browser:
        page = browser.open(place(fresh))
    assert "Er is nog geen dossier" in words_of(page)
    assert "<button" not in page.text


def test_who_is_asked_by_a_step_that_dies_before_its_copy_can_decide(
    bench: Bench, browse: Browse
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Evidence, "bring_up_to_date", lambda _: None)
        bench.ask("police")
    with browse(POLICE) as browser:
        assert approve(bench, browser).status_code == 303
    assert len(on_record(bench)) == 1


def test_a_campaign_that_is_not_there_and_one_of_another_city(bench: Bench, browse: Browse) -> None:
    del bench
    with browse(POLICE) as browser:
        assert browser.open(f"/campagnes/{CITY}-2026-01-01-aaaa/besluit").status_code == 404
        assert browser.open("/campagnes/zwolle-2026-01-01-aaaa/besluit").status_code == 403


def test_a_dossier_that_is_not_the_one_signed_is_not_shown_and_can_only_be_rejected(
    bench: Bench, browse: Browse
) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        before = browser.open(place(bench))
        path = bench.evidence / "dossier.json"
        changed = {**json.loads(path.read_text()), "text": "iets anders"}
        path.write_text(json.dumps(changed))
        page = browser.open(place(bench))
        assert "Het dossier is niet het dossier dat is ondertekend" in words_of(page)
        assert "iets anders" not in page.text
        assert 'value="approve"' not in page.text
        stale = browser.send(before, place(bench), decision="approve")
        assert stale.status_code == 400
        assert "Het dossier is niet het dossier dat u voor u had" in words_of(stale)
        assert on_record(bench) == []
        assert reject(bench, browser).status_code == 303


def test_a_reason_reads_alike_on_the_page_and_in_airflow() -> None:
    wording = page_words("nl")
    for text, option in OPTIONS.items():
        if option.reason is not None:
            worded = wording.say("decision", f"reason_{option.reason}")
            assert text == f"Niet akkoord: {worded}"
    assert wording.keys() == page_words("en").keys()


def test_a_request_leads_to_the_page(bench: Bench, browse: Browse) -> None:
    with browse(POLICE) as browser:
        from eenmalig_airflow.pages.page_links import decision_url  # noqa: PLC0415 - as in fixtures

        address = decision_url(bench.campaign.id)
        assert address.startswith(f"{ORIGIN}{PREFIX}/")
        path = address.removeprefix(f"{ORIGIN}{PREFIX}")
        assert "Besluit over campagne" in words_of(browser.open(path))
    for language in ("nl", "en"):
        leads = words(language).say("dossier", "own_page", link=address)
        assert f'<a href="{address}">' in as_html(leads)
