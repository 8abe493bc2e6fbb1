"""What a check of a hand-over says, in the reader's own language.

A check says it in English, and so it is kept. The English words of the pages hold the same
sentences, with a name in place of each value: by these a sentence is known again. One that is not
known is shown as the check said it.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.pages.page_words import page_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.pages.page_words import PageWords

_SECTION = "mistakes"
_NAME = re.compile(r"\\{(\w+)\\}")
# Told by a figure behind them; a key of handover.yaml may have the same name.
_COUNTED = "exclusion list|source|companion|sheet|table|column|rows?|places?"
_ALWAYS = "companion|the hand-over|the file|a key"
_BETWEEN = "and further on|to|of|and|more"
_PLACE_WORDS = re.compile(rf"\b(?:(?:{_COUNTED})(?= \d)|{_ALWAYS}|{_BETWEEN})\b")
_SPOT = rf"(?:(?:{_COUNTED}) \d+|{_ALWAYS}|[a-z][\w.]*)"
_PLACE = rf"(?:{_COUNTED}|{_BETWEEN}|\d+)"
_REASONS = ("refused", "excluded", "set_aside")
# What may stand for a value, by its name; any other value holds no sign that parts sentences.
_VALUES: Mapping[str, str] = {
    **dict.fromkeys(("n", "m", "k"), r"<?\d[\d_]*"),
    "what": r".+",
    "where": rf"{_SPOT}(?:, {_SPOT})*",
    "places": rf"(?:{_PLACE}[,;]? )*{_PLACE}",
    "reason": r"[a-z_]+",
}
_OTHER_VALUE = r"[^;:]+?"


class _Pattern(NamedTuple):
    key: str
    fits: re.Pattern[str]


def said_in(sentence: str, wording: PageWords) -> str | None:
    """Return a sentence of a check in the language of ``wording``, None where it is not known."""
    return _said(sentence, wording, "")


def place_in(label: str, wording: PageWords) -> str:
    """Return where something is, as ``source 1, sheet 2``, in the language of ``wording``."""
    return _PLACE_WORDS.sub(lambda word: wording.say("where", word[0]), label)


def _said(sentence: str, wording: PageWords, kind: str) -> str | None:
    """Return a sentence whose key begins with ``kind``."""
    for pattern in _patterns():
        match = pattern.fits.fullmatch(sentence) if pattern.key.startswith(kind) else None
        if match is None:
            continue
        values = {name: _value(name, text, wording) for name, text in match.groupdict().items()}
        if None not in values.values():
            return wording.say(_SECTION, pattern.key, **values)
    return None


def _value(name: str, text: str, wording: PageWords) -> str | None:
    if name in ("where", "places"):
        return place_in(text, wording)
    if name == "reason":
        section = next((each for each in _REASONS if wording.documents.knows(each, text)), "")
        return wording.name(section, text)
    if name == "what":
        return _said(text, wording, "")
    return _said(text, wording, f"{name}_") if _kinds(name) else text


@cache
def _patterns() -> tuple[_Pattern, ...]:
    """Return all sentences as patterns, those first that say most of it themselves."""
    own_words = {key: len(_NAME.sub("", re.escape(said))) for key, said in _sentences().items()}
    longest_first = sorted(own_words, key=lambda key: own_words[key], reverse=True)
    return tuple(_Pattern(key, re.compile(_fitting(_sentences()[key]))) for key in longest_first)


def _sentences() -> Mapping[str, str]:
    return page_words("en").section(_SECTION)


@cache
def _kinds(name: str) -> tuple[str, ...]:
    """Return the sentences of which one stands for a value of this name; none for most names."""
    return tuple(said for key, said in _sentences().items() if key.startswith(f"{name}_"))


def _fitting(sentence: str, *, named: bool = True) -> str:
    """Return a pattern for a sentence; its values are ``named`` unless it is a value itself."""
    seen: set[str] = set()

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name in seen:
            return f"(?P={name})"
        kinds = "|".join(_fitting(each, named=False) for each in _kinds(name))
        fits = kinds or _VALUES.get(name, _OTHER_VALUE)
        if not named:
            return f"(?:{fits})"
        seen.add(name)
        return f"(?P<{name}>{fits})"

    return _NAME.sub(value, re.escape(sentence))
