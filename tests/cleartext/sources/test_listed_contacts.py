"""What stands with a number in its own cell: words are its label, and part it from others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.numbers.number import normalize, split
from eenmalig.cleartext.selecting.set_aside import Judge
from eenmalig.cleartext.sources import FieldKind, Locator, RawValue
from eenmalig.cleartext.sources.tables.listed_contacts import labelled_numbers
from eenmalig.domain.counting import SetAside
from eenmalig.domain.source_rules import SourceRules

if TYPE_CHECKING:
    from collections.abc import Callable

    Reading = Callable[..., list[RawValue]]

CELLS = [
    ("Thuis: {a}\nWerk: {b}", ["Thuis", "Werk"]),
    ("Home: {a}\r\n\r\nOther: {b}\n", ["Home", "Other"]),
    ("Mobiel: {a}; Werk: {b}", ["Mobiel", "Werk"]),
    ("Thuis: {a} Werk: {b}", ["Thuis", "Werk"]),
    ("{a} (werk)\n{b}", ["werk", ""]),
    ("Werk:\n{a}\n{b}", ["Werk", "Werk", ""]),
    ("{a} / werk", ["werk"]),
    ("Werk: {a}, {b}", ["Werk"]),
]


def judged(values: list[RawValue]) -> list[SetAside | None]:
    return Judge(SourceRules(), None).reasons(values)


@pytest.mark.parametrize(("pattern", "expected"), CELLS)
def test_the_words_that_stand_with_a_number_are_its_label(
    pattern: str, expected: list[str], mobile: str, other: str
) -> None:
    told = [words for _, words in labelled_numbers(pattern.format(a=mobile, b=other))]
    assert told == expected


def test_a_cell_with_words_has_the_candidates_that_it_has_without_labels(
    mobile: str, other: str
) -> None:
    for pattern, _ in CELLS:
        text = pattern.format(a=mobile, b=other)
        apart = [part for part, _ in labelled_numbers(text)]
        assert [one for part in apart for one in split(part)] == split(text)


def test_a_number_of_work_is_set_aside_and_the_one_of_home_is_not(
    reading: Reading, mobile: str, other: str
) -> None:
    values = reading(f'naam;telefoon\nJan;"Thuis: {mobile}\nWerk: {other}"\n'.encode())
    assert [value.label for value in values] == ["Jan\nThuis", "Jan\nWerk"]
    assert judged(values) == [None, SetAside.WORK]


@pytest.mark.parametrize("pattern", ["{} (werk)", "Zakelijk: {}", "Travail: {}", "B\u00fcro {}"])
def test_what_stands_with_a_number_in_any_field_may_set_it_aside(pattern: str, mobile: str) -> None:
    where = Locator(None, 1, None)
    text = pattern.format(mobile)
    assert normalize(text, FieldKind.PHONE).e164 == mobile
    value = RawValue(text, FieldKind.PHONE, owner=False, locator=where)
    assert judged([value]) == [SetAside.WORK]


@pytest.mark.parametrize("pattern", ["{}@c.us", "+{}@s.whatsapp.net", "{}:2@c.us"])
@pytest.mark.parametrize("header", ["telefoonnummer", "Van", "Entries"])
def test_addresses_of_whatsapp_are_numbers_in_tables(
    header: str, pattern: str, reading: Reading, mobile: str
) -> None:
    (value,) = reading(f"{header};tekst\n{pattern.format(mobile[1:])};hoi\n".encode())
    assert normalize(value.text, value.field).e164 == mobile
    assert judged([value._replace(contact=False)]) == [None]


def test_a_name_behind_an_address_of_whatsapp_is_its_name(reading: Reading, mobile: str) -> None:
    for address in (f"{mobile[1:]}@c.us", f"{mobile}@s.whatsapp.net"):
        (value,) = reading(f"Van;tekst\n{address} Oma;hoi\n".encode())
        assert normalize(value.text, value.field).e164 == mobile
        assert judged([value]) == [SetAside.FAMILY]
