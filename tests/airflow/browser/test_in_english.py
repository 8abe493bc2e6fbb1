"""What every page is for somebody whose browser is set to English."""

from __future__ import annotations

import re
from calendar import month_name
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from eenmalig.evidence.ledger import open_ledger
from eenmalig.evidence.signing import Trust
from eenmalig.pages.page_words import page_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.airflow.browser.desk import Desk, Look

    from eenmalig.documents.words import Words

WORD = re.compile(r"[a-z\u00e0-\u00ff]{4,}")
BLANK = re.compile(r"{\w*}")
# As a telephone shows it: a city chose it, in no language of a page.
SENDER = {"politie"}
# Where nothing happens any more between a look and the next: the same moments are told.
STILL = ("campaign", "checked", "decision", "handovers")
MOMENT = re.compile(r"\b(\d{1,2}) ([a-zA-Z]+) (20\d\d) (?:om|at) (\d\d:\d\d)")


@pytest.fixture(scope="module")
def pages(desk: Desk, checked: str, lapsed: str, refused: str) -> Mapping[str, Look]:
    """All pages in English, once every campaign has come to its end."""
    assert {checked, lapsed, refused}
    return desk.in_english


def vocabulary(language: str) -> set[str]:
    """Every word of some length that our pages can say in a language."""
    wording = page_words(language)
    said = " ".join([*_sentences(wording), *_sentences(wording.documents)])
    return set(WORD.findall(BLANK.sub(" ", said).lower()))


def _sentences(wording: Words) -> Iterator[str]:
    yield from (wording.name(section, key) for section, key in sorted(wording.keys()))


def test_each_page_is_said_to_be_in_its_language_and_is_the_other_one(
    desk: Desk, pages: Mapping[str, Look]
) -> None:
    assert pages.keys() == desk.looks.keys()
    assert {look.language for look in desk.looks.values()} == {"nl"}
    assert {look.language for look in pages.values()} == {"en"}


def test_no_page_holds_a_dutch_word_of_ours(desk: Desk, pages: Mapping[str, Look]) -> None:
    dutch = vocabulary("nl") - vocabulary("en") - SENDER
    assert {"vernietigd", "besluit", "november"} - dutch == {"november"}
    found = {name: dutch & set(WORD.findall(look.words.lower())) for name, look in pages.items()}
    assert {name: words for name, words in found.items() if words} == {}
    assert all(dutch & set(WORD.findall(look.words.lower())) for look in desk.looks.values())


def test_axe_core_finds_nothing_serious_and_none_is_wider_than_a_telephone(
    pages: Mapping[str, Look],
) -> None:
    assert {name: look.faults for name, look in pages.items() if look.faults} == {}
    assert {name: look.too_wide for name, look in pages.items() if look.too_wide} == {}


def test_moments_are_in_english_and_by_the_clock_in_the_netherlands(
    desk: Desk, pages: Mapping[str, Look], completed: str
) -> None:
    home = desk.airflow.home
    (*_, closed) = open_ledger(home.evidence / completed, Trust(home.trust))
    at = datetime.fromisoformat(closed.at).astimezone(ZoneInfo("Europe/Amsterdam"))
    assert f"{at.day} {month_name[at.month]} {at.year} at {at:%H:%M}" in pages["campaign"].words
    for name in STILL:
        english = _moments(pages[name], "en")
        assert english
        assert english <= _moments(desk.looks[name], "nl")


def _moments(look: Look, language: str) -> set[tuple[str, ...]]:
    """Every moment on a page: day, number of its month, year and clock."""
    months = page_words(language).documents
    number = {months.name("month", each): str(each) for each in range(1, 13)}
    return {
        (day, number[month], year, clock) for day, month, year, clock in MOMENT.findall(look.words)
    }
