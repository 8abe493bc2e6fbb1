"""A campaign as Airflow draws it, for who oversees: one graph, from extract to its endings."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from tests.airflow.browser.desk import PICTURES, picture_file
from tests.airflow.browser.people import CITY, COMPLIANCE

from eenmalig_airflow.auth.rights import dag_id

if TYPE_CHECKING:
    from tests.airflow.browser.chromium import Browser
    from tests.airflow.browser.desk import Desk

# Wide enough for the whole graph in its own size.
WIDE = 2400
GROUP = "legal_approval"
NODES = ".react-flow__node"
# As somebody has it who reads English and chose the graph; and how a graph is drawn bare.
CHOSEN = """
localStorage.setItem("i18nextLng", "en");
localStorage.setItem("default_dag_view", '"graph"');
"""
BARE = "document.querySelectorAll('.react-flow__panel').forEach((panel) => panel.remove())"


def test_the_graph_has_each_task_of_a_campaign(desk: Desk) -> None:
    browser, dag = desk.of(COMPLIANCE), dag_id(CITY)
    tasks = desk.airflow.client("admin").get(f"/dags/{dag}/tasks").body["tasks"]
    waiting = WebDriverWait(browser.driver, 60)
    browser.resize(WIDE)
    browser.driver.get(f"{desk.airflow.url}/dags/{dag}")
    browser.driver.execute_script(CHOSEN)
    browser.driver.refresh()
    waiting.until(lambda _: GROUP in drawn(browser))
    press(browser, "Expand all task groups")
    waiting.until(lambda _: f"{GROUP}.gate" in drawn(browser))
    assert drawn(browser) == {GROUP, *(task["task_id"] for task in tasks)}
    if PICTURES in os.environ:
        press(browser, "Collapse Details Panel")
        press(browser, "Fit View")
        waiting.until(lambda _: stands_still(browser))
        browser.driver.execute_script(BARE)
        browser.picture_of(NODES, picture_file("graph"))
    browser.open("/")


def drawn(browser: Browser) -> set[str]:
    """The tasks and groups that the graph shows."""
    script = "return [...document.querySelectorAll(arguments[0])].map((node) => node.dataset.id)"
    return set(browser.driver.execute_script(script, NODES))


def press(browser: Browser, words: str) -> None:
    browser.driver.find_element(By.CSS_SELECTOR, f'button[aria-label="{words}"]').click()


def stands_still(browser: Browser) -> bool:
    """Whether the graph is drawn in the same place as a moment ago."""
    script = """
    const [selector, done] = arguments;
    const at = () => JSON.stringify([...document.querySelectorAll(selector)].map(
      (node) => node.getBoundingClientRect()));
    const before = at();
    setTimeout(() => done(before === at()), 500);
    """
    still: Any = browser.driver.execute_async_script(script, NODES)
    return bool(still)
