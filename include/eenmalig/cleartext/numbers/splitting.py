"""Taking the numbers of one cell apart. What is one number stays whole."""

from __future__ import annotations

import re

from eenmalig.cleartext.numbers.written_labels import NEXT

_DASHES = r"\u2010-\u2015\u2212-"
# Signs that part two numbers. A comma is left alone inside 3,16123E+10 and 31600000000,0 and
# before digits keyed after a pause; a semicolon before a parameter of a tel: address. Three colons
# are Google's.
_BETWEEN = re.compile(
    r"[/|\r\n\v\f\u2028\u2029]+"
    r"|:::"
    r"|;(?![a-z-]+=)(?!\d{1,6}\s*(?:$|[;/|\r\n]))"
    r"|,(?!\d+[eE]\+?\d)(?!\d{1,6}\s*(?:$|[,;/|\r\n]))"
    r"|\s(?:of|en|or|and|&)\s"
    rf"|(?<=\d)[\s{_DASHES}]{{1,3}}(?={NEXT})",
    re.IGNORECASE,
)
# 06/..., 020/...: the slash after an area code parts nothing.
_AREA_CODE = re.compile(
    r"(?P<area>(?:^|[;,|\r\n])[^\S\r\n]{0,8}(?:(?:\+|00)31[\s-]{0,8}(?:\(0\))?\s{0,8}|0)\d{1,3})"
    r"\s{0,8}/\s{0,8}(?=[1-9])"
)
# Numbers with nothing but a space or a dash between. Each is complete: a Dutch one has as many
# digits as it must, another begins with a plus; together they have more than one number can.
_GAP = rf"[\s.{_DASHES}]"
_ONE = (
    rf"(?:(?:(?:(?:\+|00)31{_GAP}?(?:\(0\){_GAP}?)?|31)[1-9]|\(?0[1-9])(?:[)]?{_GAP}?\d){{8}}"
    rf"|\+(?!31)[1-9](?:{_GAP}?\d){{8,13}})"
)
_THEN = rf"(?:\s?[{_DASHES}]\s?|\s{{1,3}})"
_SEVERAL = re.compile(rf"({_ONE}){_THEN}({_ONE})(?:{_THEN}({_ONE}))?(?:{_THEN}({_ONE}))?")


# From one number to another, or on from one: nobody reads those between, and the ends are left.
_MAY_NAME_RANGE = re.compile(
    r"\d[\s,;(]{0,5}+[TtUuBbEeAa]|[TtBbZzEe](?i:ussen|etween|wischen|ntre)\s"
)
_UNTIL = re.compile(
    r"(?<=\d)[\s,;]{0,4}+\(?(?:t\s?[/.-]?\s?m\b\.?|tem\b|tot\s{1,3}en\s{1,3}met|through|thru|until"
    r"|till|bis)\s{0,4}+(?=\+?\(?\d)",
    re.IGNORECASE,
)
_ONWARD = re.compile(
    r"(?<=\d)[\s,;]{0,4}+\(?(?:e\.\s?v\b\.?|en\s{1,3}(?:verder|hoger)\b|and\s{1,3}(?:up|higher)\b)",
    re.IGNORECASE,
)
_BETWEEN_TWO = re.compile(
    r"(?P<first>\b(?:tussen|between|zwischen|entre)\s{1,3}\+?\(?\d[\d\s().-]{5,24}+)"
    r"(?:en|and|und|et|&)\s{1,3}(?=\+?\(?\d)",
    re.IGNORECASE,
)


def with_ranges_whole(text: str) -> str:
    """Return a cell with each range of numbers (``06... t/m 06...``) so that nothing parts it."""
    # Most numbers have no letter beside them, and most words are no range's.
    if text.upper() == text.lower() or not _MAY_NAME_RANGE.search(text):
        return text
    until = _BETWEEN_TWO.sub(r"\g<first>tm ", _UNTIL.sub(" tm ", text))
    return _ONWARD.sub(" e.v.", until)


def names_range(text: str) -> bool:
    """Return whether a text names a range of numbers by its ends. It is no number."""
    patterns = (_UNTIL, _ONWARD, _BETWEEN_TWO)
    may_be = _MAY_NAME_RANGE.search(text) is not None
    return may_be and any(pattern.search(text) for pattern in patterns)


def split(text: str) -> list[str]:
    """Return the candidates of one cell, in order. A cell without any digit is one candidate.

    A range of numbers is one, and refused.
    """
    if not any(character.isdigit() for character in text):
        return [text]
    whole = _AREA_CODE.sub(r"\g<area>-", with_ranges_whole(text))
    parts = (part.strip() for part in _BETWEEN.split(whole))
    return [one for part in parts if part for one in _apart(part)]


def _apart(part: str) -> list[str]:
    several = _SEVERAL.fullmatch(part)
    return [one for one in several.groups() if one] if several else [part]
