"""What a card says of the country of a telephone: a context, or where somebody lives."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as some
from tests.cleartext.sources.builders.jcard import card as jcard_of
from tests.cleartext.sources.builders.jcard import jcard, telephone

from eenmalig.cleartext.numbers.number import FieldKind, usable
from eenmalig.cleartext.numbers.stated_country import Beside, meant
from eenmalig.cleartext.sources.cards.card_country import beside_of
from rehearsal.numbers import mobiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

HOME = ("NL",)
CONTEXTS = {
    "+31": True, "+33": False, "+34": False, "%2B34": False, "0034": False, "34": False,
    "+1-914-555": False, "+212": False, "example.com": True, "mobiel.kpn": True, "10.0.0.1": True,
    '"+33"': False, "+331": False, "+31;phone-context=+33": False, "+33;phone-context=+31": False,
    "+33;ext=12": False, "+31;isub=1": True,
}  # fmt: skip


def vcard(*lines: str) -> bytes:
    return "\r\n".join(["BEGIN:VCARD", "VERSION:4.0", "FN:Jan", *lines, "END:VCARD", ""]).encode()


def recipients(values: list[RawValue]) -> list[str | None]:
    """Return the Dutch mobiles that nothing beside them doubts."""
    numbers: list[str | None] = []
    for value in values:
        means = meant(value.text, value.beside or Beside(), HOME)
        numbers.append(None if means.doubtful else dutch(means.text))
    return numbers


def dutch(text: str) -> str | None:
    number = usable(text, FieldKind.PHONE)
    return number if number and number.startswith("+31") else None


@pytest.mark.parametrize(("context", "is_dutch"), CONTEXTS.items())
@pytest.mark.parametrize("scheme", ["tel:", "TEL:"])
def test_the_context_of_an_address_decides_what_a_national_spelling_means(
    context: str, scheme: str, reading: Reading, mobile: str, *, is_dutch: bool
) -> None:
    address = f"{scheme}0{mobile.removeprefix('+31')};phone-context={context}"
    expected = [mobile if is_dutch else None]
    for content in (
        vcard(f"TEL;VALUE=uri:{address}"),
        vcard(f"TEL;VALUE=uri:{address.replace(';', chr(92) + ';')}"),
        vcard(f"IMPP:{address}"),
        jcard(jcard_of(telephone(address, as_uri=True))),
    ):
        assert recipients(reading(content)) == expected


def test_an_international_spelling_that_its_context_contradicts_is_doubtful(
    reading: Reading, mobile: str
) -> None:
    values = reading(vcard(f"TEL;VALUE=uri:tel:{mobile};phone-context=+33"))
    assert recipients(values) == [None]


ADDRESSES = {
    "ADR:;;Straat 1;Lelystad;;1234 AB;Nederland": True,
    "ADR;TYPE=HOME:;;Rue 1;Lyon;;69001;France": False,
    "ADR:;;Ulica 1;Warszawa;;00-001;Polska": False,
    "ADR:;;Calle 1;Madrid;;28001;Espa\u00f1a": False,
    "item1.ADR:;;Rue 1;Lyon;;69001;\r\nitem1.X-ABADR:fr": False,
    "item1.ADR:;;Straat 1;Lelystad;;;\r\nitem1.X-ABADR:nl": True,
    "item1.ADR:;;Rue 1;Lyon;;69001;France\r\nitem1.X-ABADR:nl": False,
    "ADR;CC=FR:;;Rue 1;Lyon;;69001;": False,
    "ADR:;;Straat 1;Lelystad;;1234 AB;": True,
    "ADR:;;Straat 1;Lelystad;;1234 AB;Flevoland": True,
    "ADR:;;Straat 1": True,
    "ADR:;;Rue 1;Lyon;;69001;France\r\nADR:;;Straat 1;Lelystad;;;NL": True,
}


@pytest.mark.parametrize(("lines", "is_dutch"), ADDRESSES.items())
def test_where_somebody_lives_decides_what_a_national_spelling_means(
    lines: str, reading: Reading, mobile: str, *, is_dutch: bool
) -> None:
    national = f"0{mobile.removeprefix('+31')}"
    values = reading(vcard(f"TEL:{national}", f"TEL:{mobile}", lines))
    assert recipients(values) == [mobile if is_dutch else None, mobile]


def test_the_address_of_a_jcard_tells_its_country(reading: Reading, mobile: str) -> None:
    national = f"0{mobile.removeprefix('+31')}"
    for parameters, country in (({}, "France"), ({"cc": "FR"}, "")):
        address = ["adr", parameters, "text", ["", "", "Rue 1", "Lyon", "", "69001", country]]
        assert recipients(reading(jcard(jcard_of(telephone(national), address)))) == [None]


def test_a_telephone_with_a_country_of_its_own_is_dialled_there(
    reading: Reading, mobile: str
) -> None:
    national = f"0{mobile.removeprefix('+31')}"
    home = "ADR:;;Straat 1;Lelystad;;;NL"
    values = reading(vcard(f"TEL;CC=FR:{national}", f"TEL;CC=NL:{national}", home))
    assert recipients(values) == [None, mobile]
    own = ["tel", {"cc": "FR"}, "text", national]
    assert recipients(reading(jcard(jcard_of(own, telephone(national))))) == [None, mobile]
    code = ["x-abadr", {}, "text", "fr"]
    assert recipients(reading(jcard(jcard_of(telephone(national), code)))) == [None]


def test_an_address_of_any_shape_is_read(reading: Reading, mobile: str) -> None:
    for shape in ("France", [], [["", "", "", "", "", "", ["FR", 3]]], None, 7):
        content = json.dumps(["vcard", [["adr", {}, "text", shape], telephone(mobile)]])
        assert recipients(reading(content.encode())) == [mobile]


@given(some.randoms(use_true_random=False), some.text(max_size=40), some.lists(some.text()))
def test_what_stands_beside_a_telephone_makes_no_recipient_of_what_was_none(
    rng: Random, context: str, countries: list[str]
) -> None:
    mobile = next(iter(mobiles(rng)))
    for spelling in (f"0{mobile.removeprefix('+31')}", mobile, "+33612", context):
        text = f"tel:{spelling};phone-context={context}"
        beside = beside_of(text, countries)
        means = meant(text, beside or Beside(), HOME)
        if not means.doubtful and dutch(means.text):
            assert dutch(means.text) == dutch(text)


@given(some.integers(1, 999), some.randoms(use_true_random=False))
def test_the_context_of_another_country_never_makes_a_recipient(code: int, rng: Random) -> None:
    mobile = next(iter(mobiles(rng)))
    text = f"tel:0{mobile.removeprefix('+31')};phone-context=+{code}"
    beside = beside_of(text, [])
    assert beside is not None
    means = meant(text, beside, HOME)
    assert (not means.doubtful and dutch(means.text) is not None) == str(code).startswith("31")
