"""Whether a text holds Dutch mobiles, wherever in a table it stands."""

from __future__ import annotations

import re

from eenmalig.clear import number
from eenmalig.clear.field_kind import FieldKind

_FEWEST_DIGITS = 9
_MOBILE = re.compile(
    r"(?<!\d)(?:(?:\+|00)?31[\s./-]*(?:\(0\)|0)?|\(?0)[\s./-]*6\)?(?:[\s./-]*\d){8}(?!\d)"
)


def holds_mobile(text: str, field: FieldKind = FieldKind.UNLABELLED) -> bool:
    """Return whether one of the candidates in the text is a Dutch mobile.

    Nine bare digits are none unless the field is labelled phone: they may be a citizen's number.
    """
    # Most cells of a table end here; parsing each of them would be slow.
    if sum(map(str.isdecimal, text)) < _FEWEST_DIGITS:
        return False
    return any(number.normalize(each, field).e164 for each in number.split(text))


def listed_numbers(text: str, *, expected: bool) -> list[str]:
    """Return what a cell of an exclusion list holds: all that can be used, of any kind.

    A Dutch mobile is found between words too. What is no number is kept only when one was
    ``expected`` there, so that it is counted.
    """
    found = []
    for part in number.split(text):
        if number.usable(part, FieldKind.PHONE):
            found.append(part)
            continue
        within = [each for each in _MOBILE.findall(part) if holds_mobile(each)]
        found += within or ([part] if expected else [])
    return found
