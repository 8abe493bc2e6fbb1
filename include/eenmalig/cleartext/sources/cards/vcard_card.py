"""One vCard while it is read: its telephones, and the names and kinds that are their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sources.cards.card_country import beside_of, country_of
from eenmalig.cleartext.sources.cards.vcard_addresses import (
    is_of_others,
    is_of_owner,
    listed_in,
    may_lead,
    number_of,
)
from eenmalig.cleartext.sources.cards.vcard_lines import field_of
from eenmalig.cleartext.sources.values import FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.remarks import said_by_remark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.cleartext.sources.cards.vcard_lines import Field

_NAMES = frozenset({"FN", "N", "NICKNAME", "ORG", "TITLE", "ROLE", "CATEGORIES", "X-NICKNAME"})
# What a telephone of Apple's calls a field of the same group, and where Android keeps nicknames.
_GROUP_LABEL, _CUSTOM = "X-ABLABEL", "X-ANDROID-CUSTOM"
_NICKNAME = "vnd.android.cursor.item/nickname;"
# A note is a label where it is as short as one; the country is the seventh part of an address.
_NOTE = "NOTE"
_ADDRESS, COUNTRY_PART = "ADR", 7
# By the rules of which country a telephone of Apple's writes an address: less than what it says.
_ADDRESS_COUNTRY = "X-ABADR"
_MOST_COUNTRIES = 10
_MOST_NUMBERS = 10_000
_MOST_GROUPS = 1000
_LONGEST_NAME = 200
_LONGEST_NAMES = 1000


class _Number(NamedTuple):
    """A number as written, its position in the card, its group, and the kind of number.

    ``country`` is that of its own parameter; ``owner`` tells that its field is about the telephone
    that the card was kept in, ``contact`` that it is about somebody else.
    """

    text: str
    position: int
    group: str
    kinds: str
    country: str
    owner: bool
    contact: bool

    def __repr__(self) -> str:
        """Show no name and no number: this may end in a traceback."""
        return "_Number()"


class Card:
    """What was read of one card so far. ``positions`` counts its telephones, inner cards' too.

    Who stands on a card ``within`` another, an agent's, is a mere contact of the person on that.
    With ``every_field`` every number in any field is taken for a telephone.
    """

    def __init__(
        self, number: int, positions: Iterator[int], *, every_field: bool, within: bool = False
    ) -> None:
        self.positions = positions
        self._every_field = every_field
        self._within = within
        self._number = number
        self._names = ""
        self._labels: dict[str, str] = {}
        self._countries: list[str] = []
        self._codes: list[str] = []
        self._numbers: list[_Number] = []

    @property
    def is_full(self) -> bool:
        """Whether there are more telephones than a card has: they should be taken."""
        return len(self._numbers) >= _MOST_NUMBERS

    def add(self, line: str) -> None:
        """Note what a content line says; most say nothing that is needed."""
        field = field_of(line)
        if field is None:
            return
        if field.name == "TEL":
            self._number_of(field, field.text())
        else:
            self._other(field)

    def _other(self, field: Field) -> None:
        if self._every_field:
            for number in listed_in(field.name, field.text()):
                self._number_of(field, number)
        name = _name_in(field)
        if name:
            self._name(name)
        elif field.name == _GROUP_LABEL:
            if field.group and len(self._labels) < _MOST_GROUPS:
                self._labels[field.group.casefold()] = field.text().strip()[:_LONGEST_NAME]
        elif field.name == _ADDRESS:
            self._country(field)
        elif field.name == _ADDRESS_COUNTRY and len(self._codes) < _MOST_COUNTRIES:
            self._codes += filter(None, [country_of([field.text()])])
        elif may_lead(field.name):
            text = number_of(field.name, field.kinds(), field.text())
            if text is not None:
                self._number_of(field, text)

    def taken(self) -> Iterator[RawValue]:
        """Yield the telephones so far with their labels, once."""
        numbers, self._numbers = self._numbers, []
        for text, position, group, kinds, country, owner, contact in numbers:
            words = (self._names, kinds, self._labels.get(group, ""))
            yield RawValue(
                text,
                FieldKind.PHONE,
                owner=owner,
                locator=Locator(None, self._number, position),
                label=" ".join(filter(None, words)),
                contact=contact,
                beside=beside_of(text, [country] if country else self._countries or self._codes),
            )

    def _number_of(self, field: Field, text: str) -> None:
        position = next(self.positions)
        kinds = field.kinds()[:_LONGEST_NAME]
        owner = is_of_owner(field.name)
        contact = not owner and (self._within or is_of_others(field.name))
        country = country_of([field.parameter("CC")])
        group = field.group.casefold()
        self._numbers.append(_Number(text.strip(), position, group, kinds, country, owner, contact))

    def _name(self, text: str) -> None:
        if len(self._names) < _LONGEST_NAMES:
            words = text[:_LONGEST_NAME].replace(";", " ").replace(",", " ").split()
            self._names = " ".join([self._names, *words]).strip()

    def _country(self, field: Field) -> None:
        parts = field.text().split(";")[:COUNTRY_PART]
        country = country_of([field.parameter("CC")]) or country_of(parts[COUNTRY_PART - 1 :])
        if country and len(self._countries) < _MOST_COUNTRIES:
            self._countries.append(country)


def _name_in(field: Field) -> str:
    """Return what a field calls somebody, nothing where it calls nobody."""
    if field.name in _NAMES:
        return field.text()
    if field.name == _NOTE:
        return said_by_remark(field.text())
    nickname = field.name == _CUSTOM and field.value.startswith(_NICKNAME)
    return field.text().removeprefix(_NICKNAME) if nickname else ""
