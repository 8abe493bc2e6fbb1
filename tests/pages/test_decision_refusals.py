"""A decision that is not taken: nothing is on record, and the page says so in plain words."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from tests.pages.conftest import ORIGIN, Person
from tests.pages.deciding import (
    COMPLIANCE,
    DATA_TEAM,
    HERE,
    MUNICIPALITY,
    POLICE,
    approve,
    ask_besides,
    by_airflow,
    digest_of,
    on_record,
    place,
    posted,
    token_of,
    withdraw,
    words_of,
)

from eenmalig.domain.approvals import Decision

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench

    Browse = Callable[[Person], Any]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"decision": "reject"}, "Kies bij Niet akkoord een reden"),
        ({"decision": "reject", "reason": "because"}, "Kies bij Niet akkoord een reden"),
        ({"decision": "perhaps"}, "Kies Akkoord of Niet akkoord"),
        ({"decision": ""}, "Kies Akkoord of Niet akkoord"),
        ({"decision": "approve", "reason": "text"}, "U koos een reden en ook Akkoord"),
        ({"decision": "approve", "dossier": "0" * 64}, "niet het dossier dat u voor u had"),
    ],
    ids=["no reason", "no known reason", "no known decision", "none", "both", "another dossier"],
)
def test_what_is_no_decision_is_asked_for_again(
    bench: Bench, browse: Browse, fields: dict[str, str], why: str
) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        page = browser.send(browser.open(place(bench)), place(bench), **fields)
    assert page.status_code == 400
    assert "Er is niets vastgelegd" in words_of(page)
    assert why in words_of(page)
    assert "<button" in page.text
    assert on_record(bench) == []


@pytest.mark.parametrize(
    "person",
    [
        COMPLIANCE,
        DATA_TEAM,
        MUNICIPALITY,
        Person("police-elsewhere", "77", answering=HERE),
        Person(POLICE.staff_id, "77", answering=HERE),
        Person(POLICE.staff_id, POLICE.user_id),
        Person("police-zwolle", "78", reading=frozenset({"zwolle"}), answering=HERE),
    ],
    ids=[
        "compliance",
        "data team",
        "not yet",
        "nobody asked",
        "another user",
        "no right",
        "another city",
    ],
)
@pytest.mark.parametrize("decision", ["approve", "reject"])
def test_who_was_not_asked_decides_nothing(
    bench: Bench, browse: Browse, person: Person, decision: str
) -> None:
    bench.ask("police")
    stated = {"decision": decision, "dossier": digest_of(bench)}
    if decision == "reject":
        stated["reason"] = "text"
    with browse(person) as browser:
        for path in (place(bench), f"{place(bench)}/intrekken"):
            answer = posted(browser, path, person, **stated)
            if decision == "reject" or path == place(bench):
                assert answer.status_code == 403
    assert on_record(bench) == []


@pytest.mark.parametrize("end", ["", "/intrekken"])
@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("", {"Origin": ORIGIN}),
        ("another's", {"Origin": ORIGIN}),
        ("own", {}),
        ("own", {"Origin": "http://elsewhere.example"}),
        ("own", {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"}),
    ],
    ids=["no token", "another's token", "no origin", "another origin", "another site"],
)
def test_a_form_from_elsewhere_decides_nothing(
    bench: Bench, browse: Browse, end: str, token: str, headers: dict[str, str]
) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        tokens = {"own": token_of(POLICE), "another's": token_of(MUNICIPALITY), "": ""}
        stated = {"token": tokens[token], "decision": "reject", "reason": "text"}
        answer = browser.client.post(place(bench) + end, data=stated, headers=headers)
    assert answer.status_code == 400
    assert "Dit formulier kwam niet van deze pagina" in words_of(answer)
    assert on_record(bench) == []


def test_a_page_that_stood_open_for_too_long_decides_nothing(
    bench: Bench, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        from eenmalig_airflow.pages import own_forms  # noqa: PLC0415 - as above

        page = browser.open(place(bench))
        monkeypatch.setattr(own_forms, "OPEN_SECONDS", -1)
        answer = browser.send(page, place(bench), decision="approve")
    assert answer.status_code == 400
    assert "stond te lang open" in words_of(answer)
    assert on_record(bench) == []


def test_a_double_click_is_one_approval(bench: Bench, browse: Browse) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        page = browser.open(place(bench))
        for _ in range(2):
            answer = browser.send(page, place(bench), decision="approve")
            assert answer.status_code == 303
    assert on_record(bench) == [("police", "police-lelystad", "approve", None)]


def test_going_back_after_a_no_takes_no_yes_and_after_a_yes_takes_the_no(
    bench: Bench, browse: Browse
) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        before = browser.open(place(bench))
        assert browser.send(before, place(bench), decision="approve").status_code == 303
        no = browser.send(before, place(bench), decision="reject", reason="other")
        assert no.status_code == 303
        yes = browser.send(before, place(bench), decision="approve")
    assert yes.status_code == 409
    assert "Er staat al een ander besluit, en dat blijft staan" in words_of(yes)
    assert "U hebt het akkoord van de politie ingetrokken" in words_of(yes)
    assert [decision for *_, decision, _ in on_record(bench)] == ["approve", "reject"]


def test_a_yes_after_the_last_moment_comes_too_late(bench: Bench, browse: Browse) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        from eenmalig_airflow.pages import decision_page  # noqa: PLC0415 - as above

        page = browser.open(place(bench))

        later = SimpleNamespace(now=lambda zone: datetime.now(zone) + timedelta(hours=1))
        bench.patch.setattr(decision_page, "datetime", later)
        answer = browser.send(page, place(bench), decision="approve")
    assert answer.status_code == 410
    assert "Uw besluit komt te laat" in words_of(answer)
    assert "Er is niet op tijd besloten" in words_of(answer)
    assert "<button" not in answer.text
    assert on_record(bench) == []


def test_a_campaign_that_has_ended_takes_no_answer(bench: Bench, browse: Browse) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        page = browser.open(place(bench))
        bench.destroy()
        for decision, reason in (("approve", ""), ("reject", "text")):
            answer = browser.send(page, place(bench), decision=decision, reason=reason)
            assert answer.status_code == 410
            assert "Uw besluit komt te laat" in words_of(answer)
            assert "De campagne is geëindigd" in words_of(answer)
    assert on_record(bench) == []


def test_what_cannot_be_kept_is_told_as_such(bench: Bench, browse: Browse) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        page = browser.open(place(bench))
        database = bench.home.answers / "answers.db"
        aside = database.rename(database.with_name("aside"))
        answer = browser.send(page, place(bench), decision="approve")
        assert answer.status_code == 503
        assert "Er is niets gebeurd" in words_of(answer)
        aside.rename(database)
    assert on_record(bench) == []


def test_an_answer_in_airflow_is_seen_on_the_page_at_once(bench: Bench, browse: Browse) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        before = browser.open(place(bench))
        by_airflow(bench, "police", Decision.REJECT)
        assert "U bent niet akkoord gegaan (afgewezen)" in words_of(browser.open(place(bench)))
        answer = browser.send(before, place(bench), decision="approve")
    assert answer.status_code == 409
    with browse(MUNICIPALITY) as browser:
        assert "niet akkoord de tekst" in words_of(browser.open(place(bench)))
    assert [decision for *_, decision, _ in on_record(bench)] == ["reject"]


def test_a_yes_of_who_is_not_asked_any_more_stands_in_nobodys_way_and_a_no_does(
    bench: Bench, browse: Browse
) -> None:
    bench.ask("police")
    by_airflow(bench, "police", Decision.APPROVE)
    colleague = Person("police-second", "21", answering=HERE)
    ask_besides(bench, {colleague.staff_id: colleague.user_id})
    with browse(colleague) as browser:
        page = browser.open(place(bench))
        assert 'class="mark good"' not in page.text
        assert browser.send(page, place(bench), decision="approve").status_code == 303
        assert browser.open(place(bench)).text.count('class="mark good"') == 1
        ask_besides(bench, {POLICE.staff_id: POLICE.user_id})
        by_airflow(bench, "police", Decision.REJECT)
        ask_besides(bench, {colleague.staff_id: colleague.user_id})
        assert "ingetrokken de tekst" in words_of(browser.open(place(bench)))


def test_what_the_door_refuses_has_words_on_the_page(bench: Bench) -> None:
    from eenmalig.pages.page_words import page_words  # noqa: PLC0415 - as above
    from eenmalig_airflow.answers.door import STATUS  # noqa: PLC0415 - as above

    del bench
    for language in ("nl", "en"):
        for form in ("", "withdraw_"):
            told = [f"{form}{code}" for code in STATUS]
            assert [code for code in told if not page_words(language).knows("decision", code)] == []


def test_each_answer_has_the_waiting_request_looked_at(
    bench: Bench, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.ask("police")
    with browse(POLICE) as browser:
        from eenmalig_airflow.answers.door import door  # noqa: PLC0415 - as above

        looked: list[str] = []
        pusher = door(bench.home).pusher
        monkeypatch.setattr(pusher, "look_now", lambda: looked.append("now"))
        approve(bench, browser)
        withdraw(bench, browser)
    assert looked == ["now", "now"]
