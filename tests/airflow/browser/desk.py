"""A browser for each person, logged in once, and what every page that they came to looked like."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.airflow.browser.chromium import DESK, ENGLISH, FRAMED, TELEPHONE, Browser

from eenmalig.stores.home import PROJECT
from standalone.secrets import demo_passwords

if TYPE_CHECKING:
    from pathlib import Path

    from standalone.running import Airflow

# Where pictures of the pages are kept, when somebody asks for them.
PICTURES = "EENMALIG_PICTURES"
# So much of a page a picture in a document shows.
_PICTURED = {DESK: 1000, TELEPHONE: 1400}


@dataclass(frozen=True)
class Look:
    """What there is to say of a page that somebody came to."""

    faults: list[str]
    too_wide: list[str]
    source: str
    language: str
    words: str


class Desk:
    """The people of these tests, each at a browser of their own."""

    def __init__(self, airflow: Airflow, folder: Path) -> None:
        self.airflow = airflow
        self.looks: dict[str, Look] = {}
        self.in_english: dict[str, Look] = {}
        self._folder = folder
        self._browsers: dict[str, Browser] = {}

    def of(self, staff_id: str) -> Browser:
        """Return the browser of somebody, logged in."""
        if staff_id not in self._browsers:
            browser = Browser(self.airflow.url, self._folder / staff_id)
            self._browsers[staff_id] = browser
            browser.log_in(staff_id, demo_passwords(self.airflow.home)[staff_id])
        return self._browsers[staff_id]

    def look(self, staff_id: str, name: str, *, on: int = DESK) -> None:
        """Look at where somebody is: on a desk, on a telephone, by night, and in English."""
        browser = self.of(staff_id)
        if PICTURES in os.environ:
            browser.resize(on)
            browser.picture(picture_file(name), _PICTURED[on])
        self.looks[name] = self._look(browser, name)
        with browser.set_to(ENGLISH):
            self.in_english[name] = self._look(browser, name)

    def _look(self, browser: Browser, name: str) -> Look:
        browser.resize(DESK, dark=True)
        faults = browser.faults("color-contrast")
        language, words = browser.own_words()
        browser.resize(FRAMED)
        too_wide = browser.too_wide()
        for width in (TELEPHONE, DESK):
            browser.resize(width)
            faults += browser.faults()
            too_wide += browser.too_wide()
            if PICTURES in os.environ:
                browser.picture(picture_file(f"{name}-{language}-{width}"))
        return Look(faults, too_wide, browser.source, language, words)

    def close(self) -> None:
        """End all browsers."""
        for browser in self._browsers.values():
            browser.close()


def picture_file(name: str) -> Path:
    """Return where a picture is kept."""
    folder = PROJECT / os.environ[PICTURES]
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{name}.png"
