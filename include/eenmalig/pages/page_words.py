"""The words of the pages, in Dutch and in English, beside those of the documents."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from babel import negotiate_locale

from eenmalig.documents.words import LANGUAGES, Words, words

_FOLDER = Path(__file__).with_name("words")
DEFAULT = LANGUAGES[0]


class PageWords(Words):
    """Sections of our own, and behind them those of the documents."""

    def __init__(self, language: str, table: dict[str, dict[str, str]]) -> None:
        super().__init__(language, table)
        self.documents = words(language)

    def name(self, section: str, code: object) -> str:
        """Return a code in plain words: ours, else the documents'."""
        if self.knows(section, code):
            return super().name(section, code)
        return self.documents.name(section, code)


@cache
def page_words(language: str) -> PageWords:
    """Return the pages' words in ``nl`` or ``en``: one file a page, one section each."""
    table = {
        file.stem: yaml.safe_load(file.read_text(encoding="utf-8"))
        for file in sorted((_FOLDER / language).glob("*.yaml"))
    }
    return PageWords(language, table)


def language_of(accepted: str) -> str:
    """Return the language that a browser asks for (``Accept-Language``), Dutch where it is neither.

    Preferences count in the order in which they stand; weights are not looked at, since browsers
    write them in that order.
    """
    preferred = [part.partition(";")[0].strip().replace("-", "_") for part in accepted.split(",")]
    known = negotiate_locale(preferred, LANGUAGES)
    return known.partition("_")[0] if known else DEFAULT
