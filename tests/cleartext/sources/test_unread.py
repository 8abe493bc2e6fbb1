"""Numbers beside the columns that are read: read as well, or the export is refused."""

from __future__ import annotations

from contextlib import nullcontext
from random import SystemRandom
from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.sources import FieldKind, read
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

# {a} and {b} are two mobiles as they are dialled, {s} the second with gaps.
LOST = [
    ("telefoon;nummer\n{a};{b}\n", "column 2", "a column that may hold other numbers"),
    ("naam;telefoon\nJan;{a}\ntelefoon;naam\n{b};Piet\n", "column 1", "a second table"),
    ("telefoon;notitie\n{a};{s}\n", "column 2", "a spelling with gaps"),
    ("telefoon;notitie\n{a};tel: {b}\n", "column 2", "a label before it"),
    ("telefoon;notitie\n{a};thuis / {b}\n", "column 2", "a word before it"),
]


def national(e164: str) -> str:
    return "0" + e164.removeprefix("+31")


def spaced(e164: str) -> str:
    rest = e164[4:]
    return f"06.{rest[:2]}.{rest[2:4]}.{rest[4:6]}.{rest[6:]}"


def filled(pattern: str, mobile: str, other: str) -> bytes:
    return pattern.format(a=national(mobile), b=national(other), s=spaced(other)).encode()


def refused(reading: Reading, content: bytes, column: str | None = None) -> EenmaligError:
    with pytest.raises(EenmaligError) as raised:
        reading(content, column=column)
    return raised.value


@pytest.mark.parametrize("lost", LOST, ids=[each[2] for each in LOST])
def test_a_mobile_in_a_column_that_is_not_read_refuses_the_source(
    lost: tuple[str, str, str], reading: Reading, mobile: str, other: str
) -> None:
    pattern, place, _ = lost
    error = refused(reading, filled(pattern, mobile, other))
    assert error.code is Code.SOURCE_COLUMN
    said = "holds numbers below no known header; state column: or columns: for those to read"
    assert error.mistakes == (f"source 1, {place}: {said}",)


def test_a_stated_column_chooses_to_leave_the_others(
    reading: Reading, mobile: str, other: str
) -> None:
    (value,) = reading(filled("telefoon;nummer\n{a};{b}\n", mobile, other), column="nummer")
    assert value.text == national(other)


@pytest.mark.parametrize("digits", ["612345678", "20260512", "2026-05-12 14:16:33", "0.612345678"])
def test_what_is_no_clear_mobile_refuses_nothing(
    digits: str, reading: Reading, mobile: str
) -> None:
    (value,) = reading(f"BSN;telefoon\n{digits};{mobile}\n".encode())
    assert value.text == mobile


@pytest.mark.parametrize(
    "second", ["telefoon kantoor", "mobiel moeder", "Tel. bijnaam", "GSM vakantiehuis"]
)
def test_every_header_that_says_telephone_is_read(
    second: str, reading: Reading, mobile: str, other: str
) -> None:
    values = reading(f"naam;telefoon;{second}\nJan;{mobile};{other}\n".encode())
    assert [each.text for each in values] == [mobile, other]


def test_a_column_about_telephones_gives_its_digits_only(
    reading: Reading, mobile: str, other: str
) -> None:
    content = f"Phone 1 - Label;Phone 1 - Value\nMobile;{mobile}\n{other[3:]};\n"
    values = reading(content.encode())
    assert [(each.text, each.field) for each in values] == [
        (mobile, FieldKind.PHONE),
        (other[3:], FieldKind.UNLABELLED),
        ("", FieldKind.PHONE),
    ]


@pytest.mark.parametrize("pattern", ["{s}", "{b} / {b}", "tel: {b}"])
def test_any_spelling_beyond_the_header_is_read(
    pattern: str, reading: Reading, mobile: str, other: str
) -> None:
    cell = pattern.format(b=national(other), s=spaced(other))
    values = reading(f"naam,tel\nJan,{mobile}\nJansen, Piet,{cell}\n".encode())
    assert [each.text for each in values] == [mobile, " Piet", cell]


@pytest.mark.parametrize("column", [None, "telefoon"])
def test_quotes_that_close_around_other_rows_are_refused(
    column: str | None, reading: Reading, mobile: str, other: str
) -> None:
    rows = 'naam;telefoon\n"Kale;{a}\nB;{b}\nPiet";{a}\n'
    error = refused(reading, filled(rows, mobile, other), column)
    assert error.code is Code.SOURCE_UNREADABLE
    assert error.mistakes == ("source 1: quotes close around other rows, in row 2",)


def test_a_stated_header_that_occurs_again_elsewhere_is_refused(
    reading: Reading, mobile: str, other: str
) -> None:
    rows = "naam;telefoon\nJan;{a}\nTelefoon;naam\n{b};Piet\n"
    error = refused(reading, filled(rows, mobile, other), "telefoon")
    assert error.mistakes == ("source 1: the header stated occurs again in another column",)


def test_a_stated_position_may_stand_as_a_figure_in_another_column(
    reading: Reading, mobile: str
) -> None:
    rows = "".join(f"{each};Jan;{mobile}\n" for each in range(1, 5))
    for header in ("", "Volgnr;Naam;Telefoon\n"):
        values = reading((header + rows).encode(), column="3")
        same = [each.text for each in values] == [mobile] * 4
        assert same


def test_numbers_above_a_stated_header_are_refused(
    reading: Reading, mobile: str, other: str
) -> None:
    rows = "naam;mobiel\nJan;{a}\nnaam;telefoon\nPiet;{b}\n"
    error = refused(reading, filled(rows, mobile, other), "telefoon")
    assert error.mistakes == ("source 1: holds numbers above the header of the column stated",)


@pytest.mark.parametrize(
    ("countries", "spelling", "told"),
    [
        (("NL", "BE"), "+32{}", True),
        (("NL", "BE"), "0032 {}", True),
        (("BE",), "0{}", True),
        (("BE", "NL"), "+31{}", True),
        (("NL",), "+32{}", False),
        (("BE",), "{}", False),
    ],
)
def test_a_mobile_of_a_country_that_is_texted_refuses_the_source_and_no_other(
    countries: tuple[str, ...], spelling: str, told: object, tmp_path: Path, mobile: str
) -> None:
    belgian = f"470{SystemRandom().randrange(10**6):06}"
    lost = spelling.format(mobile[3:] if "31" in spelling else belgian)
    path = tmp_path / "export"
    path.write_text(f"telefoon;notitie\n+32{belgian};{lost}\n{mobile};12\n")
    with pytest.raises(EenmaligError, match="column 2") if told else nullcontext():
        list(read(path, position=1, format="csv", countries=countries))
