"""Laws over generated tables: what stands beside a number never makes anybody a recipient."""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from tests.cleartext.sources.builders.texted import texted

from eenmalig.cleartext.sources import read
from eenmalig.errors import EenmaligError
from rehearsal import numbers

if TYPE_CHECKING:
    from random import Random

    from eenmalig.cleartext.sources import RawValue

COUNTRY = ["Landcode", "Country", "country_iso", "Land", "Home Country/Region", "Landnummer"]
FORMS = ["normalized_number", "E.164", "Internationaal nummer"]
OWNER = ["Eigen nummer", "Device number", "Local User", "Telefoon verdachte", "Account phone"]
PROGRAM = ["Source", "App", "Bron", "Service"]
LABEL = ["Type", "Label", "Naam", "Opmerking"]
SAID = ["31", "+33", "NL", "FR", "Marokko", "Spanje", "0048", "", "onbekend", "nergens", "NL/FR"]
PROGRAMS = ["Instagram", "WhatsApp", "Telegram", "", "klantenlijst", "SMS"]
NUMBER_COLUMNS = ["Telefoon", "Nummer", "Van", "Phone 1 - Value", "Mobile Phone"]
SPELLINGS = ("{0}", "0{1}", "31{1}", "{1}", "0031{1}", "06-{2}", "+33{1}", "geen", "", "{0} Jan")


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], list[str], Random]:
    """Return a table with one column of numbers, the mobiles in it, and luck for more."""
    luck = draw(st.randoms(use_true_random=False))
    mobiles = list(islice(numbers.mobiles(luck), draw(st.integers(1, 5))))
    spellings = [draw(st.sampled_from(SPELLINGS)) for _ in mobiles]
    cells = [
        spelling.format(mobile, mobile[3:], mobile[4:])
        for spelling, mobile in zip(spellings, mobiles, strict=True)
    ]
    header = draw(st.sampled_from(NUMBER_COLUMNS))
    return [["Plaats", header], *(["x", cell] for cell in cells)], mobiles, luck


def values_of(table: list[list[str]]) -> list[RawValue] | None:
    """Read a table as CSV; None when it is refused."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_text("\n".join(";".join(row) for row in table), encoding="utf-8")
        try:
            return list(read(path, position=1, format="csv"))
        except EenmaligError:
            return None


def with_column(table: list[list[str]], header: str, cells: list[str]) -> list[list[str]]:
    return [[*row, cell] for row, cell in zip(table, [header, *cells], strict=True)]


def added(draw: st.DataObject, mobiles: list[str], luck: Random) -> tuple[str, list[str]]:
    """Return a column that tells something about the number of its row."""
    kind = draw.draw(st.sampled_from(["country", "form", "owner", "program", "label"]))
    rows = len(mobiles)
    if kind == "form":
        other = list(islice(numbers.mobiles(luck), rows))
        french = [each.replace("+31", "+33") for each in mobiles]
        cells = [
            draw.draw(st.sampled_from(three)) for three in zip(mobiles, other, french, strict=True)
        ]
        return draw.draw(st.sampled_from(FORMS)), cells
    if kind == "owner":
        cells = [draw.draw(st.sampled_from([*mobiles, "", "Jan"])) for _ in mobiles]
        return draw.draw(st.sampled_from(OWNER)), cells
    headers, said = {
        "country": (COUNTRY, SAID),
        "program": (PROGRAM, PROGRAMS),
        "label": (LABEL, SAID + PROGRAMS),
    }[kind]
    cells = draw.draw(st.lists(st.sampled_from(said), min_size=rows, max_size=rows))
    return draw.draw(st.sampled_from(headers)), cells


@given(tables(), st.data())
def test_a_column_beside_numbers_never_makes_a_recipient_of_what_was_none(
    made: tuple[list[list[str]], list[str], Random], data: st.DataObject
) -> None:
    table, mobiles, luck = made
    plain = values_of(table)
    for _ in range(data.draw(st.integers(1, 3))):
        header, cells = added(data, mobiles, luck)
        # A form stands for a number that is not there, so rows without one are left out here.
        cells = [
            cell if any(map(str.isdigit, row[1])) or header not in FORMS else ""
            for cell, row in zip(cells, table[1:], strict=True)
        ]
        table = with_column(table, header, cells)
    told = values_of(table)
    if plain is not None and told is not None:
        assert texted(told) <= texted(plain)


@given(tables(), st.sampled_from(["33", "FR", "Frankrijk", "+212", "Spain"]), st.data())
def test_another_country_beside_them_texts_nobody(
    made: tuple[list[list[str]], list[str], Random], said: str, data: st.DataObject
) -> None:
    table, mobiles, _ = made
    header = data.draw(st.sampled_from(["Landcode", "Country", "Land", "Phone country"]))
    values = values_of(with_column(table, header, [said] * len(mobiles)))
    assert not texted(values or [])


@given(tables())
def test_an_owners_column_with_each_number_leaves_nobody(
    made: tuple[list[list[str]], list[str], Random],
) -> None:
    table, mobiles, _ = made
    values = values_of(with_column(table, "Eigen nummer", mobiles))
    assert not texted(values or [])


@given(tables(), st.data())
def test_no_number_of_the_table_goes_uncounted(
    made: tuple[list[list[str]], list[str], Random], data: st.DataObject
) -> None:
    table, mobiles, luck = made
    plain = values_of(table)
    header, cells = added(data, mobiles, luck)
    told = values_of(with_column(table, header, cells))
    # An account of another program is passed over, and nothing else is.
    if plain is not None and told is not None and header not in PROGRAM + LABEL:
        assert len(told) >= len(plain)
