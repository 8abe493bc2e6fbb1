"""By which ways people come to the pages, and that no other site can use their cookies there."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.expected_conditions import (
    element_to_be_clickable,
    presence_of_element_located,
)
from selenium.webdriver.support.ui import WebDriverWait
from tests.airflow.browser.chromium import DESK, FRAMED, PAGES, TELEPHONE, Browser
from tests.airflow.browser.elsewhere import site_with
from tests.airflow.browser.people import BROKEN, COMPLETED, COMPLIANCE, POLICE, TEAM

from eenmalig.stores.answers import Answers
from eenmalig.stores.inventory import Inventory
from standalone.secrets import demo_passwords

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.airflow.browser.desk import Desk


# In whose browser, and what the site has it send.
FORMS = {
    "/campagnes/{campaign}/besluit": (POLICE, {"decision": "reject", "reason": "text"}),
    "/campagnes/{campaign}/besluit/intrekken": (POLICE, {"reason": "text"}),
    "/campagnes/{campaign}/stoppen": (TEAM, {"understood": "yes"}),
    "/campagnes/{campaign}/controle": (COMPLIANCE, {}),
    "/aanleveringen/lelystad/starten": (TEAM, {"handover": BROKEN}),
    "/aanleveringen/lelystad/controleren": (TEAM, {"handover": BROKEN}),
}


@pytest.mark.parametrize("route", FORMS)
def test_a_form_from_elsewhere_is_refused_with_a_stolen_token_too(
    desk: Desk, approved: str, route: str
) -> None:
    staff_id, fields = FORMS[route]
    browser = desk.of(staff_id)
    browser.open("/aanleveringen" if staff_id == TEAM else f"/campagnes/{approved}")
    token = browser.driver.find_element(By.NAME, "token").get_attribute("value")
    assert token
    before = _kept(desk, approved)
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{value}">'
        for name, value in {**fields, "token": token}.items()
    )
    address = f"{desk.airflow.url}/eenmalig{route.format(campaign=approved)}"
    with site_with(f'<form method="post" action="{address}">{hidden}<button>Win</button>') as url:
        browser.driver.get(url)
        browser.click("Win")
    assert browser.driver.current_url == address, "the form was sent"
    assert "Dit formulier kwam niet van deze pagina" in browser.text
    assert _kept(desk, approved) == before
    browser.open("/")


def _kept(desk: Desk, campaign: str) -> tuple[object, ...]:
    """Return what is on record of a campaign's decisions and its stop, and which campaigns are."""
    answers, inventory = Answers(desk.airflow.home), Inventory(desk.airflow.home)
    run = inventory.get(campaign).run
    stopped = answers.stopped(run)
    return list(answers.of_run(run)), stopped, len(inventory.campaigns())


def test_a_page_in_a_frame_from_elsewhere_shows_nothing(
    desk: Desk, begun: Mapping[str, str]
) -> None:
    police = desk.of(POLICE)
    police.open("/")
    assert begun[COMPLETED] in police.text
    with (
        site_with("zichtbaar") as framed,
        site_with(f'<iframe src="{framed}"></iframe>') as url,
    ):
        police.driver.get(url)
        assert "zichtbaar" in police.in_frame(), "what does not forbid it is shown"
    with site_with(f'<iframe src="{desk.airflow.url}/eenmalig/"></iframe>') as url:
        police.driver.get(url)
        assert begun[COMPLETED] not in police.in_frame()
    police.open("/")


def test_our_pages_lead_to_airflow_and_its_navigation_shows_them_in_a_frame_of_a_telephone_too(
    desk: Desk, begun: Mapping[str, str]
) -> None:
    team = desk.of(TEAM)
    team.resize(TELEPHONE)
    team.open("/")
    team.click("Airflow")
    link = (By.XPATH, "//a[normalize-space()='Campagnes']")
    waiting = WebDriverWait(team.driver, 60)
    waiting.until(element_to_be_clickable(link)).click()
    waiting.until(presence_of_element_located((By.TAG_NAME, "iframe")))
    waiting.until(lambda _: begun[COMPLETED] in team.in_frame())
    team.driver.switch_to.frame(team.driver.find_element(By.TAG_NAME, "iframe"))
    assert team.width == FRAMED
    assert team.too_wide() == []
    assert not team.offers("Uitloggen"), "a frame lets no link out"
    team.driver.switch_to.default_content()
    team.resize(DESK)
    team.open("/")


def test_who_only_decides_is_not_led_among_airflows_buttons(desk: Desk) -> None:
    assert not desk.of(POLICE).offers("Airflow")


def test_airflow_is_in_dutch_and_by_the_clock_of_the_browser(desk: Desk) -> None:
    police = desk.of(POLICE)
    waiting = WebDriverWait(police.driver, 60)
    for zone in ("Europe/Amsterdam", "Asia/Tokyo"):
        police.driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": zone})
        police.driver.get(f"{desk.airflow.url}/dags")
        hours = f"{datetime.now(ZoneInfo(zone)):%z}"
        waiting.until(lambda _, hours=hours: f"{hours[:3]}:{hours[3:]}" in police.text)
        assert "Gebruiker" in police.text
    police.driver.execute_cdp_cmd("Emulation.setTimezoneOverride", {"timezoneId": ""})
    police.open("/")


def test_a_link_in_a_mail_leads_to_its_page_by_way_of_the_log_in_and_out_again(
    desk: Desk, begun: Mapping[str, str], tmp_path: Path
) -> None:
    decision = f"/campagnes/{begun[COMPLETED]}/besluit"
    browser = Browser(desk.airflow.url, tmp_path / POLICE)
    browser.open(decision)
    assert "Hier loggen de mensen in die over een sms-campagne besluiten" in browser.text
    assert "OEFENING" in browser.text
    for width in (FRAMED, TELEPHONE, DESK):
        browser.resize(width)
        assert browser.too_wide() + browser.faults() == []
    browser.fill_in(username=POLICE, password="geen")
    browser.click("Inloggen")
    assert "horen niet bij elkaar" in browser.text
    password = demo_passwords(desk.airflow.home)[POLICE]
    browser.log_in(POLICE, password, by=f"{PAGES}{decision}", to=decision)
    browser.click("Uitloggen")
    browser.open(decision)
    assert "Hier loggen de mensen in" in browser.text
    browser.close()
