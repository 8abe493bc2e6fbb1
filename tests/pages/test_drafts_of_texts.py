"""What a clerk of the municipality can prepare, place and replace, from dossier to certificate."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.bench import STAFF, at_call
from tests.pages.test_public_texts import BEFORE, folder, offered, page_of, take

from eenmalig.domain.approvals import Decision
from eenmalig.steps.stop import stop_campaign, withdraw_approval
from eenmalig.steps.taking_answers import take_answer
from eenmalig.stores.answers import GivenAnswer

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench
    from tests.pages.test_public_texts import Browse

PLACE_NOW = "Gemeente: plaats de pagina nu, voordat het versturen begint."
UNTRANSLATED = "(in Dutch; have this translated before you publish)"


def texts_of(page: str) -> str:
    return page.partition('<h2 id="texts">')[2].partition("</section>")[0]


def test_while_decisions_wait_drafts_can_be_read_and_taken_and_nothing_is_written(
    bench: Bench, browse: Browse
) -> None:
    for authority in ("police", "municipality", "public_prosecutor"):
        bench.ask(authority)
        page = page_of(bench, browse)
        assert offered(page) == BEFORE
        assert "Concept: er is nog niet besloten. Plaats dit pas na het derde akkoord" in page
        assert PLACE_NOW not in page
        for name in BEFORE:
            assert "CONCEPT" in take(bench, browse, name).text
        assert not folder(bench).exists()
        bench.answer(authority)


def test_after_the_third_approval_the_page_says_place_it_now_and_leads_there(
    bench: Bench, browse: Browse
) -> None:
    bench.approve()
    drafted = {name: take(bench, browse, name).content for name in BEFORE}
    for _ in range(2):
        page = page_of(bench, browse)
        assert offered(page) == BEFORE
        assert PLACE_NOW in page
        assert "Gemeente: plaats nu de pagina. Intrekken kan nog." in page
        assert '<p><a href="#texts">Naar de teksten voor de gemeente</a></p>' in page
        assert "CONCEPT" not in page
        assert "Niemand hoeft nu iets te doen" not in page
        bench.gate()
    assert {name: take(bench, browse, name).content for name in BEFORE} == drafted


@pytest.mark.parametrize("ends", ["reject", "stop", "withdraw"])
def test_of_drafts_nothing_is_left_once_it_stands_that_nothing_is_sent(
    bench: Bench, browse: Browse, ends: str
) -> None:
    bench.decide("police")
    if ends == "reject":
        bench.decide("municipality", Decision.REJECT)
    elif ends == "stop":
        stop_campaign(bench.stores, bench.campaign.id, "tests")
    else:
        withdraw_approval(bench.stores, bench.campaign.id, "police", "police-lelystad", "tests")
    for _ in range(2):
        page = page_of(bench, browse)
        assert offered(page) == []
        assert "Haal hem dan weg" in page
        assert take(bench, browse, BEFORE[0]).status_code == 404
        assert not folder(bench).exists()
        bench.destroy()


def test_a_dossier_that_is_not_the_signed_one_makes_no_draft(bench: Bench, browse: Browse) -> None:
    dossier = bench.evidence / "dossier.json"
    dossier.write_text(dossier.read_text().replace("Lelystad", "Elders"))
    page = page_of(bench, browse)
    assert offered(page) == []
    assert "Elders" not in texts_of(page)
    assert take(bench, browse, BEFORE[0]).status_code == 404


def test_once_sending_began_it_is_placed_now_and_once_ended_no_more(
    bench: Bench, browse: Browse
) -> None:
    bench.approve()
    bench.gate()
    bench.send()
    page = texts_of(page_of(bench, browse))
    assert "Het versturen is begonnen. Staat de pagina er nog niet? Plaats hem dan nu." in page
    bench.collected()
    bench.destroy()
    page = page_of(bench, browse)
    assert "Plaats deze teksten niet meer." in page
    assert "voordat het versturen begint" not in page
    assert "Plaats hem dan nu" not in page


def no(bench: Bench) -> None:
    withdraw_approval(bench.stores, bench.campaign.id, "police", "police-lelystad", "tests")


def no_on_a_page(bench: Bench) -> None:
    staff = "police-lelystad"
    given = GivenAnswer("police", str(STAFF[staff]), staff, Decision.REJECT, datetime.now(UTC))
    take_answer(bench.home, bench.stores.answers, bench.campaign.run, given)


def stop(bench: Bench) -> None:
    stop_campaign(bench.stores, bench.campaign.id, "tests")


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (no, "Tijdens het versturen trok de politie dat akkoord in."),
        (no_on_a_page, "Tijdens het versturen trok de politie dat akkoord in."),
        (stop, "Het versturen is gestopt voordat iedereen aan de beurt was."),
    ],
)
def test_who_ended_it_while_sending_stands_in_the_texts_afterwards(
    bench: Bench, browse: Browse, ends: Callable[[Bench], None], said: str
) -> None:
    bench.approve()
    at_call(bench, 15, lambda: ends(bench))
    bench.send()
    page = texts_of(page_of(bench, browse))
    assert "Plaats deze teksten niet meer." in page
    assert "voordat het versturen begint" not in page
    bench.collected()
    bench.destroy()
    for part in ("page", "contact_centre", "press"):
        text = take(bench, browse, f"after-{part}.nl.txt").text
        assert said in text
        assert "Vanaf dat moment is niets meer verstuurd." in text
        assert "ongeveer 10 nummers" in text
    assert ("Had één van de drie" in text) == (ends is stop)


def test_a_text_with_something_still_to_translate_is_not_offered_as_finished(
    bench: Bench, browse: Browse
) -> None:
    bench.approve()
    bench.gate()
    assert "nog niet af" not in page_of(bench, browse)
    page = folder(bench) / "before-page.en.txt"
    page.write_text(f"{page.read_text()}\nDe chat. {UNTRANSLATED}\n")
    shown = page_of(bench, browse)
    assert shown.count('<span class="mark warn">nog niet af</span>') == 1
    assert shown.count("Laat ze vertalen voor u de tekst plaatst.") == 1


def jumps(page: str) -> list[str]:
    listed = page.partition('<nav class="jumps"')[2].partition("</nav>")[0]
    return re.findall(r'href="#([a-z]+)"', listed)


@pytest.mark.parametrize("is_sent", [False, True])
def test_the_page_begins_with_a_jump_to_each_section_below_in_their_order(
    bench: Bench, browse: Browse, *, is_sent: bool
) -> None:
    if is_sent:
        bench.approve()
        bench.send()
        bench.collected()
        bench.destroy()
    page = page_of(bench, browse)
    below = page.partition('<nav class="jumps"')[2].partition("</nav>")[2]
    assert jumps(page) == re.findall(r'<h2 id="([a-z]+)"', below)
    assert "texts" in jumps(page)


def test_where_the_evidence_does_not_hold_there_is_only_the_check_to_jump_to(
    bench: Bench, browse: Browse
) -> None:
    (bench.evidence / "ledger.jsonl").unlink()
    page = page_of(bench, browse)
    assert jumps(page) == ["checking"]
    assert 'id="texts"' not in page
