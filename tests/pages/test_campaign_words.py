"""The words of the pages: the same in both languages, one for each code."""

from __future__ import annotations

from string import Formatter

import pytest
from tests.documents.test_words import ENDINGS

from eenmalig.documents.words import LANGUAGES
from eenmalig.domain.approvals import Reason, Standing
from eenmalig.pages.page_words import page_words

KNOWN = page_words("nl").keys()
SECTIONS = sorted({section for section, _ in KNOWN})


@pytest.mark.parametrize("section", SECTIONS)
def test_both_languages_say_the_same_things_of_the_same_values(section: str) -> None:
    said = []
    for language in LANGUAGES:
        wording = page_words(language)
        known = wording.keys()
        keys = {key for of, key in known if of == section}
        said.append(
            {
                key: sorted(
                    {name for _, name, _, _ in Formatter().parse(wording.say(section, key)) if name}
                )
                for key in keys
            }
        )
    assert said[0] == said[1]
    assert said[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_ending_standing_and_reason_is_worded(language: str) -> None:
    wording = page_words(language)
    needed = [("ended", ending) for ending in ENDINGS]
    needed += [("campaign", f"standing_{each}") for each in Standing if each != Standing.WAITING]
    needed += [("decision", f"reason_{each}") for each in Reason]
    known = wording.keys()
    assert [each for each in needed if each not in known] == []
