"""Whether a text holds Dutch mobiles, or others that are texted, wherever in a table it stands."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eenmalig.cleartext.numbers import number
from eenmalig.cleartext.numbers.countries import DUTCH, NETHERLANDS
from eenmalig.cleartext.numbers.number import FieldKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_FEWEST_DIGITS = 9
# In ASCII, the last nine digits of a Dutch mobile stand together but for signs, and after 0 or 31
# unless the field is labelled phone.
_NINE = r"6{gap}[1-58](?:{gap}[0-9]){{7}}"
_MAY_HOLD = {
    FieldKind.PHONE: re.compile(_NINE.format(gap="[^0-9]*")),
    FieldKind.UNLABELLED: re.compile("[01][^0-9]*" + _NINE.format(gap="[^0-9]*")),
}
# The same in one of several lines, the second for any script.
_LINE_MAY_HOLD = re.compile(r"[01][^0-9\n]*" + _NINE.format(gap=r"[^0-9\n]*"))
_LINE_WITH_DIGITS = re.compile(rf"\d(?:[^\d\n]*\d){{{_FEWEST_DIGITS - 1}}}")
# Of a day and a time the digits may read so, and are too many: columns of them need no closer look.
_MOMENT = re.compile(r"(?:19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}")
# Signs once passed are never given back: a long row of them must not cost its square.
_SPELLED = r"(?:(?:\+|00)?31[\s./-]*+(?:\(0\)|0)?|\(?0)[\s./-]*+6\)?(?:[\s./-]*+\d){8}"
# Where no number is expected, it is none when it goes on from a figure or a hexadecimal id;
# the end of another number may precede it.
_MOBILE_IN_WORDS = re.compile(
    rf"(?:(?<=\d{{7}}[./-])|(?<!\d[./-]))(?<![\da-fA-F]){_SPELLED}(?![\da-fA-F])"
)
# Their digits read as a mobile by chance: bank accounts, and dates, with a time after short ones.
_NEVER_MOBILE = re.compile(
    r"\bNL\d\d\s?[A-Z]{4}\s?\d{4}\s?\d{4}\s?\d\d(?!\d)"
    r"|(?<!\d)\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d(?![\d./-])"
    r"|(?<!\d)(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}(?![\d./-])"
    r"|(?<!\d)\d{1,2}[./-]\d{1,2}[./-]\d\d\s\d\d[.:]\d\d(?!\d)",
    re.IGNORECASE,
)


def holds_mobile(
    text: str, field: FieldKind = FieldKind.UNLABELLED, countries: Sequence[str] = DUTCH
) -> bool:
    """Return whether one of the candidates in the text is a mobile of one of these countries.

    Nine bare digits are none unless the field is labelled phone: they may be a citizen's number.
    """
    # Most cells of a table end here; parsing each of them would be slow.
    if text.isascii() and tuple(countries) == DUTCH:
        may = _MAY_HOLD[field].search(text) is not None
    else:
        may = sum(map(str.isdecimal, text)) >= _FEWEST_DIGITS
    return may and any(
        number.normalize(candidate, field, countries).e164 for candidate in number.split(text)
    )


def tells_mobile(
    text: str, field: FieldKind = FieldKind.UNLABELLED, countries: Sequence[str] = DUTCH
) -> bool:
    """Return whether the text holds a mobile of these countries, or a Dutch one within words."""
    if holds_mobile(text, field, countries):
        return True
    if NETHERLANDS not in countries:
        return False
    # As above: most texts end here.
    may_hold = _MAY_HOLD[FieldKind.UNLABELLED].search(text) if text.isascii() else text
    if not may_hold:
        return False
    return any(map(holds_mobile, _MOBILE_IN_WORDS.findall(_NEVER_MOBILE.sub(" ~ ", text))))


def one_holds_mobile(texts: Sequence[str], countries: Sequence[str] = DUTCH) -> bool:
    """Return whether one of these cells tells a mobile, most of them looked at at once."""
    joined = "\n".join(texts)
    one_line_each = joined.count("\n") == len(texts) - 1
    dutch = joined.isascii() and tuple(countries) == DUTCH
    may_hold = _LINE_MAY_HOLD if dutch else _LINE_WITH_DIGITS
    if one_line_each and not may_hold.search(joined):
        return False
    telling = (text for text in texts if not _MOMENT.fullmatch(text))
    return any(tells_mobile(text, countries=countries) for text in telling)
