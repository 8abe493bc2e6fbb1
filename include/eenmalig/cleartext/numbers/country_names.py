"""What is said of a country in a word, a name or a code, and the calling codes that it means.

Names of countries, and codes of ISO 3166 in two or three letters, are those of Unicode's CLDR, by
Babel.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache

import phonenumbers
from babel import Locale
from babel.core import get_global

_NAMED_IN = ("nl", "en", "de", "fr")
# Loaded only for what is no country in those above.
_ALSO_NAMED_IN = ("es", "pt", "it", "pl", "tr", "ar", "ro", "bg")
# What people write, and CLDR does not.
_ALSO_NAMED = {
    "holland": "NL", "the netherlands": "NL", "ned": "NL", "ndl": "NL", "hol": "NL",
    "marocco": "MA", "turkey": "TR", "engeland": "GB", "england": "GB", "schotland": "GB",
    "scotland": "GB", "wales": "GB", "great britain": "GB", "groot-brittannie": "GB",
    "groot brittannie": "GB", "amerika": "US", "america": "US", "verenigde staten": "US",
    "antillen": "CW", "nederlandse antillen": "CW", "ned antillen": "CW", "bonaire": "BQ",
    "dld": "DE", "belg": "BE", "tsjechische republiek": "CZ", "czech republic": "CZ",
}  # fmt: skip
# Beside a number these are names of people. None of their countries dials 06 and eight digits.
_GIVEN_NAMES = frozenset("jordan chad georgia israel india ad bo jo mo ben ton dj pa".split())  # noqa: SIM905 - a list of words is read more easily so
_LONGEST_CODE = 3
# Where somebody wrote that it is not known, it may be any: that is no cell without a country.
_NO_COUNTRY = "- -- 0 -1 null (null) none nil n/a n.v.t. nvt leeg false zz xx"
_NOTHING_SAID = frozenset(("", *_NO_COUNTRY.split()))
_CODE = re.compile(r"(?:\+|00)?\s?0*(\d{1,3})(?:\.0)?")
_CODE_WITHIN = re.compile(r"(?:\+|\b00)\s?(\d{1,3})\b")
_TEXTS_REMEMBERED = 4096
_LONGEST = 60


def calling_codes(stated: str) -> frozenset[int] | None:
    """Return the calling codes that a text about a country means, and None when it says nothing.

    Empty when it says something that is no country.
    """
    return _calling_codes(stated.strip().casefold()[:_LONGEST])


def names_country(words: str) -> bool:
    """Return whether words beside a number are nothing but the name of a country."""
    return words.casefold() in names()


def is_code(words: str) -> bool:
    """Return whether words beside a number are nothing but a country's code, in capitals."""
    if len(words) > _LONGEST_CODE or not words.isupper():
        return False
    code = words.casefold()
    return code not in _GIVEN_NAMES and code in _regions(_NAMED_IN)


@cache
def names() -> frozenset[str]:
    """Return the names of countries in lower case, with and without their accents."""
    said = [name for each in _NAMED_IN for name in Locale(each).territories.values()]
    spelled = {name.casefold() for name in said if _region(_folded(name))}
    known = spelled.union(_regions(_NAMED_IN)) - _GIVEN_NAMES
    return frozenset(name for name in known if len(name) > _LONGEST_CODE)


@lru_cache(_TEXTS_REMEMBERED)
def _calling_codes(text: str) -> frozenset[int] | None:
    if text in _NOTHING_SAID:
        return None
    if code := _CODE.fullmatch(text):
        return _existing(int(code[1]))
    text = _folded(text)
    if region := _region(text):
        return frozenset({phonenumbers.country_code_for_region(region)})
    if within := _CODE_WITHIN.search(text):
        return _existing(int(within[1]))
    words = (word.strip() for word in re.split(r"[^\w\s'-]+", text))
    named = set(filter(None, map(_region, words)))
    return frozenset(phonenumbers.country_code_for_region(region) for region in named)


def _folded(name: str) -> str:
    """Return a name without accents and dots, in lower case: people leave them out."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return "".join(sign for sign in plain if sign != "." and not unicodedata.combining(sign))


def _existing(code: int) -> frozenset[int]:
    return frozenset({code} & phonenumbers.COUNTRY_CODE_TO_REGION_CODE.keys())


def _region(text: str) -> str | None:
    return _regions(_NAMED_IN).get(text) or _regions(_ALSO_NAMED_IN).get(text)


@cache
def _regions(languages: tuple[str, ...]) -> dict[str, str]:
    """Return the region of each name and code of a country, in lower case."""
    regions = phonenumbers.SUPPORTED_REGIONS
    known = {
        _folded(name): region
        for language in languages
        for region, name in Locale(language).territories.items()
        if region in regions
    }
    aliases = get_global("territory_aliases")
    known |= {
        _folded(alias): new[0]
        for alias, new in aliases.items()
        if alias.isalpha() and len(new) == 1 and new[0] in regions
    }
    known |= {region.casefold(): region for region in regions}
    return known | _ALSO_NAMED
