from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.numbers.number import normalize, split
from eenmalig.cleartext.sources import FieldKind, Locator
from eenmalig.domain.list_words import NOT_TEXTED
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

# {m} is a mobile in E.164, {h} and {t} its first six characters and the rest, {q} the same
# in quoted-printable.
FIELDS = [
    ("TEL:{m}", "the plainest"),
    ("tel;cell;voice:{m}", "version 2.1, in small letters"),
    ("TEL;TYPE=CELL,VOICE;PREF=1:{m}", "version 3.0"),
    ('TEL;VALUE=uri;TYPE="voice,cell":tel:{m};ext=12', "version 4.0"),
    ('TEL;TYPE="a:b,c":{m}', "a colon within quotes"),
    ('TEL;TYPE=a"b:{m}', "a quote that does not close"),
    ("item1.TEL;type=pref:{m}", "a group"),
    ("TEL;X-NEC-SECRET:{m}", "a telephone's own parameter"),
    ("TEL;CELL;ENCODING=QUOTED-PRINTABLE:{q}", "quoted-printable"),
    ("TEL;CELL;QUOTED-PRINTABLE:{h}=\r\n{t}", "a soft break"),
    ("TEL;TYPE=CELL:{h}\r\n {t}", "a folded line"),
    ("TEL;TYPE=CELL:{h}\r\n\t{t}", "a line folded with a tab"),
    ("TEL;TYPE=CELL:{m}\\,1234", "an escaped comma before pause digits"),
    ("TEL:{m}p1234", "pause digits"),
]


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", "FN:Jan", *lines, "END:VCARD", ""])


def texts(values: list[RawValue]) -> list[str]:
    return [each.text for each in values]


@pytest.mark.parametrize(("pattern", "why"), FIELDS)
@pytest.mark.parametrize("version", ["2.1", "3.0", "4.0"])
def test_telephone_fields_are_read_in_every_shape(
    pattern: str, why: str, version: str, reading: Reading, mobile: str
) -> None:
    quoted = "".join(f"={ord(each):02X}" for each in mobile)
    line = pattern.format(m=mobile, h=mobile[:6], t=mobile[6:], q=quoted)
    (value,) = reading(card(line, "EMAIL:jan@example.com", version=version).encode())
    (candidate,) = split(value.text)
    assert normalize(candidate, value.field).e164 == mobile, why
    assert value.field is FieldKind.PHONE
    assert value.locator == Locator(None, 1, 1)


def test_every_telephone_of_every_card_is_located(
    reading: Reading, mobile: str, other: str
) -> None:
    content = card(f"TEL:{mobile}", f"TEL:{other}") + "\n\n" + card() + card(f"TEL:{mobile}")
    assert [(each.text, each.locator[1:]) for each in reading(content.encode())] == [
        (mobile, (1, 1)),
        (other, (1, 2)),
        (mobile, (3, 1)),
    ]


def test_cards_within_cards_are_read(reading: Reading, mobile: str, other: str) -> None:
    nested = card("AGENT:", card(f"TEL:{mobile}").strip(), f"TEL:{other}", version="2.1")
    assert texts(reading(nested.encode())) == [mobile, other]
    escaped = card(f"AGENT:BEGIN:VCARD\\nFN:Piet\\nTEL:{mobile}\\nEND:VCARD", f"TEL:{other}")
    assert texts(reading(escaped.encode())) == [mobile, other]


def test_what_is_no_telephone_field_is_passed_over(reading: Reading, mobile: str) -> None:
    lines = [
        "# a comment that does not belong here",
        "a line without a colon",
        "N;CHARSET=SHIFT_JIS:\u00e9\u00e9",
        "NOTE:bel\\nTEL:niet",
        "PHOTO;ENCODING=BASE64;TYPE=JPEG:",
        " VEVMOjA2TEL",
        " AAAA==",
        "",
        "X-TEL:x",
        f"TEL:{mobile}",
    ]
    assert texts(reading(card(*lines, version="2.1").encode())) == [mobile]


def test_an_empty_telephone_field_is_given_and_a_card_without_one_is_not(
    reading: Reading,
) -> None:
    assert texts(reading((card("TEL;CELL:") + card()).encode())) == [""]


def test_a_telephone_field_without_a_colon_is_counted(reading: Reading) -> None:
    (value,) = reading(card("TEL;CELL").encode())
    assert normalize(value.text, value.field).e164 is None


def test_a_soft_break_before_a_telephone_field_does_not_swallow_it(
    reading: Reading, mobile: str
) -> None:
    lines = ["NOTE;ENCODING=QUOTED-PRINTABLE:afgebroken=", f"TEL;CELL:{mobile}"]
    assert texts(reading(card(*lines, version="2.1").encode())) == [mobile]
    at_the_end = card(f"TEL:{mobile}", "NOTE;ENCODING=QUOTED-PRINTABLE:x=", version="2.1")
    assert texts(reading(at_the_end.encode())) == [mobile]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252", "shift_jis"])
def test_the_encoding_does_not_hide_telephones(
    encoding: str, reading: Reading, mobile: str
) -> None:
    name = "\u8d39" if encoding == "shift_jis" else "Zo\u00eb"
    content = card(f"N:{name}", f"TEL:{mobile}").encode(encoding, errors="replace")
    assert texts(reading(content)) == [mobile]


def test_a_file_that_ends_in_the_middle_of_a_card_is_refused(reading: Reading, mobile: str) -> None:
    whole = card(f"TEL:{mobile}")
    with pytest.raises(EenmaligError) as raised:
        reading((whole + whole[:-20]).encode())
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert mobile[3:] not in str(raised.value)


