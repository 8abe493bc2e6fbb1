from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders.jcard import card, jcard, telephone

from eenmalig.cleartext.numbers.number import normalize
from eenmalig.cleartext.sources import FieldKind, Locator
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]


def test_a_card_alone_is_read(reading: Reading, mobile: str) -> None:
    (value,) = reading(jcard(card(telephone(mobile))), stated="jcard")
    assert (value.text, value.field, value.owner) == (mobile, FieldKind.PHONE, False)
    assert value.locator == Locator(None, 1, 1)
    assert value.label == "Jan cell"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_list_of_cards_is_recognised_by_its_content(
    indent: int | None, encoding: str, reading: Reading, mobile: str, other: str
) -> None:
    content = jcard(card(telephone(mobile)), card(telephone(other)), indent=indent)
    values = reading(content.decode().encode(encoding))
    assert [(each.text, each.locator) for each in values] == [
        (mobile, Locator(None, 1, 1)),
        (other, Locator(None, 2, 1)),
    ]


def test_every_value_of_every_telephone_is_read_and_nothing_else(
    reading: Reading, mobile: str, other: str
) -> None:
    mail = ["email", {}, "text", mobile]
    note = ["note", {}, "text", f"een tekst waarin ook een nummer staat: {other}"]
    grouped = ["TEL", {"group": "item1", "type": ["home", "voice"]}, "text", mobile, [other, ""]]
    values = reading(jcard(card(mail, grouped, note, name="Oma")))
    assert [each.text for each in values] == [mobile, other, ""]
    assert {each.label for each in values} == {"Oma home voice"}


def test_the_label_is_all_that_names_somebody_wherever_it_stands(
    reading: Reading, mobile: str
) -> None:
    told = [
        ["n", {}, "text", ["Jansen", "Jan"]],
        ["nickname", {}, "text", "Sjonnie"],
        ["org", {}, "text", ["Bakkerij", "Balie"]],
        ["role", {}, "text", "Bakker"],
        ["categories", {}, "text", "Familie", "Vrienden"],
        ["x-ablabel", {"group": "item1"}, "text", "moeder"],
    ]
    number = ["tel", {"group": "ITEM1", "type": "work"}, "text", mobile]
    (value,) = reading(jcard(card(number, *told, name="Jan")))
    names = "Jan Jansen Jan Sjonnie Bakkerij Balie Bakker Familie Vrienden"
    assert value.label == f"{names} work moeder"


def test_an_address_as_a_telephone_number_is_usable(reading: Reading, mobile: str) -> None:
    (value,) = reading(jcard(card(telephone(f"tel:{mobile};ext=12", as_uri=True))))
    assert normalize(value.text, value.field).e164 == mobile


def test_a_number_written_as_a_number_keeps_its_digits(reading: Reading, mobile: str) -> None:
    digits = mobile.removeprefix("+")
    (value,) = reading(jcard(card(telephone(int(digits)))))
    assert value.text == digits


@pytest.mark.parametrize("bare", [["tel"], ["tel", {}], ["tel", {}, "text"], ["tel", 1, 2, ""]])
def test_a_telephone_without_a_value_is_counted(bare: list[object], reading: Reading) -> None:
    assert [each.text for each in reading(jcard(card(bare)))] == [""]


def test_a_card_cut_short_is_refused(reading: Reading, mobile: str) -> None:
    content = jcard(card(telephone(mobile)), card(telephone(mobile)))
    for cut in (1, 3, len(content) // 2):
        with pytest.raises(EenmaligError) as raised:
            reading(content[:-cut])
        assert raised.value.code is Code.SOURCE_UNREADABLE
        assert mobile[3:] not in str(raised.value)


def test_cards_nested_beyond_reason_are_refused(reading: Reading) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(b'[["vcard", ' + b"[" * 100_000)
    assert raised.value.code is Code.SOURCE_UNREADABLE


def test_a_list_of_something_else_is_no_card(reading: Reading, mobile: str) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(json.dumps([["telefoon"], [mobile]]).encode())
    assert raised.value.code is Code.SOURCE_FORMAT


def test_half_a_character_in_a_number_harms_nothing(reading: Reading) -> None:
    (value,) = reading(b'["vcard", [["tel", {}, "text", "06\\ud83d"]]]')
    value.text.encode()
