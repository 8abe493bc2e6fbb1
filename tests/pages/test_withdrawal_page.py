"""Withdrawing an approval: its consequence comes first, and it holds until the last message."""

from __future__ import annotations

import errno
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import at_call, ends_as
from tests.pages.deciding import (
    COMPLIANCE,
    MUNICIPALITY,
    POLICE,
    approve,
    on_record,
    place,
    withdraw,
    words_of,
)

from eenmalig.domain.approvals import Decision
from eenmalig.errors import EenmaligError
from eenmalig.steps.told_ending import told_ending
from eenmalig.stores.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench
    from tests.pages.conftest import Person

    Browse = Callable[[Person], Any]


def test_a_withdrawal_before_sending_says_that_nothing_will_be_sent(
    bench: Bench, browse: Browse
) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        approve(bench, browser)
        page = browser.open(place(bench))
        assert page.text.count(f'href="{place(bench)}/intrekken"') == 1
        confirmed = page.text.partition("U hebt akkoord gegeven")[2].partition("</section>")[0]
        assert "Uw akkoord kunt u intrekken tot het laatste bericht weg is." in confirmed
        assert f'href="{place(bench)}/intrekken"' in confirmed
        assert "<button" not in page.text
        confirmation = words_of(browser.open(f"{place(bench)}/intrekken"))
        assert "was er nog niets verstuurd" in confirmation
        assert "Intrekken is voorgoed" in confirmation
        assert "Waarom u intrekt" in confirmation
        assert withdraw(bench, browser).status_code == 303
        after = words_of(browser.open(place(bench)))
    assert "U hebt het akkoord van de politie ingetrokken, op " in after
    assert "Uw reden: het moment" in after
    assert "Het akkoord is ingetrokken. Er wordt niets verstuurd" in after
    assert "ingetrokken het moment" in after
    assert "afgewezen" not in after
    assert "niet akkoord" not in after
    assert on_record(bench)[-1] == ("police", "police-lelystad", "reject", "moment")
    assert bench.ask("municipality") is None
    ends_as(bench, "rejected")


def reads_as_withdrawn(bench: Bench, browse: Browse) -> None:
    """Look at the list, the campaign's page and the tab of its run."""
    with browse(COMPLIANCE) as browser:
        listed = words_of(browser.open("/"))
        page = words_of(browser.open(f"/campagnes/{bench.campaign.id}"))
    assert "↩ ingetrokken" in listed
    assert "ingetrokken" in page
    assert "afgewezen" not in listed + page
    assert "niet akkoord" not in page
    assert told_ending(bench.stores, bench.run) == "withdrawn"


@pytest.mark.parametrize("when", ["asking", "approved", "gate"])
def test_an_approval_that_is_taken_back_before_sending_reads_as_withdrawn_everywhere(
    bench: Bench, browse: Browse, when: str
) -> None:
    bench.decide("police")
    if when != "asking":
        bench.decide("municipality")
        bench.decide("public_prosecutor")
    if when == "gate":
        bench.gate()
    with browse(POLICE) as browser:
        assert withdraw(bench, browser).status_code == 303
        # No step has signed it yet.
        assert ">ingetrokken<" in browser.open(f"/campagnes/{bench.campaign.id}").text
    bench.ask("municipality")
    with suppress(EenmaligError):
        bench.gate()
    reads_as_withdrawn(bench, browse)
    ends_as(bench, "rejected")  # what is signed says what was decided: a no, and nothing sent
    reads_as_withdrawn(bench, browse)


def test_a_no_of_another_after_it_leaves_it_withdrawn_and_before_it_rejected(
    bench: Bench,
) -> None:
    bench.decide("police")
    bench.ask("municipality")
    bench.answer("municipality", Decision.REJECT)
    bench.answer("police", Decision.REJECT)
    assert told_ending(bench.stores, bench.run) == "rejected"


def test_a_withdrawal_without_a_reason_is_asked_for_one(bench: Bench, browse: Browse) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        approve(bench, browser)
        path = f"{place(bench)}/intrekken"
        for reason in ("", "because"):
            answer = browser.send(browser.open(path), path, reason=reason)
            assert answer.status_code == 400
            told = words_of(answer)
            assert "Kies een reden om in te trekken. Uw akkoord staat nog." in told
            assert "Niet akkoord" not in told
            assert "Ja, intrekken" in told
    assert [decision for *_, decision, _ in on_record(bench)] == ["approve"]


def test_a_withdrawal_that_cannot_be_kept_leaves_the_approval_and_says_so(
    bench: Bench, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    bench.decide("police")
    with browse(POLICE) as browser, monkeypatch.context() as patch:
        patch.setattr(Answers, "take", fail)
        answer = withdraw(bench, browser)
    assert answer.status_code == 503
    assert "Uw intrekking kon nu niet worden vastgelegd. Uw akkoord staat nog." in words_of(answer)
    assert [decision for *_, decision, _ in on_record(bench)] == ["approve"]


@pytest.mark.parametrize("person", [MUNICIPALITY, COMPLIANCE])
def test_there_is_none_to_make_for_whose_authority_did_not_approve(
    bench: Bench, browse: Browse, person: Person
) -> None:
    bench.decide("police")
    bench.ask("municipality")
    with browse(person) as browser:
        answer = browser.open(f"{place(bench)}/intrekken")
    assert (answer.status_code, answer.headers["location"]) == (303, place(bench))


def test_during_sending_it_says_how_many_went_and_no_other_follows(
    bench: Bench, browse: Browse
) -> None:
    bench.approve()
    seen: list[str] = []
    with browse(POLICE) as browser:

        def change_of_mind() -> None:
            seen.append(words_of(browser.open(f"{place(bench)}/intrekken")))
            assert withdraw(bench, browser).status_code == 303
            seen.append(words_of(browser.open(place(bench))))

        at_call(bench, 5, change_of_mind)
        bench.send()
        closed = browser.open(f"{place(bench)}/intrekken")
        assert closed.status_code == 303
    # The fifth was claimed when the page was made; its call was under way.
    assert "waren ten hoogste 5 van 40 berichten aangeboden" in seen[0]
    assert "ingetrokken terwijl er werd verstuurd" in seen[1]
    (sent,) = bench.records("sent")
    assert (sent.data["accepted"], sent.data["ended_early"]) == (5, "withdrawn")


def test_when_sending_is_over_it_comes_too_late(bench: Bench, browse: Browse) -> None:
    bench.approve()
    with browse(POLICE) as browser:
        path = f"{place(bench)}/intrekken"
        before = browser.open(path)
        bench.send()
        answer = browser.send(before, path, reason="moment")
    assert answer.status_code == 410
    assert "Uw intrekking komt te laat" in words_of(answer)
    assert "Er is niets ingetrokken" in words_of(answer)
    assert "Het versturen is voorbij" in words_of(answer)
    assert [decision for *_, decision, _ in on_record(bench)] == ["approve"] * 3
