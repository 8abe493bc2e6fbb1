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


def split(text: str) -> list[str]:
    """Return the candidates of one cell, in order. A cell without any digit is one candidate."""
    if not any(character.isdigit() for character in text):
        return [text]
    parts = (part.strip() for part in _BETWEEN.split(_AREA_CODE.sub(r"\g<area>-", text)))
    return [one for part in parts if part for one in _apart(part)]


def _apart(part: str) -> list[str]:
    several = _SEVERAL.fullmatch(part)
    return [one for one in several.groups() if one] if several else [part]
