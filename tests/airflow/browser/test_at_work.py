"""Each role does its work from log-in to result, by clicking and typing only."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

from selenium.webdriver.support.ui import WebDriverWait
from tests.airflow.browser.people import (
    BROKEN,
    COMPLIANCE,
    HANDOVERS,
    POLICE,
    PROSECUTOR,
    REJECTED,
    STOPPED,
    TEAM,
    WITHDRAWN,
)

from eenmalig.evidence.verifying import verify_evidence
from eenmalig.stores.inventory import Inventory
from eenmalig_airflow.auth.rights import VERIFICATION

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.airflow.browser.conftest import Taken
    from tests.airflow.browser.desk import Desk


def test_the_data_team_starts_what_holds_and_is_told_what_does_not(
    desk: Desk, begun: Mapping[str, str]
) -> None:
    known = Inventory(desk.airflow.home)
    assert {known.get(campaign).handover for campaign in begun.values()} == set(HANDOVERS)
    assert {known.get(campaign).requested_by for campaign in begun.values()} == {TEAM}
    team = desk.of(TEAM)
    team.click("Aanleveringen")
    assert "bron 1: het bestand staat niet in de map" in team.text
    assert team.offers(f"Opnieuw controleren: {BROKEN}")
    assert not team.offers(f"Campagne starten: {BROKEN}")


def test_three_approvers_decide_one_after_the_other_and_are_told_so(
    desk: Desk, approved: str
) -> None:
    prosecutor = desk.of(PROSECUTOR)
    prosecutor.open(f"/campagnes/{approved}/besluit")
    assert "U hebt akkoord gegeven, namens de officier van justitie" in prosecutor.text
    assert "Alle drie de autoriteiten hebben akkoord gegeven." in prosecutor.text


def test_an_officer_rejects_on_a_telephone_by_keyboard_alone_with_a_reason(
    desk: Desk, rejected: str
) -> None:
    police = desk.of(POLICE)
    police.open(f"/campagnes/{rejected}/besluit")
    assert "U bent niet akkoord gegaan (afgewezen), namens de politie" in police.text
    assert "Uw reden: wie het bericht krijgen." in police.text


def test_an_officer_withdraws_before_anything_was_sent(desk: Desk, withdrawn: str) -> None:
    police = desk.of(POLICE)
    police.open(f"/campagnes/{withdrawn}/besluit")
    assert "U hebt het akkoord van de politie ingetrokken" in police.text
    assert "Uw reden: een andere reden." in police.text


def test_the_data_team_stops_what_is_under_way(desk: Desk, stopped: str) -> None:
    team = desk.of(TEAM)
    team.open(f"/campagnes/{stopped}/stoppen")
    assert f"Beëindigd door {TEAM}" in team.text


def test_what_nobody_answered_lapses(desk: Desk, lapsed: str) -> None:
    compliance = desk.of(COMPLIANCE)
    compliance.open(f"/campagnes/{lapsed}")
    assert "vervallen" in compliance.text
    assert "gevraagd, niet besloten" in compliance.text


def test_compliance_has_somebody_look_whether_everything_is_gone_and_reads_the_outcome(
    desk: Desk, completed: str
) -> None:
    compliance = desk.of(COMPLIANCE)
    compliance.click("Campagnes")
    assert "Niets gevonden dat er niet hoort." in compliance.text
    assert "niets gevonden" in compliance.row(completed)
    runs = desk.airflow.client("admin").get(f"/dags/{VERIFICATION}/dagRuns").body["dag_runs"]
    assert COMPLIANCE in {run["triggering_user_name"] for run in runs}
    compliance.click("Nu controleren of alles weg is")
    compliance.click("Naar de run")
    WebDriverWait(compliance.driver, 60).until(lambda _: COMPLIANCE in compliance.text)
    compliance.open("/")
    compliance.reload_until(lambda: compliance.offers("Nu controleren of alles weg is"), 120)


def test_compliance_takes_along_what_holds_by_itself(
    desk: Desk, completed: str, taken: Taken, tmp_path: Path
) -> None:
    assert completed in taken.report.read_text(encoding="utf-8")
    assert taken.certificate.read_bytes().startswith(b"%PDF-")
    with zipfile.ZipFile(taken.evidence) as packed:
        packed.extractall(tmp_path)
    folder = next(tmp_path.rglob("ledger.jsonl")).parent
    assert verify_evidence(folder, desk.airflow.home.trust).ending == "completed"


def test_compliance_checks_the_evidence_on_the_page(desk: Desk, checked: str) -> None:
    compliance = desk.of(COMPLIANCE)
    compliance.open(f"/campagnes/{checked}")
    compliance.click("Nu controleren")
    assert "Het bewijs klopt." in compliance.text


def test_each_campaign_is_told_by_how_it_ended(
    desk: Desk, completed: str, begun: Mapping[str, str], lapsed: str
) -> None:
    ended = {
        completed: "verzonden en afgerond",
        begun[REJECTED]: "afgewezen",
        begun[WITHDRAWN]: "ingetrokken",
        begun[STOPPED]: "gestopt",
        lapsed: "vervallen",
    }
    compliance = desk.of(COMPLIANCE)
    compliance.click("Campagnes")
    compliance.reload_until(
        lambda: all(told in compliance.row(campaign) for campaign, told in ended.items()), 60
    )
