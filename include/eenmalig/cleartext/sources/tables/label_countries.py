"""Countries that are told by words beside a number: ``06 ... (Frankrijk)``, or a ``Type`` Marokko.

What stands in the number's own cell, or above it in the header, is the number's country. A label in
another column may be about its holder: it says what a national spelling means, and nothing about an
international one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from eenmalig.cleartext.numbers.country_names import is_code, names_country
from eenmalig.cleartext.numbers.stated_country import Beside
from eenmalig.cleartext.sources.words.labels import TELEPHONE, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_HEADERS_REMEMBERED = 1024
# Longer words are no country, and cost time.
_LONGEST = 200
_WORD = re.compile(r"[^\s()\[\]<>,;:/|_]+")
# No country, and never the first one: a national spelling means nobody knows what.
_ABROAD = frozenset(("buitenland", "buitenlands", "abroad", "foreign", "ausland", "etranger"))
_SOME_COUNTRY = "buitenlands"
# Such a number is of another country than most readers think, whichever it is. ``Frans`` by itself
# is a name.
_OF_ABROAD = (
    r"(?:belgi?sch|vlaams|duits|frans|engels|brits|spaans|portugees|portuges|italiaans|pools|turks"
    r"|marokkaans|roemeens|bulgaars|albanees|albanes|surinaams|antilliaans)e?"
)
_A_NUMBER = (
    r"(?:tel(?:efoon)?)?(?:nummers?|nr|sim(?:kaart)?|tel|telefoon|mobiel|gsm|06|prepaid|number)"
)
_SAID_ABROAD = re.compile(
    rf"\b{_OF_ABROAD}[\s._-]{{0,3}}{_A_NUMBER}\b|\bbuitenlandse?\b|\bbuitenland\b"
    rf"|\bforeign[\s._-]{{1,3}}{_A_NUMBER}\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"[()\[\]<>,;:/|]+|\s-+\s")


def with_name(beside: Beside | None, name: str) -> Beside | None:
    """Return what a row says of a country, and the name that stands with a number in its cell."""
    if not name:
        return beside
    parts = [part.strip(" .-") for part in _BETWEEN.split(name[:_LONGEST])]
    told = [part for part in parts if names_country(part) or is_code(part)]
    told += [_SOME_COUNTRY for part in parts if says_abroad(part)]
    return with_country(beside, _lines(told)) if told else beside


def says_abroad(text: str) -> bool:
    """Return whether words say that a number is of another country: ``Frans nummer``.

    They are no country's name, so what they are said of is doubtful.
    """
    return _SAID_ABROAD.search(text[:_LONGEST]) is not None


def with_country(beside: Beside | None, country: str) -> Beside:
    """Return what a row says of a country, and one more that is the number's."""
    said = beside or Beside()
    return said._replace(country=_lines((said.country, country)))


# Asked of each row, and told by its column's header alone.
@lru_cache(_HEADERS_REMEMBERED)
def in_header(own: str) -> str:
    """Return the country that a header says beside telephone: ``Mobiel Marokko``, ``Tel (FR)``."""
    words = [word.strip(".-") for word in _WORD.findall(own[:_LONGEST])]
    rest = " ".join(word for word in words if not TELEPHONE.issuperset(words_of(word)))
    told = [said for said in (rest, *words) if names_country(said) or said.casefold() in _ABROAD]
    told += [part for part in map(str.strip, _BETWEEN.split(own[:_LONGEST])) if is_code(part)]
    return _lines(dict.fromkeys(told))


def with_labels(beside: Beside | None, row: Sequence[str], places: Sequence[int]) -> Beside | None:
    """Return what a row says of a country, and its labels at some places."""
    told = [row[place].strip() for place in places if place < len(row)]
    told = [
        cell if names_country(cell) else _SOME_COUNTRY
        for cell in told
        if names_country(cell) or says_abroad(cell)
    ]
    if not told:
        return beside
    said = beside or Beside()
    return said._replace(dialled_in=_lines((said.dialled_in, *told)))


def _lines(statements: Iterable[str]) -> str:
    return "\n".join(filter(None, statements))
