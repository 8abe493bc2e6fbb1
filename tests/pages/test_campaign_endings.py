"""The page of a campaign from before its first record, and of each way in which it may end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import APPROVERS
from tests.pages.test_campaign import READER, page_of

from eenmalig.domain.approvals import Decision
from eenmalig.domain.campaign import State
from eenmalig.steps.stop import withdraw_approval
from eenmalig.steps.taking_answers import take_answer
from eenmalig.steps.verify_destruction import verify_destruction
from eenmalig.stores.answers import GivenAnswer, GivenStop

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.bench import Bench
    from tests.pages.conftest import Person

    Browse = Callable[[Person], Any]


def test_what_has_no_evidence_yet_is_shown_and_nothing_is_handed_out(
    bench: Bench, browse: Browse
) -> None:
    begun = replace(
        bench.campaign, id="lelystad-2026-01-01-abcd", run="another", state=State.EXTRACTING
    )
    with bench.stores.inventory.changing() as changes:
        changes.bring_in(begun)
    here = f"/campagnes/{begun.id}"
    with browse(READER) as browser:
        page = browser.open(here)
        assert "De exports worden ingelezen" in page.text
        assert "Er is nog niets vastgelegd" in page.text
        assert "Er valt nog niets na te gaan" in browser.send(page, f"{here}/controle").text
        refused = browser.open(f"{here}/download/evidence.zip")
    assert refused.status_code == 404
    assert "Er is nog geen bewijs" in refused.text


def test_what_nobody_knows_is_not_there(bench: Bench, browse: Browse) -> None:
    del bench
    with browse(READER) as browser:
        assert browser.open("/campagnes/lelystad-2026-01-01-zzzz").status_code == 404
        assert browser.open("/campagnes/lelystad").status_code == 404
        assert browser.open("/campagnes/utrecht-2026-01-01-zzzz").status_code == 403


def test_what_was_taken_in_is_shown_before_it_is_counted(
    fresh: Bench, browse_anywhere: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EENMALIG_HOME", str(fresh.home.root))
    fresh.extract()
    page = page_of(fresh, browse_anywhere)
    assert "De nummers worden geordend en geteld" in page
    assert "Er is nog niet geteld" in page
    assert "Exports innemen" in page


def test_each_way_to_end_before_sending_is_told_before_and_after_destruction(
    bench: Bench, browse: Browse
) -> None:
    bench.ask("police")
    bench.answer("police", Decision.REJECT)
    before, after = page_of(bench, browse), _destroyed(bench, browse)
    assert before.count(">afgewezen<") == after.count(">afgewezen<") > 0
    assert "Er is niets verstuurd, of nog niet." in before
    assert "Er is niets verstuurd.<" in after


def test_where_nobody_could_look_at_the_provider_nothing_is_called_found(
    bench: Bench, browse: Browse
) -> None:
    bench.approve()
    bench.gate()
    bench.send()
    bench.collected()
    bench.destroy()
    verify_destruction(bench.stores, None)
    page = page_of(bench, browse)
    assert "Bij de aanbieder kon niemand kijken of er nog berichten staan" in page
    assert "en niets gevonden dat er niet hoort" not in page
    with browse(READER) as browser:
        assert "bij de aanbieder kon niemand kijken" in browser.open("/").text


def test_sending_that_began_and_is_not_on_record_further_is_not_called_nothing(
    bench: Bench, browse: Browse
) -> None:
    with bench.stores.inventory.changing() as changes:
        changes.update(bench.campaign.id, sending_began_at=datetime.now(UTC))
    page = page_of(bench, browse)
    assert "Er is niets verstuurd" not in page
    assert "Wat er van de berichten werd, is onbekend" in page


def test_a_withdrawal_names_on_whose_word_it_was(bench: Bench, browse: Browse) -> None:
    bench.approve()
    staff = APPROVERS["municipality"]
    withdraw_approval(bench.stores, bench.campaign.id, "municipality", staff, "tests")
    page = _destroyed(bench, browse)
    assert ">ingetrokken<" in page
    assert f"op woord van {staff} (Gemeente)" in page


def test_a_request_that_lapses_is_told(bench: Bench, browse: Browse) -> None:
    bench.ask("police")
    bench.put_forward(minutes=61)
    bench.gate()
    page = page_of(bench, browse)
    assert ">vervallen<" in page
    assert "gevraagd, niet besloten" in page
    assert "geen antwoord (uiterlijk " in page
    assert "nog geen antwoord" not in page
    assert "niet gevraagd" in page


def test_who_is_in_time_still_and_has_not_answered_is_told_as_such(
    bench: Bench, browse: Browse
) -> None:
    bench.ask("police")
    page = page_of(bench, browse)
    assert "nog geen antwoord, uiterlijk " in page
    assert "gevraagd, nog niet besloten" in page
    given = GivenAnswer("police", "11", APPROVERS["police"], Decision.APPROVE, datetime.now(UTC))
    take_answer(bench.home, bench.stores.answers, bench.campaign.run, given)
    page = page_of(bench, browse)  # no step has signed it yet
    assert "nog geen antwoord" not in page
    assert ">akkoord op " in page


def _stopped(bench: Bench) -> None:
    stop = GivenStop("2", "data-team-lelystad", datetime.now(UTC))
    bench.stores.answers.stop(bench.campaign.run, stop)


def _refused_by_another(bench: Bench) -> None:
    bench.answer("municipality", Decision.REJECT)


def _destroyed_before(bench: Bench) -> None:
    bench.destroy()


@pytest.mark.parametrize("end", [_stopped, _refused_by_another, _destroyed_before])
def test_an_answer_is_not_needed_any_more_where_the_campaign_ended_before_it_was_due(
    bench: Bench, browse: Browse, end: Callable[[Bench], None]
) -> None:
    for authority in ("police", "municipality"):
        bench.ask(authority)
    end(bench)
    page = page_of(bench, browse)
    assert ">niet meer nodig<" in page
    assert "gevraagd, niet meer nodig" in page
    assert "geen antwoord" not in page


def test_why_messages_failed_and_what_stayed_in_doubt_is_told(
    bench_with: Callable[[str | Mapping[str, object]], Bench],
    browse_anywhere: Browse,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rules = {"invalid_to": {"nth": [2, 3]}, "error_500_without_accept": {"nth": [5]}}
    bench = bench_with({"rules": rules})
    monkeypatch.setenv("EENMALIG_HOME", str(bench.home.root))
    bench.approve()
    bench.send()
    assert "In twijfel: 1." in page_of(bench, browse_anywhere)
    bench.collected()
    page = _destroyed(bench, browse_anywhere)
    assert "Waarom niet bezorgd" in page
    assert "ongeldig nummer" in page
    assert "Onbekend gebleven: 1" in page
    assert "berichten waarvan niet zeker is of de aanbieder ze heeft" in page


def _destroyed(bench: Bench, browse: Browse) -> str:
    bench.destroy()
    return page_of(bench, browse)
