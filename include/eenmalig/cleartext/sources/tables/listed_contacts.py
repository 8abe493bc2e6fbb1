"""Cells that list several contact details: ``Phone-Mobile: +31 6 ...`` or ``Werk: 06 ...``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eenmalig.cleartext.numbers.number import split
from eenmalig.cleartext.sources.values import FieldKind
from eenmalig.cleartext.sources.words.labels import reads_like_mobile, says_telephone

if TYPE_CHECKING:
    from collections.abc import Iterator

_WHATSAPP = re.compile(r"\+?\d{5,20}(?::\d{1,5})?@(?:s\.whatsapp\.net|c\.us)", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_FIGURES = re.compile(r"\d+")
_SIGNS = " \t:;,.()[]+/-"


def numbers_in_entries(text: str) -> Iterator[tuple[str, FieldKind, str]]:
    """Yield each telephone number's text, kind and label, and once an empty text without them.

    A line of another kind (an e-mail address, a user name) counts only when the whole of it is
    spelled like a Dutch mobile, or a number's address at WhatsApp.
    """
    has_number = False
    for line in text.splitlines():
        label, colon, value = line.partition(":")
        if colon and says_telephone(label.partition("-")[0]):
            has_number = True
            yield value.strip(), FieldKind.PHONE, label.strip()
            continue
        if not colon or _WHATSAPP.fullmatch(line.strip()):
            label, value = "", line
        if reads_like_mobile(value) or _WHATSAPP.fullmatch(value.strip()):
            has_number = True
            yield value.strip(), FieldKind.UNLABELLED, label.strip()
    if not has_number:
        yield "", FieldKind.UNLABELLED, ""


def has_words(text: str) -> bool:
    """Return whether letters stand in a cell of numbers, beside them or instead of them."""
    return _LETTER.search(text) is not None


def labelled_numbers(text: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of a cell and the words that stand with them: ``Thuis: 06 ...``.

    A line is taken apart where the words differ from number to number. Where one part is words
    alone, all of the line's are about each. Those of a line without a number are about the next.
    """
    above = ""
    for line in filter(str.strip, text.splitlines()):
        parts = split(line)
        of_line = words_beside(line)
        each_has_digits = all(_FIGURES.search(part) for part in parts)
        words = [(each_has_digits and words_beside(part)) or of_line or above for part in parts]
        differ = len(set(words)) > 1
        yield from zip(parts, words, strict=True) if differ else [(line, words[0])]
        above = "" if _FIGURES.search(line) else of_line


def words_beside(text: str) -> str:
    """Return what stands with the figures of a text, when that is words."""
    return _FIGURES.sub(" ", text).strip(_SIGNS) if has_words(text) else ""
