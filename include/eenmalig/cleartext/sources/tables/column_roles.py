"""What each column of a table is for, by a list of known headers and by their words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.tables import country_columns, known_headers
from eenmalig.cleartext.sources.tables.role import Role
from eenmalig.cleartext.sources.tables.services import says_origin, says_program
from eenmalig.cleartext.sources.tables.sides import says_direction
from eenmalig.cleartext.sources.words.labels import (
    may_say_telephone,
    mentions_telephone,
    same_label,
    says_telephone,
)
from eenmalig.cleartext.sources.words.owner_words import says_owner

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# The first that says so of a header is right: a telephone's country is no telephone.
_BY_WORDS: tuple[tuple[Callable[[str], bool], Role], ...] = (
    (country_columns.says_international, Role.INTERNATIONAL),
    (country_columns.says_country, Role.COUNTRY),
    (says_owner, Role.OWNER),
    (says_telephone, Role.NUMBER),
    (lambda text: same_label(text, "entries"), Role.ENTRIES),
    (may_say_telephone, Role.PARTY),
    (mentions_telephone, Role.ABOUT),
    (says_program, Role.PROGRAM),
    (says_origin, Role.ORIGIN),
    (says_direction, Role.DIRECTION),
)
# A longer cell is no header: it costs time, and says nothing.
_LONGEST = 200
_NUMBERS = frozenset((Role.NUMBER, Role.ENTRIES, Role.PARTY, Role.PARTLY))


def roles(header: Sequence[str]) -> tuple[Role | None, ...]:
    """Return what each column is for; None where nothing tells."""
    header = [text if len(text) <= _LONGEST else "" for text in header]
    known = known_headers.known(header)
    said = [known.get(place) or _by_words(text) for place, text in enumerate(header)]
    in_address = any(map(country_columns.says_street, header))
    for place, role in enumerate(said):
        if role is Role.COUNTRY:
            said[place] = _of_what(header[place], in_address=in_address)
    if _NUMBERS.isdisjoint(said):
        # No other column holds what this one holds once more.
        said = [Role.NUMBER if role is Role.INTERNATIONAL else role for role in said]
    return tuple(said)


def _by_words(text: str) -> Role | None:
    return next((role for says, role in _BY_WORDS if says(text)), None)


def _of_what(text: str, *, in_address: bool) -> Role:
    """Return whether a country is the number's, where it was dialled, or a postal address's."""
    if country_columns.says_address(text):
        return Role.ADDRESS
    if country_columns.says_dialled_in(text):
        return Role.DIALLED_IN
    only = in_address and country_columns.says_only_country(text)
    return Role.ADDRESS if only else Role.COUNTRY
