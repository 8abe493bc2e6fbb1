"""Every code that a reader can meet has plain words in both languages."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING

import pytest

from eenmalig.documents.words import LANGUAGES, words
from eenmalig.domain.approvals import AUTHORITIES, Decision
from eenmalig.domain.counting import Exclusion, Refusal
from eenmalig.domain.delivery import RECIPIENTS_OWN, STOP_CODES, EarlyEnd, Outcome
from eenmalig.domain.message_text import TextWarning
from eenmalig.domain.window import DAYS
from eenmalig.settings.city import Profile

if TYPE_CHECKING:
    from collections.abc import Iterable


ENDINGS = (
    "all_in_doubt",
    "completed",
    "ended_early",
    "failed",
    "lapsed",
    "none_accepted",
    "nothing_to_send",
    "rejected",
    "stopped",
    "superseded",
    "withdrawn",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("section", "codes"),
    [
        ("refused", Refusal),
        ("excluded", Exclusion),
        ("outcome", Outcome),
        ("text_warning", TextWarning),
        ("authority", AUTHORITIES),
        ("decision", Decision),
        ("day", DAYS),
        ("month", range(1, 13)),
        ("ending", ENDINGS),
        ("ended_early", EarlyEnd),
        ("provider_code", [*RECIPIENTS_OWN, *STOP_CODES]),
        ("override", Profile.model_fields),
    ],
)
def test_every_code_is_worded(language: str, section: str, codes: Iterable[object]) -> None:
    assert [code for code in codes if not words(language).knows(section, code)] == []


def test_both_languages_say_the_same_things() -> None:
    assert words("nl").keys() == words("en").keys()


def test_both_languages_fill_in_the_same_values() -> None:
    def blanks(sentence: str) -> set[str | None]:
        return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}

    for section, key in words("nl").keys() - {("moment", "date")}:
        dutch, english = (words(each).say(section, key) for each in LANGUAGES)
        assert blanks(dutch) == blanks(english), (section, key)


def test_the_words_of_the_two_languages_differ() -> None:
    assert words("nl").name("refused", "landline") != words("en").name("refused", "landline")


def test_a_code_without_words_is_shown_as_it_is() -> None:
    assert words("nl").name("set_aside", "two_countries") == "two countries"


def test_another_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        words("fr")
