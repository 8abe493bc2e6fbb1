"""A real Chromium without a screen, as one person uses it: read, type, click, wait for a page."""

from __future__ import annotations

import json
import os
import shutil
from base64 import b64decode
from contextlib import contextmanager
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest
from selenium.common.exceptions import TimeoutException, WebDriverException
from selenium.webdriver import Chrome, ChromeOptions, ChromeService, Keys
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait
from tests.airflow.browser.page_scripts import AROUND, OWN_WORDS, RUN_AXE, TOO_WIDE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from selenium.webdriver.remote.webelement import WebElement

REQUIRED = "EENMALIG_NEEDS_BROWSER"
PAGES = "/eenmalig"
TELEPHONE, DESK = 390, 1280
# What Airflow leaves to a page of ours beside its own navigation, on a telephone.
FRAMED = 318
DUTCH, ENGLISH = "nl-NL,nl", "en-GB,en"
_HEIGHT = 844
_SECONDS = 30
_OPTIONS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-proxy-server",
    f"--accept-lang={DUTCH}",
)
_AXE = files("selenium_axe_python").joinpath("axe-core/axe.min.js")


def require_chromium() -> None:
    """Skip a test where there is no Chromium; where there must be one, the test fails."""
    missing = [name for name in ("chromium", "chromedriver") if shutil.which(name) is None]
    if missing and not os.environ.get(REQUIRED):
        pytest.skip(f"not installed: {', '.join(missing)}")
    assert not missing, f"{REQUIRED} is set, and not installed are: {', '.join(missing)}"


