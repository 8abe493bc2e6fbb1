"""Undoing what people and programs put around a number, without ever guessing a digit.

Each step removes one kind of decoration. What is left is a plus or nothing, then digits, or the
text was no number. Letters are never turned into digits.
"""

from __future__ import annotations

import re
import unicodedata

from eenmalig.cleartext.numbers import written_labels

LONGEST = 120
SCIENTIFIC = re.compile(r"(\d)(?:[.,](\d+))?[eE]\+?(\d{1,3})")

_QUOTES = "'\"\u2018\u2019\u201c\u201d`\u00b4"
_PLUS_SIGNS = "\uff0b\ufe62\u207a"
_SCHEME = re.compile(r"^(?:tel|callto|sms|smsto|whatsapp):", re.IGNORECASE)
# What a telephone does after connecting: an extension, or digits keyed after a pause.
_AFTER_CONNECTING = re.compile(
    r"(?P<number>[^a-z]*\d)\s*"
    r"(?:(?:;\s*)?(?:ext(?:ension)?|toestel|tst|x|#)\s*[.:=]?\s*\d{1,7}#?"
    r"|(?:[pw,;]+\d{1,7}#?)+[pw,;]*|[pw,;]+)",
    re.IGNORECASE,
)
_URI_PARAMETERS = re.compile(r"(?:;(?!ext=)[a-z-]+=[^;]*)+", re.IGNORECASE)
# With an agent (.0) and a device (:12), at the server of today or of before.
_WHATSAPP = re.compile(r"\+?(\d+)(?:[._]\d+)?(?::\d+)?@(?:s\.whatsapp\.net|c\.us)", re.IGNORECASE)
_HIDE_MY_NUMBER = re.compile(r"[*#]31#")
_NO_DIGIT = re.compile(r"\D")
_NUMBER = re.compile(r"\+?[\d\s().\[\]/_-]+")
# A bracket may begin a number or follow the country code. After other digits it is a note, whose
# digit would complete a number that lacks one into a stranger's.
_BRACKETED_NOTE = re.compile(r"\d.*[(\[]", re.DOTALL)
_BRACKET_AFTER_COUNTRY = re.compile(
    r"^[\s(\[]*(?:(?:\+|00)\d{1,3}|31)[)\]]?[\s./-]*[(\[]\s*\d{1,4}\s*[)\]]"
)
# The first zero is no number, so what is in brackets after it is no note.
_BRACKET_AFTER_ZERO = re.compile(
    r"^[\s(\[]*(?:(?:(?:\+|00)\d{1,3}|31)[)\]]?[\s./-]*)?0\s*[(\[]\s*[1-9]\d{0,2}\s*[)\]]"
)
# 06-11-2024 and 6.11.2024: with an hour after it, a date has as many digits as a mobile.
_DATE = re.compile(r"\s*\d{1,2}([-.])\d{1,2}\1(?:19|20)\d{2}(?!\d)")
_FRACTION = re.compile(r"0[.,]\d+")
# What shows a figure as a picture: U+20E3 puts it on a key, the others say how to draw it.
_PICTURES = frozenset({"\u20e3", *map(chr, range(0xFE00, 0xFE10))})
_IP_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}")
_BARE_LENGTH = 9


def plain(text: str) -> str:
    """Return ``text`` with any script's digits, spaces and dashes as ASCII, invisibles dropped.

    Superscripts stay as they are: they are notes, not digits.
    """
    return text.translate(_PLAIN).strip()


class _PlainCharacters(dict[int, str]):
    """What each character is written as, found out once for each that occurs."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain_character(chr(code))
        return self[code]


def _plain_character(character: str) -> str:
    decimal = unicodedata.decimal(character, None)
    if decimal is not None:
        return str(decimal)
    category = unicodedata.category(character)
    if category in {"Zs", "Zl", "Zp"} or character in "\t\n\r":
        return " "
    if category in {"Cf", "Cc"} or character in _PICTURES:
        return ""
    if category == "Pd" or character == "\u2212":
        return "-"
    return "+" if character in _PLUS_SIGNS else character


_PLAIN = _PlainCharacters()


def undecorated(text: str) -> str:
    """Return ``text`` (as ``plain`` gives it) without quotes, labels, schemes and extensions."""
    bare = text.removeprefix("=").strip(_QUOTES + " ").removeprefix("=")
    address = _WHATSAPP.fullmatch(bare)
    if address:
        return f"+{address[1]}"
    bare = _SCHEME.sub("", bare)
    bare = _URI_PARAMETERS.sub("", bare)
    before = written_labels.BEFORE.match(bare)
    bare = bare[before.end() :] if before else bare
    bare = written_labels.BEHIND.sub("", bare)
    bare = _HIDE_MY_NUMBER.sub("", bare, count=1)
    after = _AFTER_CONNECTING.fullmatch(bare)
    return (after["number"] if after else bare).strip()


def digits_of(text: str) -> str | None:
    """Return the digits, after a plus where there is one, or None when this is no number."""
    bare = text.lstrip("([ ")
    if not _NUMBER.fullmatch(bare):
        return None
    digits = _NO_DIGIT.sub("", bare)
    if _is_something_else(text, digits):
        return None
    if bare.startswith("+"):
        return f"+{digits.removeprefix('00')}"
    return f"+{digits[2:]}" if digits.startswith("00") else digits


def _is_something_else(text: str, digits: str) -> bool:
    """Return whether the digits are a note's, a date's, a fraction's or a computer address's."""
    begun = _BRACKET_AFTER_ZERO.sub("", _BRACKET_AFTER_COUNTRY.sub("", text))
    if _BRACKETED_NOTE.search(begun) or _DATE.match(text) or _FRACTION.fullmatch(text):
        return True
    is_address = _IP_ADDRESS.fullmatch(text) and not text.startswith("0")
    return bool(is_address) and len(digits) == _BARE_LENGTH
