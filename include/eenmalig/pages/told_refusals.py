"""Why a hand-over was refused, as its page tells it: by error, each with what to do about it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.pages.mistake_words import said_in
from eenmalig.pages.page_words import page_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from eenmalig.pages.page_words import PageWords

_ENGLISH = "en"
_OTHER = "other"
_WITH_CODE = re.compile(r"\[(?P<code>[a-z-]+)\] (?P<mistake>.+)", re.DOTALL)
_WHAT_TO_DO = "What to do about "
_EXPLAINED = "explained"


class Told(NamedTuple):
    """A sentence of a check, and the language that it is in."""

    text: str
    language: str


class ToldRefusal(NamedTuple):
    """An error: what happened, every mistake and what to do; without ``code`` it is none."""

    code: str
    happened: str
    mistakes: list[Told]
    next_step: str


def told(sentence: str, wording: PageWords) -> Told:
    """Return a sentence of a check in the reader's language, in English where it is not known."""
    said = said_in(sentence, wording)
    return Told(sentence, _ENGLISH) if said is None else Told(said, wording.language)


def refusals(wrong: Iterable[str], wording: PageWords) -> list[ToldRefusal]:
    """Return what is wrong with a hand-over, as a check keeps it, by error in their order."""
    by_code: dict[str, list[Told]] = {}
    for line in wrong:
        if line.startswith(_WHAT_TO_DO):
            continue
        match = _WITH_CODE.fullmatch(line)
        code, sentence = match.groups() if match else ("", line)
        its = by_code.setdefault(code, [])
        # An error without mistakes is kept as what happened, which is told all the same.
        if page_words(_ENGLISH).name(_EXPLAINED, code) != sentence:
            its.append(told(sentence, wording))
    return [_refusal(code, its, wording) for code, its in by_code.items()]


def _refusal(code: str, mistakes: list[Told], wording: PageWords) -> ToldRefusal:
    if not code:
        return ToldRefusal(code, "", mistakes, "")
    key = code if wording.knows(_EXPLAINED, code) else _OTHER
    happened, next_step = (wording.say(_EXPLAINED, each) for each in (key, f"{key}_todo"))
    return ToldRefusal(code, happened, mistakes, next_step)