class Browser:
    """One window, of its own profile, at the pages of one Airflow."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.downloads = folder / "downloads"
        self.downloads.mkdir(parents=True)
        options = ChromeOptions()
        for option in (*_OPTIONS, f"--user-data-dir={folder / 'profile'}"):
            options.add_argument(option)
        options.binary_location = str(shutil.which("chromium"))
        options.add_experimental_option(
            "prefs", {"download.default_directory": str(self.downloads)}
        )
        service = ChromeService(shutil.which("chromedriver"))
        self.driver = Chrome(options=options, service=service)
        self.driver.set_page_load_timeout(_SECONDS)
        self.resize(DESK)

    def close(self) -> None:
        """End the browser."""
        self.driver.quit()

    def resize(self, width: int, *, dark: bool = False) -> None:
        """Look as on a screen of so many pixels; ``dark`` where its owner prefers that."""
        size = {"width": width, "height": _HEIGHT, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    @contextmanager
    def set_to(self, languages: str) -> Iterator[None]:
        """Get the page anew as a browser does that is set to other languages; then as before."""
        agent = self.driver.execute_script("return navigator.userAgent")
        for asked in (languages, DUTCH):
            said = {"userAgent": agent, "acceptLanguage": asked}
            self.driver.execute_cdp_cmd("Network.setUserAgentOverride", said)
            with self._another_page():
                self.driver.refresh()
            if asked == languages:
                yield

    def own_words(self) -> tuple[str, str]:
        """Return the page's language, and all text of it that is in that language."""
        language, text = self.driver.execute_script(OWN_WORDS)
        return str(language), str(text)

    def log_in(self, staff_id: str, password: str, *, by: str = "/", to: str = "/") -> None:
        """Open an address of the server, be asked who one is, and land below our pages.

        Five log-ins in forty seconds are taken from one address, so it is tried until it is.
        """

        def typed(driver: Any) -> bool:
            driver.get(f"{self.url}{by}")
            self.fill_in(username=staff_id, password=password)
            self.click("Inloggen")
            return self.path == to

        WebDriverWait(self.driver, 90, poll_frequency=5).until(typed)

    def fill_in(self, **fields: str) -> None:
        """Type into the fields of a form."""
        for field, text in fields.items():
            self.driver.find_element(By.ID, field).send_keys(text)

    def open(self, path: str) -> None:
        """Go to an address below our pages, as a link in a mail does."""
        self.driver.get(f"{self.url}{PAGES}{path}")

    @property
    def path(self) -> str:
        """Where this window is, below our pages."""
        return str(self.driver.current_url).removeprefix(f"{self.url}{PAGES}")

    @property
    def text(self) -> str:
        """Return what a person can read."""
        return str(self.driver.find_element(By.TAG_NAME, "body").text)

    def in_frame(self) -> str:
        """Return what a person can read in the page's only frame."""
        self.driver.switch_to.frame(self.driver.find_element(By.TAG_NAME, "iframe"))
        try:
            return self.text
        finally:
            self.driver.switch_to.default_content()

    @property
    def source(self) -> str:
        """Return all that the browser holds of the page."""
        return str(self.driver.page_source)

    def offers(self, words: str) -> bool:
        """Whether there is a link or a button with exactly these words."""
        return bool(self.driver.find_elements(By.XPATH, _with_words(words)))

    def click(self, words: str) -> None:
        """Click the link or button with these words, and wait for the page it leads to."""
        with self._another_page():
            self.driver.find_element(By.XPATH, _with_words(words)).click()

    def row(self, words: str) -> str:
        """Return what can be read in the row of a table that holds ``words``."""
        return str(self.driver.find_element(By.XPATH, f"//tr[contains(., {words!r})]").text)

    def link_in_row(self, words: str) -> str:
        """Return the words of the link in the row of a table that holds ``words``."""
        return str(self.driver.find_element(By.XPATH, f"//tr[contains(., {words!r})]//a").text)

    def tick(self, words: str) -> None:
        """Choose what a label says."""
        self.driver.find_element(By.XPATH, f"//label[normalize-space()={words!r}]").click()

    def download(self, words: str) -> Path:
        """Click a link, and return the file that came of it once it is whole."""
        before = set(self.downloads.iterdir())
        self.driver.find_element(By.XPATH, _with_words(words)).click()

        def whole(_: object) -> list[Path]:
            new = sorted(set(self.downloads.iterdir()) - before)
            under_way = any(
                each.suffix == ".crdownload" or each.name.startswith(".") for each in new
            )
            return [] if under_way else new

        new: list[Path] = WebDriverWait(self.driver, _SECONDS, poll_frequency=0.1).until(whole)
        return new[0]

    def reload_until(self, holds: Callable[[], bool], seconds: float) -> None:
        """Look again, as a person does who waits, until something holds."""

        def looked(_: object) -> bool:
            if holds():
                return True
            self.driver.refresh()
            return False

        try:
            WebDriverWait(self.driver, seconds, poll_frequency=1).until(looked)
        except TimeoutException:
            pytest.fail(f"after {seconds} seconds there was still only:\n{self.text}")

    def focused(self) -> WebElement:
        """Return what the keyboard is at."""
        return self.driver.switch_to.active_element

    def tab_to(self, words: str) -> None:
        """Press Tab until the keyboard is at what has these words. Fails when it never is."""
        for _ in range(80):
            self.focused().send_keys(Keys.TAB)
            at = self.focused()
            label = self.driver.execute_script(
                "return (arguments[0].labels ? arguments[0].labels[0] : null) || arguments[0]", at
            )
            if " ".join(str(label.text).split()) == words:
                return
        pytest.fail(f"the keyboard never comes to {words!r}")

    def press(self, key: str) -> None:
        """Press a key where the keyboard is, and wait for the page it leads to."""
        with self._another_page():
            self.focused().send_keys(key)

    def too_wide(self) -> list[str]:
        """Return what is wider than the screen, with closed parts open: the page, by how many
        pixels, and each part that scrolls by itself and has no name or cannot be reached by keys.
        """
        wider_by, nameless = self.driver.execute_script(TOO_WIDE)
        return [*([f"the page, by {wider_by}"] if wider_by > 0 else []), *nameless]

    @property
    def width(self) -> int:
        """How wide the page is shown."""
        return int(self.driver.execute_script("return document.documentElement.clientWidth"))

    def faults(self, *rules: str) -> list[str]:
        """Return what axe-core finds serious or critical on the page, by all its rules or by some.

        A page of ours runs no script; its policy does not bind what the driver runs.
        """
        self.driver.execute_script(_AXE.read_text(encoding="utf-8"))
        found: list[Any] = self.driver.execute_async_script(RUN_AXE, rules)
        return [json.dumps(fault) for fault in found if fault[0] in ("serious", "critical")]

    def picture(self, file: Path, height: int | None = None) -> None:
        """Keep a picture of the whole page, or of its first ``height`` pixels."""
        size = (
            "return [document.documentElement.clientWidth, document.documentElement.scrollHeight]"
        )
        width, whole = self.driver.execute_script(size)
        self._picture(file, (0, 0, width, min(whole, height or whole)))

    def picture_of(self, selector: str, file: Path) -> None:
        """Keep a picture of as much of the page as holds all that a selector is for."""
        self._picture(file, self.driver.execute_script(AROUND, selector))

    def _picture(self, file: Path, part: Iterable[float]) -> None:
        clip = dict(zip(("x", "y", "width", "height"), part, strict=True))
        shot = {"captureBeyondViewport": True, "clip": {**clip, "scale": 1}}
        content = self.driver.execute_cdp_cmd("Page.captureScreenshot", shot)["data"]
        file.write_bytes(b64decode(content))

    @contextmanager
    def _another_page(self) -> Iterator[None]:
        """Wait, after what the block does, until another page stands there whole."""
        self.driver.execute_script("window.isBefore = true")
        yield
        other = "return !window.isBefore && document.readyState === 'complete'"

        def stands(driver: Any) -> bool:
            try:
                return bool(driver.execute_script(other))
            except WebDriverException:
                return False  # between two pages there is nothing to ask

        WebDriverWait(self.driver, _SECONDS, poll_frequency=0.05).until(stands)


def _with_words(words: str) -> str:
    return f"//*[self::a or self::button][normalize-space()={words!r}]"
