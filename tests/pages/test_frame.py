"""What every page has: its headers, its languages, and refusals that a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.pages.conftest import Person

if TYPE_CHECKING:
    from collections.abc import Callable

READER = Person("compliance")


def test_a_page_is_kept_by_no_browser_framed_by_nobody_else_and_runs_nothing(
    browse: Callable[[Person], Any],
) -> None:
    with browse(READER) as browser:
        for path in ("/", "/static/eenmalig.css", "/campagnes/../nowhere"):
            headers = browser.open(path).headers
            assert headers["cache-control"] == "no-store"
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy
            assert "frame-ancestors 'self'" in policy
            assert "script-src" not in policy


def test_pages_are_in_dutch_and_in_english_where_the_browser_asks_for_it(
    browse: Callable[[Person], Any],
) -> None:
    with browse(READER) as browser:
        assert '<html lang="nl">' in browser.open("/").text
        for asked, shown in (("en-GB,en;q=0.9,nl;q=0.8", "en"), ("fr,de", "nl"), ("nl-BE", "nl")):
            page = browser.open("/", **{"Accept-Language": asked})
            assert f'<html lang="{shown}">' in page.text


def test_what_is_not_there_is_told_in_words(browse: Callable[[Person], Any]) -> None:
    with browse(READER) as browser:
        page = browser.open("/nowhere")
    assert page.status_code == 404
    assert "Deze pagina is er niet" in page.text
