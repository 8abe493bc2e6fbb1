"""The page of one campaign, in each of its states: what it says, and to whom."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import CASE
from tests.pages.conftest import Person

from eenmalig.domain.approvals import Reason
from eenmalig.evidence.ledger import LEDGER
from eenmalig.stores.answers import GivenStop

if TYPE_CHECKING:
    from collections.abc import Callable

    from httpx import Response
    from tests.bench import Bench

READER = Person("compliance")
APPROVER = Person("police-lelystad", answering=frozenset({"lelystad"}))
HIDDEN = '<td class="number">&lt;5</td>'
DATA_TEAM = Person("data-team-lelystad", triggering=frozenset({"lelystad"}))


def page_of(bench: Bench, browse: Callable[[Person], Any], person: Person = READER) -> str:
    with browse(person) as browser:
        page: Response = browser.open(f"/campagnes/{bench.campaign.id}")
    assert page.status_code == 200
    return page.text


def test_who_must_decide_by_when_stands_first(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    assert "De politie wordt zo gevraagd te besluiten" in page_of(bench, browse)
    bench.ask("police")
    page = page_of(bench, browse)
    assert "OEFENING" in page
    assert CASE in page
    assert "De politie moet besluiten vóór" in page
    bench.answer("police")
    bench.ask("municipality")
    page = page_of(bench, browse)
    assert "De gemeente moet besluiten vóór" in page
    assert "akkoord op" in page


def test_what_is_offered_is_what_the_visitor_may(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    for person, shown, hidden in (
        (READER, ("evidence.zip",), ("/besluit", "/stoppen")),
        (APPROVER, ("evidence.zip", "/besluit", "/stoppen"), ()),
        (DATA_TEAM, ("/stoppen",), ("/besluit", "evidence.zip")),
    ):
        page = page_of(bench, browse, person)
        assert [link for link in shown if link not in page] == []
        assert [link for link in hidden if link in page] == []


def test_small_counts_and_the_dossier_are_for_who_decides_and_oversees(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    for person in (READER, APPROVER):
        page = page_of(bench, browse, person)
        assert "Lees het hele dossier" in page
        assert HIDDEN not in page.split("Per bron")[0]
    page = page_of(bench, browse, DATA_TEAM)
    assert "Lees het hele dossier" not in page
    assert "samen in één regel" in page.split("Per bron")[0]


def test_a_rejection_is_told_with_its_reason(bench: Bench, browse: Callable[[Person], Any]) -> None:
    bench.ask("police")
    with browse(Person("police-lelystad", "11", answering=frozenset({"lelystad"}))) as browser:
        page = browser.open(f"/campagnes/{bench.campaign.id}/besluit")
        here = f"/campagnes/{bench.campaign.id}/besluit"
        browser.send(page, here, decision="reject", reason=str(Reason.TEXT))
    page = page_of(bench, browse)
    assert ">afgewezen<" in page
    assert "niet akkoord</span> de tekst" in page
    assert "Er wordt niets meer verstuurd" in page


def test_a_whole_campaign_is_told_until_somebody_has_looked(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    bench.approve()
    assert "zodra het venster open is" in page_of(bench, browse)
    bench.send()
    assert "Het versturen is voorbij" in page_of(bench, browse)
    assert "Aangenomen door de aanbieder" in page_of(bench, browse)
    bench.collected()
    bench.destroy()
    page = page_of(bench, browse)
    assert "Er heeft nog niemand anders gekeken" in page
    bench.look()
    page = page_of(bench, browse)
    recipients = len(bench.truth.recipient_numbers)
    for told in (
        "verzonden en afgerond",
        "Een aparte controle heeft gekeken",
        f"= {recipients} ontvangers.",
        "sleutel gewist",
        "Het volgende noemen wij niet vernietigd",
        "teksten in systemen van de aanbieder, tot 30 dagen",
        "report.html",
        "certificate.pdf",
    ):
        assert told in page, told
    for authority in ("Politie", "Gemeente", "Officier van justitie"):
        assert f"{authority} gevraagd" in page
    assert "<script" not in page
    assert "style=" not in page


def test_a_stop_is_told_from_the_moment_that_it_is_given(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    bench.approve()
    assert "/stoppen" in page_of(bench, browse, DATA_TEAM)
    given = GivenStop("2", "data-team-lelystad", datetime.now(UTC))
    bench.stores.answers.stop(bench.campaign.run, given)
    page = page_of(bench, browse, DATA_TEAM)
    assert ">gestopt<" in page
    assert "Beëindigd door data-team-lelystad" in page
    assert "/stoppen" not in page


def test_a_deadline_that_has_passed_is_told_before_all_else(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    campaign = bench.campaign
    with bench.stores.inventory.changing() as changes:
        changes.update(campaign.id, deadline=campaign.taken_in_at)
    assert "is voorbij, en niet vaststaat dat alles weg is" in page_of(bench, browse)


def damage_a_line(bench: Bench) -> None:
    ledger = bench.evidence / LEDGER
    ledger.write_bytes(ledger.read_bytes().replace(b"normalized", b"normalised"))


def cut_the_end(bench: Bench) -> None:
    ledger = bench.evidence / LEDGER
    ledger.write_bytes(b"".join(ledger.read_bytes().splitlines(keepends=True)[:-1]))


def lose_it(bench: Bench) -> None:
    (bench.evidence / LEDGER).unlink()


def put_a_link_there(bench: Bench) -> None:
    ledger = bench.evidence / LEDGER
    ledger.rename(bench.home.root / "elsewhere")
    ledger.symlink_to(bench.home.root / "elsewhere")


@pytest.mark.parametrize("damage", [damage_a_line, cut_the_end, lose_it, put_a_link_there])
def test_evidence_that_is_damaged_is_said_to_be_and_not_shown(
    bench: Bench, browse: Callable[[Person], Any], damage: Callable[[Bench], None]
) -> None:
    damage(bench)
    page = page_of(bench, browse)
    assert "niet te vertrouwen" in page
    assert "Van gelezen waarden" not in page
    assert "ledger.jsonl" in page
    with browse(READER) as browser:
        shown = browser.open(f"/campagnes/{bench.campaign.id}")
        checked = browser.send(shown, f"/campagnes/{bench.campaign.id}/controle")
        assert "Het bewijs klopt NIET" in checked.text
        refused = browser.open(f"/campagnes/{bench.campaign.id}/download/evidence.zip")
    assert refused.status_code == 409
    assert "niet zoals het werd ondertekend" in refused.text


def test_a_file_that_was_changed_beside_a_sound_ledger_is_told_and_the_ledger_shown(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    bench.destroy()
    bench.look()
    assert "Wat niet klopt" not in page_of(bench, browse)
    (bench.evidence / "certificate.json").write_text("{}")
    page = page_of(bench, browse)
    assert "Wat niet klopt" in page
    assert "certificate.json was changed" in page
    assert "sleutel gewist" in page
    assert "Buiten ons bereik" not in page


@pytest.mark.parametrize(
    ("kind", "data"),
    [("approval_answered", {"authority": "police"}), ("outcomes", {}), ("destroyed", {"what": 7})],
)
def test_records_that_lack_what_they_must_hold_are_not_shown(
    bench: Bench, browse: Callable[[Person], Any], kind: str, data: dict[str, Any]
) -> None:
    with bench.stores.evidence(bench.campaign.id).commit() as commit:
        commit.record(kind, data, datetime.now(UTC))
    page = page_of(bench, browse)
    assert "niet te vertrouwen" in page
    assert "a record or file lacks what it must hold" in page
