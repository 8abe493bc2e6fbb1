"""Countries that are told by words beside a number: ``06 ... (Frankrijk)``, or a ``Type`` Marokko.

What stands in the number's own cell is the number's country. A label in another column may be about
its holder: it says what a national spelling means, and nothing about an international one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eenmalig.cleartext.numbers.country_names import is_code, names_country
from eenmalig.cleartext.numbers.stated_country import Beside

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# Longer words are no country, and cost time.
_LONGEST = 200
_BETWEEN = re.compile(r"[()\[\]<>,;:/|]+|\s-+\s")


def with_name(beside: Beside | None, name: str) -> Beside | None:
    """Return what a row says of a country, and the name that stands with a number in its cell."""
    if not name:
        return beside
    parts = [part.strip(" .-") for part in _BETWEEN.split(name[:_LONGEST])]
    told = [part for part in parts if names_country(part) or is_code(part)]
    if not told:
        return beside
    said = beside or Beside()
    return said._replace(country=_lines((said.country, *told)))


def with_labels(beside: Beside | None, row: Sequence[str], places: Sequence[int]) -> Beside | None:
    """Return what a row says of a country, and its labels at some places."""
    told = [row[place].strip() for place in places if place < len(row)]
    told = [cell for cell in told if names_country(cell)]
    if not told:
        return beside
    said = beside or Beside()
    return said._replace(dialled_in=_lines((said.dialled_in, *told)))


def _lines(statements: Iterable[str]) -> str:
    return "\n".join(filter(None, statements))
