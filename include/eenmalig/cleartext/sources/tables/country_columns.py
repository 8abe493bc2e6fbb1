"""What a table says about the countries of its numbers, and in which columns.

A country of its own (``Landcode``, ``Country``, ``Phone 1 - Country``) is the number's. Where the
column says ISO it is where the number was dialled, as telephones write it beside a call. Of a
postal address (``Home Country/Region``, or ``Land`` beside a street and a city) it is its holder's.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.numbers.country_names import calling_codes
from eenmalig.cleartext.numbers.stated_country import Beside
from eenmalig.cleartext.sources.tables.role import Role
from eenmalig.cleartext.sources.words.compounds import Vocabulary
from eenmalig.cleartext.sources.words.labels import TELEPHONE, ordinal_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_COUNTRY = frozenset(("country", "countries", "land", "landen", "idd"))
_CODE = frozenset(("code", "codes", "kode", "prefix", "kengetal", "voorvoegsel"))
_DIALLED = frozenset(
    ("dial", "dialling", "dialing", "calling", "internationaal", "internationale", "int")
)
# These are of countries where their cells are: calling codes, or of the last two any code.
_PERHAPS = frozenset(("prefix", "kengetal", "voorvoegsel", "toegang", "toegangs", "access"))
_BY_ITSELF = frozenset(("prefix", "kengetal", "voorvoegsel"))
_ANY_CODE = frozenset(("cc", "regio", "region"))
_CALLING_CODE = re.compile(r"(?:\+|00)?\s?[1-9]\d{0,2}(?:\.0)?")
_ABROAD = _DIALLED | {"international", "intl"}
_NUMBER = frozenset(("nummer", "nummers", "number", "numbers", "nr", "no"))
_OF_ADDRESS = frozenset(("address", "addresses", "adres", "adressen", "postal", "post", "woon"))
_AT = frozenset(
    """
    home thuis huis work werk business zakelijk zakelijke other anders ander andere prive private
    region regio kantoor office billing shipping mailing factuur bezoek verzend
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
# Of one side or one person: of the number whose header says the same.
_WHOSE = frozenset(
    """
    a b afzender sender ontvanger recipient receiver beller caller gebelde called callee from to
    naar aan contact klant customer client koper buyer afnemer persoon person
    """.split()  # noqa: SIM905 - as above
)
_FILLING = frozenset(
    """
    naam name iso alpha van of the het de in s e value waarde
    herkomst origin provider operator netwerk network
    """.split()  # noqa: SIM905 - as above
)
_OF_COUNTRY = Vocabulary(
    (
        *_COUNTRY,
        *_CODE,
        *_ABROAD,
        *_NUMBER,
        *_OF_ADDRESS,
        *_AT,
        *_WHOSE,
        *_FILLING,
        *TELEPHONE,
        *_PERHAPS,
        *_ANY_CODE,
    )
)
_NORMALIZED = frozenset(
    """
    normalized normalised genormaliseerd genormaliseerde canonical canonized canonicalized
    international internationaal internationale intl
    """.split()  # noqa: SIM905 - as above
)
_FORM = frozenset("formatted format formaat form notatie notation spelling".split())  # noqa: SIM905 - as above
_OF_INTERNATIONAL = Vocabulary((*_NORMALIZED, *_FORM, *_NUMBER, *_FILLING, *TELEPHONE))
_E164 = ("e", "164")
_OF_E164 = Vocabulary(("e", "phone", *_FORM, *_NUMBER, *_FILLING, *TELEPHONE))
# What only the columns of a postal address say.
_STREET = frozenset(
    """
    straat straatnaam street huisnummer postcode zip zipcode postalcode woonplaats city stad
    town adres address gemeente province provincie
    """.split()  # noqa: SIM905 - as above
)


# Figures that are no ordinal of a column.
_NAMES_WITH_FIGURES = re.compile(r"(?:iso\W*)?3166|alpha\W*[23]|e\W?164", re.IGNORECASE)


class Places(NamedTuple):
    """The places of the columns that tell of the country of one column of numbers."""

    country: tuple[int, ...] = ()
    dialled_in: tuple[int, ...] = ()
    international: tuple[int, ...] = ()
    address: tuple[int, ...] = ()
    calling_codes: tuple[int, ...] = ()
    any_codes: tuple[int, ...] = ()


def says_country(text: str) -> bool:
    """Return whether this header labels the country that numbers belong to."""
    parts = _OF_COUNTRY.parts(text)
    if not _COUNTRY.isdisjoint(parts):
        # The last word says what it is: the number of a country, not a country's telephone number.
        return TELEPHONE.isdisjoint(parts) or parts[-1] not in _NUMBER
    if not _ABROAD.isdisjoint(parts) and not _CODE.isdisjoint(parts):
        return True
    return _may_be_calling_code(parts) or _may_be_any_code(parts)


def _may_be_calling_code(parts: Sequence[str]) -> bool:
    """Return whether a column may hold calling codes, or the title before a name."""
    if not (_COUNTRY | _ABROAD | {"naam", "name"}).isdisjoint(parts):
        return False
    coded = not _PERHAPS.isdisjoint(parts) and not _CODE.isdisjoint(parts)
    return coded and (not _BY_ITSELF.isdisjoint(parts) or parts[-1] not in _NUMBER)


