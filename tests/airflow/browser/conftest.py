"""What becomes of five campaigns, each led to its end by people who do nothing but click and type.

Each is led there once, when the first test asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from selenium.webdriver import Keys
from tests.airflow.browser.chromium import TELEPHONE, require_chromium
from tests.airflow.browser.desk import Desk
from tests.airflow.browser.people import (
    BROKEN,
    CITY,
    COMPLETED,
    COMPLIANCE,
    HANDOVERS,
    MUNICIPALITY,
    POLICE,
    PROSECUTOR,
    REJECTED,
    STOPPED,
    TEAM,
    WITHDRAWN,
    case_of,
)
from tests.airflow.campaigns import HURRIED, Begun, begin

from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from standalone.running import Airflow


@pytest.fixture(scope="session")
def desk(airflow: Airflow, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The people of these tests."""
    require_chromium()
    desk = Desk(airflow, tmp_path_factory.mktemp("browsers"))
    yield desk
    desk.close()


@pytest.fixture(scope="session")
def handed_over(airflow: Airflow) -> frozenset[str]:
    """Put hand-overs where the case team puts them, one without a file that it names.

    Returns every number in them that is texted or on a list, in E.164.
    """
    numbers: set[str] = set()
    for name in (*HANDOVERS, BROKEN):
        place = airflow.home.handover / CITY / name
        truth = make_handover(place, city=CITY, case_reference=case_of(name), recipients=20)
        numbers |= truth.recipient_numbers | truth.excluded_numbers
    (place / "klanten.csv").unlink()
    return frozenset(numbers)


@pytest.fixture(scope="session")
def lapsing(airflow: Airflow) -> Begun:
    """A campaign of the city whose authorities have a minute; nobody answers."""
    return begin(airflow, HURRIED, "brug")


@pytest.fixture(scope="session")
def begun(desk: Desk, handed_over: frozenset[str], lapsing: Begun) -> Mapping[str, str]:
    """The campaigns that the data team started from the page of hand-overs, by hand-over."""
    assert handed_over
    assert lapsing
    team = desk.of(TEAM)
    team.click("Aanleveringen")
    team.click("Nieuwe aanleveringen zoeken en controleren")
    desk.look(TEAM, "handovers-asked")
    team.click("Vernieuwen")
    team.reload_until(lambda: BROKEN in team.text and "Nog niet" not in team.text, 60)
    desk.look(TEAM, "handovers")
    for name in HANDOVERS:
        team.click(f"Campagne starten: {name}")
        assert "De campagne is aangevraagd." in team.text
        assert not team.offers(f"Campagne starten: {name}")
    desk.look(TEAM, "handovers-started")
    team.click("Campagnes")
    team.reload_until(lambda: all(case_of(name) in team.text for name in HANDOVERS), 90)
    return {name: team.link_in_row(case_of(name)) for name in HANDOVERS}


def to_decision(desk: Desk, staff_id: str, campaign: str) -> None:
    """Go from the list to the page of a decision, and wait until there is one to take."""
    browser = desk.of(staff_id)
    browser.click("Campagnes")
    browser.click(campaign)
    browser.click("Naar het besluit")
    browser.reload_until(lambda: browser.offers("Akkoord"), 90)


@pytest.fixture(scope="session")
def approved(desk: Desk, begun: Mapping[str, str]) -> str:
    """A campaign that all three approved, one after the other."""
    campaign = begun[COMPLETED]
    for staff_id in (POLICE, MUNICIPALITY, PROSECUTOR):
        to_decision(desk, staff_id, campaign)
        if staff_id == PROSECUTOR:
            desk.look(staff_id, "decision-last", on=TELEPHONE)
        desk.of(staff_id).click("Akkoord")
        assert "U hebt akkoord gegeven" in desk.of(staff_id).text
    desk.look(PROSECUTOR, "approved", on=TELEPHONE)
    return campaign


@pytest.fixture(scope="session")
def rejected(desk: Desk, begun: Mapping[str, str]) -> str:
    """A campaign that the police rejected on a telephone, by keys alone, with a reason."""
    campaign = begun[REJECTED]
    to_decision(desk, POLICE, campaign)
    desk.look(POLICE, "decision", on=TELEPHONE)
    police = desk.of(POLICE)
    police.resize(TELEPHONE)
    police.open(f"/campagnes/{campaign}/besluit")
    police.tab_to("de tekst")
    police.focused().send_keys(Keys.ARROW_DOWN)
    police.tab_to("Niet akkoord")
    police.press(Keys.ENTER)
    desk.look(POLICE, "rejected", on=TELEPHONE)
    return campaign


