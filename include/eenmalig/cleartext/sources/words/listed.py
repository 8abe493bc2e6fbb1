"""What a cell of an exclusion list holds. Lists are read more widely than sources.

One number too many on a list harms nobody, and one too few texts somebody who may not be texted.
So a mobile is found in spellings that would be a guess in a source.
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from eenmalig.cleartext.numbers import number
from eenmalig.cleartext.numbers.number import FieldKind
from eenmalig.cleartext.numbers.spelling import plain
from eenmalig.cleartext.numbers.splitting import names_range

# Spelled so, a Dutch mobile is valid without asking the library.
_PLAIN_MOBILE = re.compile(r"(?:\+31|0031|31|0)[ -]?6[ -]?[1-58](?: ?[0-9]){7}")
# No valid number is shorter, of any country.
_SHORTEST_NUMBER = 5
# Signs once passed are never given back: a long row of them must not cost its square.
_GAP = r"[^\w+]{0,4}+"
_BEGIN = rf"(?:(?:\+{_GAP}|00)?31{_GAP}(?:0{_GAP})?|0{_GAP})"
_MOBILE = re.compile(rf"(?<!\d){_BEGIN}?(6{_GAP}[1-58](?:{_GAP}\d){{7}})(?!\d)")
_OTHER = re.compile(
    rf"(?<![\d+])(?:(?:\+|00){_GAP}[1-9](?:{_GAP}\d){{6,13}}|0{_GAP}[1-9](?:{_GAP}\d){{8}})(?!\d)"
)
_GLUED = re.compile(
    r"(?<!\d)(?:(?:\+|00)?31|0)6[1-58]\d{7}(?:(?:(?:\+|00)?31|0)6[1-58]\d{7})+(?!\d)"
)
_ONE_OF_GLUED = re.compile(r"(?:(?:\+|00)?31|0)(6[1-58]\d{7})")
# In a column of numbers, what stands behind 06.
_WITHOUT_06 = re.compile(r"[1-58](?: ?\d){7}")
_NO_DIGIT = re.compile(r"\D+")
# From one number to another, or to its last figures: nobody reads those between.
_UNTIL = r"(?:t\s?/\s?m|tm|tot(?:\s+en\s+met)?|through|thru|until|till|to|bis)"
_RANGE = re.compile(
    rf"\d[^\w+]{{0,4}}+{_UNTIL}[^\w+]{{0,4}}+\+?\d"
    rf"|(?<!\d){_BEGIN}6{_GAP}[1-58](?:{_GAP}\d){{7}}\s{{0,3}}+(?:[-\u2013\u2014]|\.{{2,3}})\s{{0,3}}+"
    r"\d{1,4}+(?![\s.-]{0,3}\d)",
    re.IGNORECASE,
)
# How such a range is given: as an entry that is no number.
_RANGE_SAID = "t/m"
# What is left beside a number and has so many digits in a row may be another one, cut short.
_CUT_SHORT = re.compile(r"\d{6}")
# In a cell with more numbers every piece that is left counts: comparing would cost its square.
_MOST_COMPARED = 100


def listed_numbers(text: str, *, expected: bool) -> list[str]:
    """Return what a cell of an exclusion list holds: all that can be used, of any kind.

    Numbers are found between words, and in pieces. What is no number is kept only when one was
    ``expected`` there, so that it is counted; words beside a number are none. So is a range of
    numbers, beside those that it names.
    """
    if not expected and sum(map(str.isdecimal, text)) < _SHORTEST_NUMBER:
        return []
    numbers: list[str] = []
    left: list[str] = []
    for part in number.split(text):
        if _PLAIN_MOBILE.fullmatch(part) or number.usable(part, FieldKind.PHONE):
            numbers.append(part)
        else:
            within, rest = _within(part)
            numbers += within
            left += [part] if not within else [rest] if _CUT_SHORT.search(rest) else []
        # It may be a number of another kind as well.
        if expected and _WITHOUT_06.fullmatch(plain(part)):
            numbers.append("+316" + _digits(part))
    if any(map(_digits, left)):
        known = {number.usable(one, FieldKind.PHONE) for one in numbers}
        numbers += [one for one in _within(text)[0] if one not in known]
    unread = _unread(left, numbers) if expected else []
    if numbers and not unread and (_RANGE.search(plain(text)) or names_range(text)):
        unread = [_RANGE_SAID]
    return [*numbers, *unread]


def _within(text: str) -> tuple[list[str], str]:
    """Return the numbers in a text, in E.164, and the text without them."""
    rest = plain(unquote(text))
    numbers = [
        f"+31{one}" for glued in _GLUED.findall(rest) for one in _ONE_OF_GLUED.findall(glued)
    ]
    rest = _GLUED.sub(" ", rest)

    def taken(spelling: re.Match[str]) -> str:
        plus = "+" * spelling[0].startswith("+")
        e164 = number.usable(plus + _digits(spelling[0]), FieldKind.PHONE)
        numbers.extend([e164] if e164 else [])
        return " " if e164 else spelling[0]

    rest = _OTHER.sub(taken, rest)
    numbers += [f"+31{_digits(one)}" for one in _MOBILE.findall(rest)]
    return numbers, _MOBILE.sub(" ", rest)


def _unread(left: list[str], numbers: list[str]) -> list[str]:
    """Return what is left of a cell and no piece or neighbour of a number that was found."""
    if not numbers or len(numbers) > _MOST_COMPARED:
        return left
    found = " ".join(one.replace("+31", "0") for one in numbers)
    return [part for part in left if _digits(part) and _digits(part) not in found]


def _digits(text: str) -> str:
    return _NO_DIGIT.sub("", plain(text))
