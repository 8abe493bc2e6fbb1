"""Numbers in cards outside of the telephone fields: addresses, links, and ids that are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders.jcard import card, jcard, telephone

from eenmalig.cleartext.numbers.number import normalize, usable
from eenmalig.cleartext.sources import FieldKind, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

# {m} is a mobile in E.164, {d} its digits: name, parameter TYPE, value.
LEADING = [
    ("RELATED", "friend", "tel:{m}"),
    ("CONTACT-URI", "x", "tel:{m}"),
    ("URL", "x", "https://wa.me/{d}"),
    ("URL", "x", "https://api.whatsapp.com/send?text=x&phone={d}"),
    ("SOCIALPROFILE", "whatsapp", "{d}"),
    ("SOCIALPROFILE", "x", "{m}"),
    ("EMAIL", "x", "{d}@s.whatsapp.net"),
    ("IMPP", "x", "whatsapp:{d}"),
    ("X-WHATSAPP", "x", "{d}"),
    ("X-MS-TEL", "CALLBACK", "{d}"),
    ("X-PHONE", "x", "{d}"),
]
NONE = [
    ("X-INSTAGRAM-ID", "x", "{d}"),
    ("SOCIALPROFILE", "facebook", "{d}"),
    ("SOCIALPROFILE", "facebook", "https://facebook.com/{d}"),
    ("IMPP", "x", "telegram:{d}"),
    ("URL", "x", "https://example.com/{d}"),
    ("NOTE", "x", "bel {m}"),
    ("EMAIL", "x", "{d}@example.com"),
]
LISTED = [("NOTE", "x", "bel {m}, thuis"), ("ORG", "x", "{m}"), ("X-ID", "x", "{d}"), *LEADING]


def vcard(name: str, kind: str, value: str) -> bytes:
    lines = ["BEGIN:VCARD", "VERSION:4.0", "FN:Jan", f"{name};TYPE={kind}:{value}", "END:VCARD"]
    return "\r\n".join(lines).encode()


def as_json(name: str, kind: str, value: str) -> bytes:
    return jcard(card([name.lower(), {"type": kind}, "text", value]))


def written(field: tuple[str, str, str], mobile: str) -> tuple[str, str, str]:
    name, kind, value = field
    return name, kind, value.format(m=mobile, d=mobile.removeprefix("+"))


@pytest.mark.parametrize("field", LEADING)
@pytest.mark.parametrize("make", [vcard, as_json])
def test_what_leads_to_a_number_is_read(
    make: Callable[..., bytes], field: tuple[str, str, str], reading: Reading, mobile: str
) -> None:
    (value,) = reading(make(*written(field, mobile)))
    same = normalize(value.text, value.field).e164 == mobile
    assert same


@pytest.mark.parametrize(
    "name",
    [
        "X-EMERGENCY-CONTACT",
        "X-ASSISTANT-PHONE",
        "X-SPOUSE-TEL",
        "X-EVOLUTION-ASSISTANT",
        "RELATED",
    ],
)
@pytest.mark.parametrize("make", [vcard, as_json])
def test_somebody_else_on_a_card_is_a_mere_contact(
    make: Callable[..., bytes], name: str, reading: Reading, mobile: str
) -> None:
    (value,) = reading(make(name, "x", f"tel:{mobile}"))
    assert (value.contact, value.owner) == (True, False)
    (value,) = reading(make("CONTACT-URI", "x", f"tel:{mobile}"))
    assert value.contact is False


@pytest.mark.parametrize("name", ["X-OWNER-NUMBER", "X-DEVICE-NUMBER", "X-OWN-NUMBER", "X-MSISDN"])
@pytest.mark.parametrize("make", [vcard, as_json])
def test_the_telephones_own_number_on_a_card_is_the_owners(
    make: Callable[..., bytes], name: str, reading: Reading, mobile: str
) -> None:
    for spelling in (mobile, mobile.removeprefix("+")):
        (value,) = reading(make(name, "x", spelling))
        assert (value.contact, value.owner) == (False, True)


def test_who_stands_on_an_agents_card_is_a_mere_contact(
    reading: Reading, mobile: str, other: str
) -> None:
    inner = f"AGENT:\r\nBEGIN:VCARD\r\nTEL:{other}\r\nEND:VCARD"
    quoted = f"AGENT:BEGIN:VCARD\\nTEL:{other}\\nEND:VCARD"
    for agent in (inner, quoted):
        lines = ["BEGIN:VCARD", "VERSION:3.0", "FN:Jan", agent, f"TEL:{mobile}", "END:VCARD", ""]
        values = reading("\r\n".join(lines).encode())
        assert [(value.text, value.contact) for value in values] == [(other, True), (mobile, False)]


@pytest.mark.parametrize("field", NONE)
@pytest.mark.parametrize("make", [vcard, as_json])
def test_an_account_or_a_note_is_nobodys_number(
    make: Callable[..., bytes], field: tuple[str, str, str], reading: Reading, mobile: str
) -> None:
    found = len(reading(make(*written(field, mobile))))
    assert found == 0


@pytest.mark.parametrize("field", LISTED)
@pytest.mark.parametrize("make", [vcard, as_json])
def test_no_number_in_a_list_of_cards_is_passed_over(
    make: Callable[..., bytes], field: tuple[str, str, str], tmp_path: Path, mobile: str
) -> None:
    path = tmp_path / "list"
    path.write_bytes(make(*written(field, mobile)))
    values = read(path, position=1, column=None, format=None, is_list=True)
    same = {usable(each.text, FieldKind.PHONE) for each in values} == {mobile}
    assert same


def test_the_telephones_of_a_list_are_counted_also_when_they_are_none(tmp_path: Path) -> None:
    path = tmp_path / "list"
    path.write_bytes(jcard(card(telephone("geen"))))
    (value,) = read(path, position=1, column=None, format=None, is_list=True)
    assert value.text == "geen"
