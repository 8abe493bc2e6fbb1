"""The words of mails, in the language of a city, and behind them those of the documents."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from eenmalig.documents.words import Words

_FOLDER = Path(__file__).with_name("words")


@cache
def mail_words(language: str) -> Words:
    """Return the mails' words in ``nl`` or ``en``."""
    content = (_FOLDER / f"{language}.yaml").read_text(encoding="utf-8")
    return Words(language, yaml.safe_load(content))
