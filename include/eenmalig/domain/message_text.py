"""The rules for a message text: what may not be sent, and what approvers are warned of."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from typing import TYPE_CHECKING

from eenmalig.domain.gsm7 import (
    Encoding,
    characters_outside_gsm7,
    encoding,
    segments,
    units,
)
from eenmalig.domain.links import Link, links_in
from eenmalig.looks_like_number import holds_long_digits

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = [
    "Encoding",
    "TextWarning",
    "characters_outside_gsm7",
    "check",
    "encoding",
    "lint",
    "segments",
    "units",
]


class TextWarning(StrEnum):
    """What approvers should weigh. It does not forbid the text; their decision does."""

    LINK_SHORTENED = "link_shortened"
    LINK_QUERY = "link_query"
    LINK_NOT_HTTPS = "link_not_https"
    LINK_DISGUISED = "link_disguised"
    LINK_RESERVED = "link_reserved"
    LINK_PUNCTUATION = "link_punctuation"
    NO_HELP_SITE = "no_help_site"
    NOT_ONLY_MESSAGE = "not_only_message"
    NO_REASSURANCE = "no_reassurance"
    ASKS_REPLY = "asks_reply"
    THREATENING = "threatening"
    CAPITALS = "capitals"
    PLACEHOLDER = "placeholder"
    LONG_DIGITS = "long_digits"
    SEVERAL_SEGMENTS = "several_segments"
    NOT_GSM7 = "not_gsm7"


_UNSEEN_SPACE = re.compile(r" {2}| \n|\n ")
_PLACEHOLDER = re.compile(r"[{}]|<[^<>]*>|\[[^\[\]]*\]|%\(\w+\)|%[sd]\b|\$\w|__\w+__|«[^»]*»")
_THREAT = re.compile(
    r"\b(?:strafba|vervolg(?:d|en|ing)|verdacht|betrapt|gepakt|opgepakt|gevangenis|celstraf"
    r"|boete|straffen?\b|aangifte|laatste (?:kans|waarschuwing)|w(?:e|ij) weten wie|in de gaten"
    r"|je bent gezien|u bent gezien|verplicht|dringend|onmiddellijk|anders komen"
    r"|prosecut|suspect|caught\b|prison|jail|fined?\b|punish|(?:final|last) (?:warning|chance)"
    r"|we know who|watching you|immediately|or else)",
    re.IGNORECASE,
)
_ONLY_MESSAGE = re.compile(
    r"enige (?:bericht|sms)|eenmalig|geen (?:andere?|verdere?|nieuwe?) bericht"
    r"|only (?:message|text|sms)|no (?:other|further|more) (?:message|text)s?",
    re.IGNORECASE,
)
_REASSURANCE = re.compile(
    r"hoef(?:t|je|)\b.{0,12}\bniets|niets te doen|niet te reageren"
    r"|(?:need not|needn't|don't need to|do not (?:have|need) to) do|nothing to do",
    re.IGNORECASE,
)
_REPLY = re.compile(
    r"\b(?:stuur|sms|app|antwoord|reageer|reply|text|send)\b.{0,12}"
    r"\b(?:stop|ja|yes|met|with|op dit bericht|to this)\b",
    re.IGNORECASE,
)
_CAPITALS = re.compile(r"\b[A-Z]{4,}\b.*\b[A-Z]{4,}\b", re.DOTALL)

_Rule = tuple[TextWarning, "Callable[[str, list[Link]], bool]"]
_RULES: tuple[_Rule, ...] = (
    (TextWarning.LINK_SHORTENED, lambda _, links: any(link.shortened for link in links)),
    (TextWarning.LINK_QUERY, lambda _, links: any(link.identifies for link in links)),
    (TextWarning.LINK_NOT_HTTPS, lambda _, links: any(not link.https for link in links)),
    (TextWarning.LINK_DISGUISED, lambda _, links: any(link.disguised for link in links)),
    (TextWarning.LINK_RESERVED, lambda _, links: any(link.reserved for link in links)),
    (TextWarning.LINK_PUNCTUATION, lambda _, links: any(link.trailing for link in links)),
    (TextWarning.NO_HELP_SITE, lambda _, links: not links),
    (TextWarning.NOT_ONLY_MESSAGE, lambda text, _: not _ONLY_MESSAGE.search(text)),
    (TextWarning.NO_REASSURANCE, lambda text, _: not _REASSURANCE.search(text)),
    (TextWarning.ASKS_REPLY, lambda text, _: bool(_REPLY.search(text))),
    (TextWarning.THREATENING, lambda text, _: bool(_THREAT.search(text))),
    (TextWarning.CAPITALS, lambda text, _: bool(_CAPITALS.search(text))),
    (TextWarning.PLACEHOLDER, lambda text, _: bool(_PLACEHOLDER.search(text))),
    (TextWarning.LONG_DIGITS, lambda text, _: holds_long_digits(text)),
    (TextWarning.SEVERAL_SEGMENTS, lambda text, _: segments(text) > 1),
    (TextWarning.NOT_GSM7, lambda text, _: encoding(text) != "GSM-7"),
)


def lint(text: str) -> list[TextWarning]:
    """Return what approvers are warned of, in a fixed order, each once."""
    links = links_in(text)
    return [warning for warning, applies in _RULES if applies(text, links)]


def check(text: str, *, max_segments: int, allow_ucs2: bool) -> list[str]:
    """Return every mistake that forbids sending the text, in plain words; none when it may go.

    A mistake names a character by its Unicode name and its position, the first being 1.
    """
    if not text.strip():
        return ["the message text is empty"]
    mistakes = _invisible(text)
    if not allow_ucs2:
        mistakes += _outside(text)
    needed = segments(text)
    if needed > max_segments:
        mistakes.append(
            f"the text takes {needed} segments ({units(text)} units in {encoding(text)}), "
            f"the city's file allows {max_segments}"
        )
    if holds_long_digits(text):
        mistakes.append("the text holds a run of six or more digits")
    if _PLACEHOLDER.search(text):
        mistakes.append("the text holds a placeholder; every recipient gets the same words")
    if text != text.strip() or _UNSEEN_SPACE.search(text):
        mistakes.append("the text holds spaces that cannot be seen: at an end or two in a row")
    return mistakes


def _outside(text: str) -> list[str]:
    return [
        f"{_named(character)} at position {at} is not in GSM-7 and allow_ucs2 is not set"
        for at, character in characters_outside_gsm7(text)
        if not _is_invisible(character)
    ]


def _invisible(text: str) -> list[str]:
    return [
        f"{_named(character)} at position {at} cannot be seen, so nobody can approve it"
        for at, character in enumerate(text, start=1)
        if _is_invisible(character)
    ]


def _is_invisible(character: str) -> bool:
    return character not in " \n" and unicodedata.category(character)[0] in "CZ"


def _named(character: str) -> str:
    return unicodedata.name(character, f"character U+{ord(character):04X}")
