"""Headers taken apart into the words of a vocabulary, run together or not: ``phoneCountryCode``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.words.labels import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

# Shorter ones begin or end too many other words.
_SHORTEST_WITHIN = 3
_LONGEST = 80


class Vocabulary:
    """The words that a kind of header is made of."""

    def __init__(self, words: Iterable[str]) -> None:
        """``words`` are in lower case, without accents."""
        self._words = frozenset(words)
        within = (word for word in self._words if len(word) >= _SHORTEST_WITHIN or word == "nr")
        self._within = re.compile("|".join(sorted(within, key=len, reverse=True)))

    def parts(self, text: str) -> list[str]:
        """Return the words that a header consists of; nothing when it has a word of another kind.

        Figures are left out.
        """
        if len(text) > _LONGEST:
            return []
        parts: list[str] = []
        for word in words_of(text):
            if word.isdigit():
                continue
            within = [word] if word in self._words else self._within.findall(word)
            if "".join(within) != word:
                return []
            parts += within
        return parts
