"""What a table says about a number's country decides what a national spelling means."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders.texted import texted

from eenmalig.cleartext.sources import read
from eenmalig.cleartext.sources.values import Beside

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[..., list[RawValue]]

COUNTRY = [
    "Landcode", "Country", "Country Code", "Countrycode", "CountryCode", "country_code",
    "Landnummer", "Land nr.", "Land", "Landnaam", "Country name", "Dialling code", "Dial code",
    "Calling code", "Country calling code", "Internationale code", "International prefix",
    "Phone country", "phoneCountryCode", "Landcode telefoon", "Country code (phone)",
    "Telefoon land", "Home country code", "Land klant", "Customer country", "Sender country code",
    "IDD", "Int. code", "Landkode", "Land van herkomst", "Country of origin", "Land provider",
]  # fmt: skip
CODES = ["Prefix", "Kengetal", "Toegangscode", "CC", "Regiocode", "Prefix nummer"]
DIALLED_IN = ["country_iso", "countryiso", "Country ISO", "ISO Country Code", "isoCountryCode"]
INTERNATIONAL = [
    "normalized_number", "Normalized Number", "Internationaal nummer", "International number",
    "Canonized Phone Number", "E.164", "e164", "Telefoonnummer (E.164)", "Telefoon internationaal",
    "Genormaliseerd nummer",
]  # fmt: skip
ADDRESS = [
    "Home Country/Region", "Business Country", "Country/Region", "Land (werkadres)",
    "Land/regio (thuis)", "Huisadres, land", "Address 1 - Country", "Werkland",
]  # fmt: skip
NOTHING = ["Country of birth", "Nationaliteit", "Eiland", "Region", "Prefix"]
# What France writes as the Netherlands does; both are valid there.
FRANCE = "33"


def national(e164: str) -> str:
    return "0" + e164.removeprefix("+31")


def rows(header: str, *cells: str) -> bytes:
    return "\n".join((f"Telefoonnummer;{header};Naam", *cells)).encode()


@pytest.mark.parametrize("header", COUNTRY)
@pytest.mark.parametrize("said", ["33", "+33", "0033", "33.0", "FR", "fra", "Frankrijk", "France"])
def test_a_country_beside_a_national_spelling_makes_it_foreign(
    header: str, said: str, reading: Reading, mobile: str
) -> None:
    for column in (None, "Telefoonnummer", "1"):
        (value,) = reading(rows(header, f"{national(mobile)};{said};Jan"), column=column)
        assert value.beside == Beside(country=said)
    assert texted([value]) == set()


@pytest.mark.parametrize("header", COUNTRY + DIALLED_IN)
@pytest.mark.parametrize("said", ["31", "+31", "NL", "nld", "Nederland", "", "-", "n.v.t."])
def test_the_first_country_or_nothing_changes_nothing(
    header: str, said: str, reading: Reading, mobile: str
) -> None:
    nine = mobile.removeprefix("+31")
    for spelling in (nine, national(mobile), mobile, mobile.removeprefix("+")):
        assert texted(reading(rows(header, f"{spelling};{said};Jan"))) == {mobile}


@pytest.mark.parametrize("header", COUNTRY)
@pytest.mark.parametrize("said", ["?", "onbekend", "Unknown"])
def test_a_country_that_is_said_not_to_be_known_is_doubtful(
    header: str, said: str, reading: Reading, mobile: str
) -> None:
    if header not in {"CC", "Regiocode"}:
        assert texted(reading(rows(header, f"{national(mobile)};{said};Jan"))) == set()


@pytest.mark.parametrize("header", DIALLED_IN)
def test_where_a_number_was_dialled_decides_about_national_spellings_only(
    header: str, reading: Reading, mobile: str, other: str
) -> None:
    values = reading(rows(header, f"{national(mobile)};fr;Jan", f"{other};fr;Piet"))
    assert [value.beside for value in values] == [Beside(dialled_in="fr")] * 2
    assert texted(values) == {other}


@pytest.mark.parametrize("header", COUNTRY)
def test_another_country_beside_an_international_spelling_is_doubtful(
    header: str, reading: Reading, mobile: str
) -> None:
    assert texted(reading(rows(header, f"{mobile};Belgium;Jan"))) == set()


@pytest.mark.parametrize("header", INTERNATIONAL)
def test_the_international_form_is_beside_a_number_and_none_of_its_own(
    header: str, reading: Reading, mobile: str, other: str
) -> None:
    # Not all that may follow 06 here may in France.
    mobile = f"+3161{mobile[5:]}"
    french = mobile.replace("+31", "+33")
    values = reading(rows(header, f"{national(mobile)};{french};A", f"{national(other)};{other};B"))
    assert [value.beside for value in values] == [
        Beside(international=french), Beside(international=other),
    ]  # fmt: skip
    assert texted(values) == {other}


@pytest.mark.parametrize("header", INTERNATIONAL)
@pytest.mark.parametrize("absent", ["", "-", "onbekend"])
def test_the_international_form_stands_for_a_number_that_is_not_there(
    header: str, absent: str, reading: Reading, mobile: str
) -> None:
    (value,) = reading(rows(header, f"{absent};{mobile};Jan"))
    assert (value.text, value.beside) == (mobile, Beside())


def test_each_numbered_form_stands_for_its_own_number(
    reading: Reading, mobile: str, other: str
) -> None:
    header = "Phone 1;Phone 1 E164;Phone 2;Phone 2 E164"
    rows = f"{mobile};{mobile};;{other}\n0{other[3:]};{other};;\n"
    values = reading(f"{header}\n{rows}".encode())
    assert [value.text for value in values] == [mobile, other, f"0{other[3:]}", ""]
    assert texted(values) == {mobile, other}


@pytest.mark.parametrize("header", INTERNATIONAL)
def test_a_form_without_another_number_is_the_number(
    header: str, reading: Reading, mobile: str
) -> None:
    (value,) = reading(f"{header};Naam\n{mobile};Jan\n".encode())
    assert (value.text, value.beside) == (mobile, None)


@pytest.mark.parametrize("header", ADDRESS)
def test_a_postal_address_abroad_makes_a_national_spelling_doubtful_and_nothing_foreign(
    header: str, reading: Reading, mobile: str, other: str
) -> None:
    values = reading(rows(header, f"{national(mobile)};Frankrijk;A", f"{other};Frankrijk;B"))
    assert [value.beside for value in values] == [Beside(address="Frankrijk")] * 2
    assert texted(values) == {other}
    assert texted(reading(rows(header, f"{national(mobile)};Nederland;A"))) == {mobile}
    assert texted(reading(rows(header, f"{national(mobile)};Gelderland;A"))) == {mobile}


def test_one_address_at_home_is_enough(reading: Reading, mobile: str) -> None:
    header = "Home Country/Region;Business Country/Region;Mobile Phone"
    (value,) = reading(f"{header}\nNederland;Duitsland;{national(mobile)}\n".encode())
    assert texted([value]) == {mobile}


def test_a_country_beside_a_street_is_of_the_address(reading: Reading, mobile: str) -> None:
    header = "Straat;Postcode;Woonplaats;Land;Telefoon"
    (value,) = reading(f"{header}\nx;1;y;Frankrijk;{national(mobile)}\n".encode())
    assert value.beside == Beside(address="Frankrijk")


@pytest.mark.parametrize("header", NOTHING)
def test_other_columns_say_nothing_of_a_numbers_country(
    header: str, reading: Reading, mobile: str
) -> None:
    (value,) = reading(rows(header, f"{national(mobile)};Frankrijk;Jan"))
    assert value.beside is None


def test_of_numbered_columns_each_tells_of_its_own_number(
    reading: Reading, mobile: str, other: str
) -> None:
    header = "Phone 1 - Value,Phone 1 - Country,Phone 2 - Value,Phone 2 - Country"
    values = reading(f"{header}\n{national(mobile)},FR,{national(other)},NL\n".encode())
    assert [value.beside for value in values] == [Beside(country="FR"), Beside(country="NL")]
    assert texted(values) == {other}


def test_a_country_that_no_number_has_the_ordinal_of_is_of_those_without(
    reading: Reading, mobile: str, other: str
) -> None:
    header = "Telefoon;Landcode 1;Telefoon 2;Landcode 2"
    values = reading(f"{header}\n{national(mobile)};33;{national(other)};31\n".encode())
    assert [value.beside for value in values] == [Beside(country="33"), Beside(country="31")]


def test_a_country_of_one_kind_is_of_the_number_of_that_kind(
    reading: Reading, mobile: str, other: str
) -> None:
    header = "Home Phone;Home Country Code;Mobile Phone"
    values = reading(f"{header}\n{national(mobile)};33;{national(other)}\n".encode())
    assert [value.beside for value in values] == [Beside(country="33"), None]


def test_a_country_of_one_side_is_of_the_number_of_that_side(
    reading: Reading, mobile: str, other: str
) -> None:
    for header in ("A-nummer;B-nummer;Landcode B", "Sender;Recipient;Recipient country"):
        values = reading(f"{header}\n{national(mobile)};{national(other)};33\n".encode())
        assert [value.beside for value in values] == [None, Beside(country="33")]


def test_two_columns_that_contradict_each_other_yield_nobody(reading: Reading, mobile: str) -> None:
    header = "Landcode;Country;Telefoon"
    for spelling in (national(mobile), mobile):
        (value,) = reading(f"{header}\n31;France;{spelling}\n".encode())
        assert value.beside == Beside(country="31\nFrance")
        assert texted([value]) == set()


def test_a_stated_position_keeps_the_country_beside_it(reading: Reading, mobile: str) -> None:
    content = f"Landcode;Bijnaam\n33;{national(mobile)}\n".encode()
    for column in ("Bijnaam", "2"):
        (value,) = reading(content, column=column)
        assert value.beside == Beside(country="33")


def test_a_second_international_form_that_is_not_read_is_told(
    reading: Reading, mobile: str
) -> None:
    header = "Nummer;E.164;Normalized number"
    with pytest.raises(Exception, match="column 3: holds numbers"):
        reading(f"{header}\n{national(mobile)};{mobile};{mobile}\n".encode())


def test_in_a_list_of_numbers_that_may_not_be_texted_it_has_no_effect(
    tmp_path: Path, mobile: str
) -> None:
    path = tmp_path / "list"
    path.write_bytes(rows("Landcode", f"{national(mobile)};33;Jan"))
    values = list(read(path, position=1, format=None, is_list=True))
    assert all(value.beside is None for value in values)
    assert texted(values) == {mobile}


@pytest.mark.parametrize("header", CODES)
def test_codes_of_another_country_count_below_a_header_that_may_say_something_else(
    header: str, reading: Reading, mobile: str
) -> None:
    for code in ("33", "+33", "0033", "212"):
        assert texted(reading(f"{header};Telefoon\n{code};0{mobile[3:]}\n".encode())) == set()
    for code in ("31", "+31", "0031", "Dhr.", "06", "0", "", "1234"):
        rows = f"{header};Telefoon\n{code};0{mobile[3:]}\n"
        assert texted(reading(rows.encode())) == {mobile}


@pytest.mark.parametrize("header", ["Prefix", "Voorvoegsel", "Name Prefix"])
def test_what_stands_before_a_name_is_no_country(
    header: str, reading: Reading, mobile: str
) -> None:
    for before in ("de", "la", "von", "MA"):
        rows = f"{header};Telefoon\n{before};0{mobile[3:]}\n"
        assert texted(reading(rows.encode())) == {mobile}
