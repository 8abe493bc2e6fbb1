"""Contacts as jCard (RFC 7095): vCards written as JSON, one card or a list of cards.

Tried on cards built after the standard only, not on exports of a known program.
Described in RFC 7095; its properties are those of vCard 4.0 (RFC 6350).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.cards.card_country import beside_of, country_of
from eenmalig.cleartext.sources.cards.vcard_addresses import (
    is_of_others,
    is_of_owner,
    listed_in,
    number_of,
)
from eenmalig.cleartext.sources.cards.vcard_card import COUNTRY_PART
from eenmalig.cleartext.sources.files.encoding import begun_text
from eenmalig.cleartext.sources.files.json_values import DEEPEST, pieces
from eenmalig.cleartext.sources.values import FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.words.remarks import said_by_remark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.cleartext.sources.values import Asked

NAME = "jcard"

_BEGIN = re.compile(r'[\ufeff\s]*\[\s*(?:\[\s*)?"vcard"\s*[,\]]', re.IGNORECASE)
# A property is its name, its parameters, its type and one or more values.
_BEFORE_VALUES = 3
_NAMES = ("fn", "n", "nickname", "org", "title", "role", "categories")


def recognises(path: Path) -> bool:
    """Return whether this is JSON whose first text is the name of a card."""
    return _BEGIN.match(begun_text(path) or "") is not None


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield every value of every telephone property. A column means nothing here.

    Addresses of messengers count where they are numbers; with ``every_cell``, any number does.
    Fails when this is no JSON to its end (``SOURCE_UNREADABLE``).
    """
    number = 0
    for piece in pieces(path, asked.label):
        for card in _cards(piece.value, 0):
            number += 1
            yield from _numbers(card, number, every_field=asked.every_cell)


def _cards(value: object, depth: int) -> Iterator[list[list[object]]]:
    """Yield the properties of each card; those of a card too large to hold, one by one."""
    if not isinstance(value, list) or depth > DEEPEST:
        return
    if value and isinstance(value[0], str):
        if value[0].lower() != "vcard":
            yield [value]
            return
        parts = [part for part in value[1:] if isinstance(part, list)]
        yield [field for part in parts for field in part if isinstance(field, list)]
    else:
        for inner in value:
            yield from _cards(inner, depth + 1)


def _numbers(card: list[list[object]], number: int, *, every_field: bool) -> Iterator[RawValue]:
    named = [text for field in card if _is(field, *_NAMES) for text in _texts(field)]
    notes = (text for field in card if _is(field, "note") for text in _texts(field))
    named += filter(None, map(said_by_remark, notes))
    countries = [told for field in card if _is(field, "adr") and (told := _country(field))]
    if not countries:
        codes = (country_of(_texts(field)[:1]) for field in card if _is(field, "x-abadr"))
        countries = list(filter(None, codes))
    labels = {
        group: _texts(field)
        for field in card
        if _is(field, "x-ablabel")
        for group in _groups(field)
    }
    position = 0
    for field in card:
        texts = _numbers_of(field, every_field=every_field)
        if not texts:
            continue
        grouped = [text for group in _groups(field) for text in labels.get(group, [])]
        name = _name(field)
        owner = is_of_owner(name)
        label = " ".join([*named, *_kinds(field), *grouped]).strip()
        for text in texts:
            position += 1
            yield RawValue(
                text.strip(),
                FieldKind.PHONE,
                owner=owner,
                locator=Locator(None, number, position),
                label=label,
                contact=not owner and is_of_others(name),
                beside=beside_of(text, [told] if (told := _code(field)) else countries),
            )


def _numbers_of(field: list[object], *, every_field: bool) -> list[str]:
    """Return what one property holds of numbers, of a telephone also what is none."""
    if _is(field, "tel"):
        return _texts(field) or [""]
    name = _name(field)
    parameters = field[1] if len(field) > 1 else None
    parameter_values = list(parameters.values()) if isinstance(parameters, dict) else []
    kinds = " ".join(_flat(parameter_values))
    addressed = [number_of(name, kinds, text) for text in _texts(field)]
    listed = [number for text in _texts(field) if every_field for number in listed_in(name, text)]
    return [*listed, *(number for number in addressed if number is not None)]


def _country(field: list[object]) -> str:
    """Return the country of an address, of which the seventh part or a parameter tells it."""
    address = field[_BEFORE_VALUES] if len(field) > _BEFORE_VALUES else None
    parts = address[COUNTRY_PART - 1 : COUNTRY_PART] if isinstance(address, list) else []
    return _code(field) or country_of(list(_flat(parts))[:1])


def _code(field: list[object]) -> str:
    parameters = field[1] if len(field) > 1 else None
    code = parameters.get("cc") if isinstance(parameters, dict) else None
    return country_of(list(_flat([code])))


def _name(field: list[object]) -> str:
    return str(field[0]).strip().upper().rpartition(".")[2] if field else ""


def _is(field: list[object], *names: str) -> bool:
    name = field[0] if field else None
    return isinstance(name, str) and name.strip().lower().rpartition(".")[2] in names


def _texts(field: list[object]) -> list[str]:
    """Return the values of a property, those of a structured one each by itself."""
    return list(_flat(field[_BEFORE_VALUES:]))


def _kinds(field: list[object]) -> Iterator[str]:
    parameters = field[1] if len(field) > 1 else None
    if isinstance(parameters, dict):
        yield from _flat([parameters.get("type")])


def _groups(field: list[object]) -> list[str]:
    """Return the group that a property is in, by which another one may tell its kind."""
    parameters = field[1] if len(field) > 1 else None
    group = parameters.get("group") if isinstance(parameters, dict) else None
    return [group.casefold()] if isinstance(group, str) else []


def _flat(values: list[object]) -> Iterator[str]:
    for value in values:
        if isinstance(value, list):
            yield from _flat(value)
        elif isinstance(value, str):
            yield value.encode("utf-8", errors="replace").decode()
