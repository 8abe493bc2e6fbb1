"""Taking the numbers of one cell apart. What is one number stays whole."""

from __future__ import annotations

import re

# Signs that part two numbers. A comma is left alone inside 3,16123E+10 and 31600000000,0 and
# before digits keyed after a pause; a semicolon before a parameter of a tel: address.
_BETWEEN = re.compile(
    r"[/|\r\n\v\f\u2028\u2029]+"
    r"|;(?![a-z-]+=)(?!\d{1,6}\s*(?:$|[;/|\r\n]))"
    r"|,(?!\d+[eE]\+?\d)(?!\d{1,6}\s*(?:$|[,;/|\r\n]))"
    r"|\s(?:of|en|or|and|&)\s",
    re.IGNORECASE,
)
# 06/..., 020/...: the slash after an area code parts nothing.
_AREA_CODE = re.compile(
    r"(?P<area>(?:^|[;,|\r\n])[^\S\r\n]{0,8}(?:(?:\+|00)31[\s-]{0,8}(?:\(0\))?\s{0,8}|0)\d{1,3})"
    r"\s{0,8}/\s{0,8}(?=[1-9])"
)


def split(text: str) -> list[str]:
    """Return the candidates of one cell, in order. A cell without any digit is one candidate."""
    if not any(character.isdigit() for character in text):
        return [text]
    parts = [part.strip() for part in _BETWEEN.split(_AREA_CODE.sub(r"\g<area>-", text))]
    return [part for part in parts if part]