@pytest.fixture(scope="session")
def withdrawn(desk: Desk, begun: Mapping[str, str]) -> str:
    """A campaign whose police took its approval back while the municipality was asked."""
    campaign = begun[WITHDRAWN]
    to_decision(desk, POLICE, campaign)
    police = desk.of(POLICE)
    police.click("Akkoord")
    to_decision(desk, MUNICIPALITY, campaign)
    desk.look(MUNICIPALITY, "decision-second")
    desk.of(MUNICIPALITY).click("Naar de campagne")
    desk.look(MUNICIPALITY, "campaign-asked")
    police.click("Akkoord intrekken")
    desk.look(POLICE, "withdrawal", on=TELEPHONE)
    police.click("Nee, terug naar het besluit")
    police.click("Akkoord intrekken")
    police.tick("een andere reden")
    police.click("Ja, intrekken")
    desk.look(POLICE, "withdrawn", on=TELEPHONE)
    return campaign


@pytest.fixture(scope="session")
def stopped(desk: Desk, begun: Mapping[str, str]) -> str:
    """A campaign that the data team stopped."""
    campaign, team = begun[STOPPED], desk.of(TEAM)
    team.click("Campagnes")
    team.click(campaign)
    team.click("Campagne stoppen")
    desk.look(TEAM, "stopping")
    team.tick("Ik begrijp dat dit definitief is.")
    team.click("Campagne stoppen")
    desk.look(TEAM, "stopped")
    return campaign


@pytest.fixture(scope="session")
def lapsed(desk: Desk, lapsing: Begun) -> str:
    """A campaign that nobody answered for in time."""
    lapsing.airflow.client("admin").wait_for_run(lapsing.dag, lapsing.run, 180)
    assert lapsing.campaign is not None
    desk.of(COMPLIANCE).open(f"/campagnes/{lapsing.campaign.id}")
    desk.look(COMPLIANCE, "campaign-lapsed")
    return lapsing.campaign.id


@pytest.fixture(scope="session")
def completed(desk: Desk, approved: str, stopped: str, rejected: str, withdrawn: str) -> str:
    """The approved campaign once it was sent, destroyed and looked at again."""
    assert {stopped, rejected, withdrawn}
    compliance = desk.of(COMPLIANCE)
    compliance.click("Campagnes")
    compliance.click(approved)
    desk.look(COMPLIANCE, "campaign-sending")
    compliance.reload_until(lambda: "verzonden en afgerond" in compliance.text, 240)
    compliance.click("Campagnes")
    compliance.click("Nu controleren of alles weg is")
    assert "De controle is aangevraagd." in compliance.text
    assert not compliance.offers("Nu controleren of alles weg is")
    desk.look(COMPLIANCE, "campaigns-verifying")
    compliance.click("Vernieuwen")
    compliance.reload_until(lambda: compliance.offers("Nu controleren of alles weg is"), 120)
    desk.look(COMPLIANCE, "campaigns")
    compliance.click(approved)
    desk.look(COMPLIANCE, "campaign")
    return approved


@dataclass(frozen=True)
class Taken:
    """What compliance took along of the completed campaign."""

    report: Path
    certificate: Path
    evidence: Path


@pytest.fixture(scope="session")
def taken(desk: Desk, completed: str) -> Taken:
    """Files that were downloaded from the page of the completed campaign."""
    compliance = desk.of(COMPLIANCE)
    compliance.open(f"/campagnes/{completed}")
    return Taken(
        compliance.download("Verslag (HTML)"),
        compliance.download("Proces-verbaal van vernietiging (PDF)"),
        compliance.download("Map met bewijs (zip)"),
    )


@pytest.fixture(scope="session")
def checked(desk: Desk, completed: str) -> str:
    """The completed campaign, whose evidence compliance has checked on the page."""
    compliance = desk.of(COMPLIANCE)
    compliance.open(f"/campagnes/{completed}")
    compliance.click("Nu controleren")
    desk.look(COMPLIANCE, "checked")
    return completed


@pytest.fixture(scope="session")
def refused(desk: Desk, begun: Mapping[str, str]) -> str:
    """A campaign that somebody of another city tried to open."""
    stranger = "police-utrecht"
    desk.of(stranger).open(f"/campagnes/{begun[COMPLETED]}")
    desk.look(stranger, "not-yours")
    return begun[COMPLETED]