def test_one_card_without_its_end_does_not_refuse_the_others(
    reading: Reading, mobile: str, other: str
) -> None:
    content = card(f"TEL:{mobile}").replace("END:VCARD\r\n", "") + card(f"TEL:{other}")
    assert texts(reading(content.encode())) == [mobile, other]


def test_indented_telephone_fields_are_no_continuations(
    reading: Reading, mobile: str, other: str
) -> None:
    lines = ["  FN:Jan", f"  TEL:{mobile}", f"\tTEL;CELL:{other}", "  EMAIL:jan@example.com"]
    assert texts(reading(card(*lines).encode())) == [mobile, other]
    whole = "".join(f"  {line}\n" for line in card(*lines).splitlines())
    assert texts(reading(whole.encode())) == [mobile, other]


@pytest.mark.parametrize("cut", range(1, 14))
def test_an_address_folded_anywhere_is_one_number(cut: int, reading: Reading, mobile: str) -> None:
    address = f"tel:{mobile}"
    line = f"TEL;VALUE=uri:{address[:cut]}\r\n {address[cut:]}"
    (value,) = reading(card(line, version="4.0").encode())
    assert normalize(value.text, value.field).e164 == mobile


@pytest.mark.parametrize(
    "field",
    ["IMPP:tel:{m}", "IMPP;X-SERVICE-TYPE=WhatsApp:{m}", "X-WA:{m}", "item1.X-WhatsApp;type=x:{m}"],
)
def test_numbers_kept_for_messengers_are_read(field: str, reading: Reading, mobile: str) -> None:
    lines = [field.format(m=mobile), "IMPP:xmpp:jan@example.com", "X-ABLabel:mobiel"]
    (value,) = reading(card(*lines).encode())
    assert normalize(value.text, value.field).e164 == mobile


def labels(values: list[RawValue]) -> list[str]:
    return [each.label for each in values]


def test_the_label_is_all_that_names_somebody_wherever_it_stands(
    reading: Reading, mobile: str, other: str
) -> None:
    lines = [
        f"TEL;TYPE=WORK,VOICE;PREF=1:{mobile}",
        f"item1.TEL:{other}",
        "N:Jansen;Jan;;Dr.;",
        "NICKNAME:Sjonnie",
        "ORG:Bakkerij;Balie",
        "TITLE:Bakker",
        "ROLE:Chef",
        "CATEGORIES:Familie,Vrienden",
        "item1.X-ABLabel:_$!<Mother>!$_",
        "NOTE:buurman",
        "NOTE:een tekst die veel te lang is om iemand te noemen",
    ]
    names = "Jan Jansen Jan Dr. Sjonnie Bakkerij Balie Bakker Chef Familie Vrienden buurman"
    found = reading(card(*lines).encode())
    assert labels(found) == [f"{names} WORK VOICE", f"{names} _$!<Mother>!$_"]


def test_a_long_note_tells_that_somebody_may_not_be_texted(reading: Reading, mobile: str) -> None:
    note = "NOTE:is een geheimhouder en mag dus niet worden gebeld"
    (value,) = reading(card(f"TEL:{mobile}", note).encode())
    assert NOT_TEXTED in value.label


def test_the_label_of_version_2_1_is_read(reading: Reading, mobile: str) -> None:
    name = "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Zo=EB"
    (value,) = reading(card(name, f"TEL;HOME;X-Tante:{mobile}", version="2.1").encode())
    assert value.label == "Jan Zo\u00eb HOME X-Tante"


def test_an_inner_card_and_one_without_its_end_keep_their_own_labels(
    reading: Reading, mobile: str, other: str
) -> None:
    inner = card(f"TEL:{mobile}").replace("FN:Jan", "FN:Oma").strip()
    found = reading(card("AGENT:", inner, f"TEL:{other}", version="2.1").encode())
    assert labels(found) == ["Oma", "Jan"]
    found = reading(card(f"TEL:{other}", inner, f"TEL:{other}", version="2.1").encode())
    assert labels(found) == ["Jan", "Oma", "Jan"]
    open_ended = card(f"TEL:{mobile}").replace("END:VCARD\r\n", "") + inner
    found = reading(open_ended.encode())
    assert labels(found) == ["Jan", "Oma"]
    assert [each.locator[1] for each in found] == [1, 2]


def test_a_picture_without_folds_hides_nothing(reading: Reading, mobile: str) -> None:
    lines = ["PHOTO;BASE64:" + "TEL:" * 1_000_000, f"TEL:{mobile}"]
    assert texts(reading(card(*lines).encode())) == [mobile]


@pytest.mark.parametrize(
    "line",
    [
        "TEL:" + "\r\n ".join(["a" * 70] * 30_000),
        "TEL:" + "1" * 2_000_000,
        "NOTE;" + "a;" * 1_000_000,
        "NOTE;QUOTED-PRINTABLE:" + "=\r\n".join(["a" * 70] * 30_000),
        "AGENT:" * 1000,
    ],
)
def test_lines_that_no_program_writes_cost_little(line: str, reading: Reading, mobile: str) -> None:
    begun = time.monotonic()
    with suppress(EenmaligError):
        assert mobile in texts(reading(card(line, f"TEL:{mobile}").encode()))
    assert time.monotonic() - begun < 10


@pytest.mark.parametrize("begin", ["TEL:", "AGENT:BEGIN:VCARD\\n"])
def test_a_telephone_or_an_inner_card_without_an_end_is_not_cut_in_silence(
    begin: str, reading: Reading
) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(card(begin + "1" * 2_000_000).encode())
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert "without an end" in str(raised.value)
