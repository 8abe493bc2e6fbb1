from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.sources import FieldKind, Locator
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

HEADERS = [
    "Telefoonnummer",
    "TELEFOON",
    "Tel.",
    "tel nr",
    "Mobiel",
    "Mobiele nummer telefoon",
    "Telefoon (mobiel)",
    "GSM-nummer",
    "06-nummer",
    "Phone",
    "Phone Number(s)",
    "Phone 1 - Value",
    "Mobile Phone",
    "MSISDN",
    "Telefoon klant",
]
NO_HEADERS = [
    ("Telefoontype", "a kind of telephone"),
    ("Phone model", "a model"),
    ("Phone 1 - Label", "a label"),
    ("Telegram", "another word"),
    ("Klantnummer", "a number of another kind"),
    ("mobiel_3/3/5", "a value, not a header"),
]


def texts(values: list[RawValue]) -> list[str]:
    return [each.text for each in values]


@pytest.mark.parametrize("header", HEADERS)
def test_dutch_and_english_headers_are_known(header: str, reading: Reading, mobile: str) -> None:
    (value,) = reading(f"Naam;{header}\nJan;{mobile}\n".encode())
    assert value.text == mobile
    assert value.field is FieldKind.PHONE
    assert value.locator == Locator(None, 2, 2)


@pytest.mark.parametrize(("header", "why"), NO_HEADERS)
def test_other_headers_are_not_taken_for_telephones(
    header: str, why: str, reading: Reading, mobile: str
) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(f"Naam;{header}\nJan;{mobile}\n".encode())
    assert raised.value.code is Code.SOURCE_COLUMN, why


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp850"])
def test_delimiter_and_encoding_are_found(
    delimiter: str, encoding: str, reading: Reading, mobile: str
) -> None:
    rows = [["Voornaam en categorie\u00ebn", "Priv\u00e9 mobiel"], ["Zo\u00eb", mobile]]
    content = "\r\n".join(delimiter.join(row) for row in rows)
    assert texts(reading(content.encode(encoding))) == [mobile]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_found(encoding: str, reading: Reading, mobile: str) -> None:
    assert texts(reading(f"Naam\tTel\nJan\t{mobile}\n".encode(encoding))) == [mobile]


def test_the_stated_separator_of_a_spreadsheet_program_is_followed(
    reading: Reading, mobile: str
) -> None:
    assert texts(reading(f"sep=|\nNaam|Tel\nJan, P;x|{mobile}\n".encode())) == [mobile]


def test_a_header_may_stand_below_other_lines(reading: Reading, mobile: str) -> None:
    content = f"Rapport van toestel\n\nNaam;Telefoon\nJan;{mobile}\n"
    (value,) = reading(content.encode())
    assert (value.text, value.locator.row) == (mobile, 4)


def test_every_telephone_column_is_read(reading: Reading, mobile: str, other: str) -> None:
    content = f"Telefoon;Naam;Mobiel\n{mobile};Jan;{other}\n"
    assert texts(reading(content.encode())) == [mobile, other]


def test_a_column_is_chosen_by_its_header_in_any_case(
    reading: Reading, mobile: str, other: str
) -> None:
    content = f"Telefoon;Bijnaam \n{mobile};{other}\n".encode()
    (value,) = reading(content, column=" BIJNAAM")
    assert (value.text, value.field) == (other, FieldKind.PHONE)


def test_a_column_is_chosen_by_its_position_with_and_without_a_header(
    reading: Reading, mobile: str, other: str
) -> None:
    assert texts(reading(f"Jan;{mobile}\nPiet;{other}\n".encode(), column="2")) == [mobile, other]
    assert texts(reading(f"Naam;Tel\nJan;{mobile}\n".encode(), column="2")) == [mobile]


@pytest.mark.parametrize("column", ["3", "0", "Achternaam"])
def test_a_stated_column_that_is_not_there_is_refused(
    column: str, reading: Reading, mobile: str
) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(f"Naam;Tel\nJan;{mobile}\n".encode(), column=column)
    assert raised.value.code is Code.SOURCE_COLUMN
    assert column not in str(raised.value) or column.isdecimal()


def test_numbers_without_a_header_are_refused_and_never_shown(
    reading: Reading, mobile: str
) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(f"Jansen\n{mobile}\n".encode())
    assert raised.value.code is Code.SOURCE_COLUMN
    assert "source 1" in str(raised.value)
    assert mobile[3:] not in str(raised.value)
    assert "Jansen" not in str(raised.value)


def test_numbers_above_a_header_are_refused_rather_than_skipped(
    reading: Reading, mobile: str, other: str
) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(f"Jan;{mobile}\nmobiel;geen\nPiet;{other}\n".encode())
    assert raised.value.code is Code.SOURCE_COLUMN


def test_columns_of_who_called_are_read_as_unlabelled(
    reading: Reading, mobile: str, other: str
) -> None:
    values = reading(f"Datum;Van;Naar\n2026-01-02;{mobile};{other}\n".encode())
    assert texts(values) == [mobile, other]
    assert {each.field for each in values} == {FieldKind.UNLABELLED}


def test_empty_cells_are_given_and_empty_rows_are_not(reading: Reading, mobile: str) -> None:
    content = f"Naam;Tel\nJan;\n;\n\nPiet\nKees;{mobile}\n"
    assert texts(reading(content.encode())) == ["", "", mobile]


def test_one_column_with_two_numbers_in_most_cells_loses_none(
    reading: Reading, mobile: str, other: str
) -> None:
    cells = [f"{mobile}{between}{other}" for between in (", ", ",", ";")]
    assert texts(reading("\n".join(["Telefoon", *cells]).encode())) == cells


def test_a_number_beyond_the_header_is_not_lost(reading: Reading, mobile: str, other: str) -> None:
    values = reading(f"Naam,Tel\nJan,{mobile},{other},notitie\nPiet,\nKees,\n".encode())
    assert texts(values) == [mobile, other, "", ""]


def test_a_quoted_cell_may_hold_delimiters_and_lines(
    reading: Reading, mobile: str, other: str
) -> None:
    content = f'Naam;Tel\n"Jan; de ""Lange""";"{mobile}\n{other}"\n'
    assert texts(reading(content.encode())) == [f"{mobile}\n{other}"]


def test_quotes_that_do_not_close_are_refused_because_rows_could_be_swallowed(
    reading: Reading, mobile: str
) -> None:
    with pytest.raises(EenmaligError) as raised:
        reading(f'Naam;Tel\n"Jan;{mobile}\nPiet;{mobile}\n'.encode())
    assert raised.value.code is Code.SOURCE_UNREADABLE
    assert mobile[3:] not in str(raised.value)
    assert raised.value.__context__ is None


def test_a_line_that_never_ends_is_refused_before_it_is_held(reading: Reading) -> None:
    with pytest.raises(EenmaligError) as refused:
        reading(b"Telefoon;x\n0;1\n" + b"00;" * 2_000_000 + b"\n")
    assert refused.value.code is Code.SOURCE_UNREADABLE
    assert "a line is longer than 4 million signs" in str(refused.value)