def _may_be_any_code(parts: Sequence[str]) -> bool:
    """Return whether a column may hold codes of countries, or of regions, or more receivers."""
    if not (_COUNTRY | _ABROAD | TELEPHONE).isdisjoint(parts):
        return False
    return list(parts) == ["cc"] or (
        not {"regio", "region"}.isdisjoint(parts) and not _CODE.isdisjoint(parts)
    )


def says_dialled_in(text: str) -> bool:
    """Return whether such a header labels where a number was dialled, not whose it is."""
    parts = _OF_COUNTRY.parts(text)
    return "iso" in parts and TELEPHONE.isdisjoint(parts)


def says_address(text: str) -> bool:
    """Return whether such a header labels the country of a postal address."""
    parts = _OF_COUNTRY.parts(text)
    if not TELEPHONE.isdisjoint(parts):
        return False
    at = not _AT.isdisjoint(parts) and _CODE.isdisjoint(parts)
    return at or not _OF_ADDRESS.isdisjoint(parts)


def says_only_country(text: str) -> bool:
    """Return whether such a header says country and nothing of numbers: beside a street, its."""
    parts = _OF_COUNTRY.parts(text)
    return (_COUNTRY | _WHOSE | _FILLING).issuperset(parts)


def says_street(text: str) -> bool:
    """Return whether this header is of a part of a postal address."""
    words = words_of(text)
    return not _STREET.isdisjoint(words) and "mail" not in words and TELEPHONE.isdisjoint(words)


def says_international(text: str) -> bool:
    """Return whether this header labels a number in its international form."""
    words = words_of(text)
    if any(pair == _E164 for pair in pairwise(words)):
        return bool(_OF_E164.parts(text))
    parts = _OF_INTERNATIONAL.parts(text)
    numbers = not (_NUMBER | TELEPHONE).isdisjoint(parts)
    return numbers and not _NORMALIZED.isdisjoint(parts)


def places(
    header: Sequence[str], roles: Sequence[Role | None], place: int, numbers: Sequence[int]
) -> Places | None:
    """Return which columns tell of the country of the number at ``place``, one of ``numbers``."""

    def of(wanted: Role) -> tuple[int, ...]:
        told = (other for other, role in enumerate(roles) if role is wanted)
        others = (other for other in told if other not in numbers)
        return tuple(other for other in others if place in _told_about(header, other, numbers))

    addresses = tuple(other for other, role in enumerate(roles) if role is Role.ADDRESS)
    # Of several forms the first is read; another that holds numbers is told as not read.
    form = of(Role.INTERNATIONAL)[:1]
    countries = of(Role.COUNTRY)
    codes = tuple(each for each in countries if _may_be_calling_code(_parts(header, each)))
    any_codes = tuple(each for each in countries if _may_be_any_code(_parts(header, each)))
    sure = tuple(each for each in countries if each not in codes + any_codes)
    of_place = Places(sure, of(Role.DIALLED_IN), form, addresses, codes, any_codes)
    return of_place if any(of_place) and place in numbers else None


def beside(row: Sequence[str], places: Places) -> Beside | None:
    """Return what a row says about the country of a number, and None when it says nothing."""
    said = Beside(
        _lines(row, places.country),
        _lines(row, places.dialled_in),
        _lines(row, places.international),
        _lines(row, places.address),
    )
    if places.calling_codes or places.any_codes:
        said = said._replace(country="\n".join(filter(None, (said.country, *_codes(row, places)))))
    return said if any(said) else None


def _codes(row: Sequence[str], places: Places) -> Iterator[str]:
    """Yield the cells of columns that may hold codes of countries, where they do."""
    for place in places.calling_codes + places.any_codes:
        cell = row[place].strip() if place < len(row) else ""
        may_be = place in places.any_codes or _CALLING_CODE.fullmatch(cell)
        if cell and may_be and calling_codes(cell):
            yield " ".join(cell.split())


def _parts(header: Sequence[str], place: int) -> list[str]:
    return _OF_COUNTRY.parts(header[place])


def _told_about(header: Sequence[str], place: int, numbers: Sequence[int]) -> Sequence[int]:
    """Return the numbers that the country at ``place`` is about: of its ordinal, of its kind.

    Where no number has these, it is about those without an ordinal, or all.
    """
    ordinal = ordinal_of(_NAMES_WITH_FIGURES.sub(" ", header[place]))
    if ordinal is not None:
        same = [number for number in numbers if ordinal_of(header[number]) == ordinal]
        without = [number for number in numbers if ordinal_of(header[number]) is None]
        numbers = same or without or numbers
    kind = (_AT | _WHOSE).intersection(words_of(header[place]))
    return [number for number in numbers if kind and kind <= {*words_of(header[number])}] or numbers


def _lines(row: Sequence[str], places: Sequence[int]) -> str:
    """Return the cells at some places that say something, each a line."""
    cells = (row[place] for place in places if place < len(row))
    return "\n".join(filter(None, (" ".join(cell.split()) for cell in cells)))
