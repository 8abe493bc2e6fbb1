"""Who is told of what, of stores that real steps filled, as a real mail server receives it."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.bench import APPROVERS, CASE, STAFF, cannot_be_removed
from tests.mails.conftest import ADDRESSES, BASE_URL
from tests.mails.receiving import SENDER

from eenmalig.documents.moments import moment
from eenmalig.documents.words import words
from eenmalig.domain.approvals import Decision, Reason
from eenmalig.errors import EenmaligError
from eenmalig.mails.happenings import RECEIVERS
from eenmalig.steps.stop import stop_campaign, withdraw_approval
from eenmalig.steps.taking_answers import take_answer
from eenmalig.stores.answers import GivenAnswer, GivenStop
from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from tests.mails.conftest import Post

ON_CALL = {*ADDRESSES["on_call"]}
ENDED = {*ADDRESSES["data_team"], *ADDRESSES["compliance"]}


def subjects(post: Post, **later: float) -> dict[str, str]:
    return {mail.receiver: mail.message["Subject"] for mail in post.told(None, **later)}


def reject(post: Post, authority: str, reason: Reason) -> None:
    bench, staff = post.bench, APPROVERS[authority]
    given = GivenAnswer(
        authority, str(STAFF[staff]), staff, Decision.REJECT, datetime.now(UTC), reason
    )
    take_answer(bench.home, bench.stores.answers, bench.campaign.run, given)


def in_dutch(at: str) -> str:
    return moment(at, words("nl"))


def test_an_authority_that_is_asked_is_told_case_deadline_and_link_and_nothing_else(
    post: Post,
) -> None:
    post.bench.ask("police")
    (mail,) = post.told()
    until = post.bench.records("approval_requested")[0].data["answer_by"]
    campaign = post.bench.campaign.id
    assert mail.receiver == "police@politie.example"
    assert mail.text.splitlines() == [
        "Dit is een oefening. Er gaat niets naar echte mensen.",
        "",
        (
            "U wordt gevraagd te besluiten over een campagne. Wat er gevraagd wordt, staat in het "
            "dossier. Zonder uw antwoord wordt er niets verstuurd."
        ),
        "",
        f"Zaak: {CASE}",
        "Stad: Lelystad",
        f"Campagne: {campaign}",
        f"Antwoorden kan tot: {in_dutch(until)}",
        "",
        f"Openen: {BASE_URL}/eenmalig/campagnes/{campaign}/besluit",
        "",
        (
            "Deze mail is automatisch verstuurd. Een antwoord erop leest "
            "niemand, en is geen besluit."
        ),
    ]
    message = mail.message
    assert message["Subject"] == f"Besluit gevraagd: zaak {CASE}, Lelystad (OEFENING)"
    assert message.get_content_type() == "text/plain"
    assert set(message.keys()) == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
    }
    assert (message["From"], message["To"]) == (SENDER, mail.receiver)
    assert message["Auto-Submitted"] == "auto-generated"


def test_who_is_asked_is_told_once_and_reminded_once(post: Post) -> None:
    post.bench.ask("police")
    assert len(post.told()) == 1
    assert post.told(minutes=10) == []
    asked = post.bench.records("approval_requested")[0].data
    left = datetime.fromisoformat(asked["answer_by"]) - datetime.now(UTC)
    (reminder,) = post.told(seconds=(left * 0.8).total_seconds())
    until = in_dutch(asked["answer_by"])
    assert reminder.message["Subject"] == f"Besluit vóór {until}: zaak {CASE}, Lelystad (OEFENING)"
    assert reminder.text.count(until) == 1
    assert post.told(seconds=(left * 0.9).total_seconds()) == []


def test_each_authority_is_told_in_its_turn(post: Post) -> None:
    for authority in APPROVERS:
        post.bench.ask(authority)
        assert set(subjects(post)) == {*ADDRESSES[authority]}
        post.bench.answer(authority)
    assert post.told() == []


def test_who_answered_or_need_not_answer_is_not_told(post: Post) -> None:
    post.bench.ask("police")
    now = datetime.now(UTC)
    given = GivenAnswer("police", "11", "police-lelystad", Decision.APPROVE, now)
    # Taken in by the API server, and signed by nobody yet.
    post.bench.stores.answers.take(post.bench.campaign.run, given, ["police-lelystad"])
    assert post.told() == []


def test_nobody_is_asked_about_what_somebody_stopped_from_a_page(post: Post) -> None:
    post.bench.ask("police")
    stop = GivenStop("2", "data-team-lelystad", datetime.now(UTC))
    post.bench.stores.answers.stop(post.bench.campaign.run, stop)
    assert post.told() == []


def test_a_question_that_has_lapsed_is_told_to_nobody(post: Post) -> None:
    post.bench.ask("police")
    assert [mail for mail in post.told(minutes=61) if mail.receiver.startswith("police")] == []


def test_a_rejection_is_told_with_its_authority_and_reason(post: Post) -> None:
    post.bench.ask("police")
    reject(post, "police", Reason.RECIPIENTS)
    post.bench.destroy()
    mails = post.told()
    assert {mail.receiver for mail in mails} == ENDED
    for line in (
        "Afloop: afgewezen door een autoriteit, er is niets verstuurd",
        "Autoriteit: Politie",
        "Reden: wie het bericht krijgen",
    ):
        assert line in mails[0].text.splitlines()
    assert "police-lelystad" not in mails[0].text


def test_an_approval_that_was_taken_back_on_the_page_is_told_as_withdrawn(post: Post) -> None:
    post.bench.decide("police")
    reject(post, "police", Reason.MOMENT)
    post.bench.destroy()
    lines = post.told()[0].text.splitlines()
    for line in ("Afloop: beëindigd op woord van een autoriteit", "Autoriteit: Politie"):
        assert line in lines
    assert "Reden: het moment" in lines


def test_every_other_ending_is_told_in_its_own_words(post: Post) -> None:
    stop_campaign(post.bench.stores, post.bench.campaign.id, "beheerder")
    mails = post.told()
    assert "Afloop: door een mens gestopt" in mails[0].text
    assert "beheerder" not in mails[0].text


def test_a_withdrawal_is_told_with_its_authority_and_without_a_name(post: Post) -> None:
    post.bench.decide("police")
    withdraw_approval(
        post.bench.stores, post.bench.campaign.id, "police", "police-lelystad", "beheerder"
    )
    text = post.told()[0].text
    assert "Afloop: beëindigd op woord van een autoriteit" in text
    assert "Autoriteit: Politie" in text
    assert "police-lelystad" not in text
    assert "beheerder" not in text


def test_a_near_deadline_is_told_once_and_what_outlives_it_each_day(post: Post) -> None:
    near = subjects(post, minutes=100)
    assert near == dict.fromkeys(
        ON_CALL, f"Uiterste vernietiging nadert: zaak {CASE}, Lelystad (OEFENING)"
    )
    assert post.told(minutes=105) == []
    late = subjects(post, minutes=121)
    assert late == dict.fromkeys(ON_CALL, f"NIET VERNIETIGD: zaak {CASE}, Lelystad (OEFENING)")
    assert set(subjects(post, minutes=121 + 24 * 60)) == ON_CALL


def test_a_destruction_that_does_not_end_is_told_before_the_deadline(post: Post) -> None:
    bench = post.bench
    key = bench.home.keys / bench.campaign.id / "number.key"
    assert key.is_file()
    cannot_be_removed(bench.patch, key)
    with pytest.raises(EenmaligError):
        bench.destroy()
    assert post.told(minutes=59) == []
    assert set(subjects(post, minutes=61)) == ON_CALL


def test_a_leak_is_told_without_the_number(post: Post) -> None:
    bench = post.bench
    leaked = min(bench.truth.recipient_numbers)
    (bench.home.evidence / "notes.txt").write_text(leaked)
    bench.decide("police", Decision.REJECT)
    with pytest.raises(EenmaligError):
        bench.destroy()
    leak = [mail for mail in post.told() if mail.receiver in ON_CALL]
    assert {mail.message["Subject"] for mail in leak} == {
        f"LEK GEVONDEN: zaak {CASE}, Lelystad (OEFENING)"
    }
    assert all(leaked not in mail.text for mail in leak)


def test_what_a_verification_found_is_told_to_who_is_on_call(post: Post) -> None:
    bench = post.bench
    bench.look()
    assert post.told() == []
    (bench.home.vault / "something").mkdir()
    assert bench.look().wrong
    assert subjects(post) == dict.fromkeys(
        ON_CALL, "Bevinding: installatie van Eenmalig (OEFENING)"
    )
    assert post.told() == []


def test_a_day_without_verification_is_told(post: Post) -> None:
    stop_campaign(post.bench.stores, post.bench.campaign.id, "tests")
    post.bench.look()
    post.told()
    assert post.told(hours=35) == []
    assert subjects(post, hours=37) == dict.fromkeys(
        ON_CALL, "Niet gecontroleerd: installatie van Eenmalig (OEFENING)"
    )


def test_stores_that_cannot_be_read_are_told(post: Post) -> None:
    (post.bench.home.inventory / "inventory.db").write_bytes(b"no database" * 100)
    assert subjects(post) == dict.fromkeys(
        ON_CALL, "Bevinding: installatie van Eenmalig (OEFENING)"
    )


def test_a_ledger_that_does_not_hold_is_told_and_hides_nothing_else(post: Post) -> None:
    with sqlite3.connect(post.bench.home.inventory / "inventory.db") as database:
        (line,) = database.execute("SELECT line FROM lines WHERE seq = 2").fetchone()
        changed = line.replace(b"extracted", b"extradite")
        database.execute("UPDATE lines SET line = ? WHERE seq = 2", (changed,))
    mails = post.told(minutes=100)
    assert {mail.receiver for mail in mails} == ON_CALL
    assert {mail.message["Subject"].partition(":")[0] for mail in mails} == {
        "Bevinding",
        "Uiterste vernietiging nadert",
    }


def test_a_week_later_nobody_is_told_any_more(post: Post) -> None:
    (post.bench.home.vault / "something").mkdir()
    stop_campaign(post.bench.stores, post.bench.campaign.id, "tests")
    assert post.bench.look().wrong
    # That nobody has looked since then is new each day.
    assert set(subjects(post, days=8).values()) == {
        "Niet gecontroleerd: installatie van Eenmalig (OEFENING)"
    }


def test_who_has_no_address_is_not_mailed_and_the_log_says_so(
    post: Post, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    post.name(compliance=["compliance@politie.example"])
    post.bench.ask("police")
    assert post.told() == []
    assert "lelystad: nobody is mailed for police" in caplog.text


def test_a_mail_speaks_the_language_of_its_city(post: Post) -> None:
    path = post.folder / "lelystad.yaml"
    path.write_text(path.read_text().replace("language: nl", "language: en"))
    post.bench.ask("police")
    (mail,) = post.told()
    assert mail.message["Subject"] == f"Decision asked: case {CASE}, Lelystad (REHEARSAL)"
    assert "This is a rehearsal. Nothing goes to real people." in mail.text


def test_the_runbook_says_who_gets_what() -> None:
    table = (PROJECT / "docs" / "runbook.md").read_text().partition("## Who is mailed")[2]
    rows = [
        [cell.strip(" `") for cell in line.strip("|").split("|")]
        for line in table.partition("\n## ")[0].splitlines()
        if line.startswith("| `")
    ]
    told = {row[0]: {cell.strip(" `") for cell in row[2].split(",")} for row in rows}
    assert told == {str(kind): set(receivers) for kind, receivers in RECEIVERS.items()}
