"""Whole columns of a table are read as its rows are, one by one, whatever is wrong with it."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.cleartext.sources import row_by_row

from eenmalig.cleartext.sources.files import text_lines
from eenmalig.cleartext.sources.tables import delimited, table
from eenmalig.cleartext.sources.values import Asked
from eenmalig.cleartext.sources.words import moments
from eenmalig.errors import EenmaligError
from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

    Reading = Callable[[Path, Asked], Iterator[RawValue]]

_DRAWN = numbers.mobiles(Random(11))
_MOBILES = [next(_DRAWN) for _ in range(4)]
_HEADERS = [
    ["Naam", "Telefoon", "Datum"],
    ["Volgnr", "Naam", "Telefoon", "Laatste bericht", "Tijd", "Bedrag"],
    ["Telefoon werk", "Naam", "Mobiel", "Opmerking", "Verwijderd"],
    ["Van", "Naar", "Datum", "Status"],
    ["Naam", "Telefoontype", "Telefoon"],
    ["Phone 1 - Label", "Phone 1 - Value", "Phone 2 - Label", "Phone 2 - Value"],
    ["Telefoon"],
    ["Telefoon", "Landcode", "Telefoon 2", "Land"],
    ["Source", "Nummer", "Naam", "E164"],
    ["Richting", "Van", "Naar", "App"],
    ["Participants", "Eigen nummer", "Datum"],
    ["Telefoon", "Klant", "Geheimhouder"],
    ["Telefoonnummer afzender", "Telefoonnummer ontvanger", "Richting", "Type"],
]
_CELLS = st.sampled_from(
    [
        *_MOBILES,
        *(f"0{mobile[3:]}" for mobile in _MOBILES),
        *("\0", "\0\0\0", f"{_MOBILES[0]}\0"),
        *("NL", "FR", "+33", "Instagram", "inkomend", "Frankrijk", " belgi\u00eb", "Telegram chat"),
        *("", " ", "Jan", "Zo\u00eb", "ja", "Deleted", "x\u2028y", "\x0b", "nee", "12,50"),
        *("Afgemeld", "Klanten"),
        *("2026-01-02 03:04:05", "2026-06-12 00:01:00", "1980-01-01 00:00:00", "2-1-2026"),
        *("date 2026-01-02 03:04:05", "2026-01-02T03:04:05+02:00", "2026-13-45 99:99:99"),
        *(f'"{_MOBILES[0]}\n{_MOBILES[1]}"', '"a;b"', '"a\rb"', '"Jan ""de"""', '"open', 'a"b'),
        f'"x\n1;{_MOBILES[2]}\n"',
    ]
)
_ENDS = st.sampled_from(["\n", "\r\n", "\r", "\r\r\n", "\n\n", ""])


@st.composite
def tables(draw: st.DrawFn) -> str:
    header = draw(st.sampled_from(_HEADERS))
    end = draw(_ENDS)
    width = st.one_of(st.just(len(header)), st.just(len(header)), st.integers(0, len(header) + 2))
    rows = [
        draw(st.lists(_CELLS, min_size=(w := draw(width)), max_size=w))
        for _ in range(draw(st.integers(0, 8)))
    ]
    above = draw(st.sampled_from(["", "sep=;\n", "rapport\n\n"]))
    below = draw(st.sampled_from(["", "\n", "\r", ";;\n", '"', "\0\n"]))
    lines = (";".join(row) + draw(st.sampled_from([end, end, end, "\n"])) for row in rows)
    return f"{above}{';'.join(header)}\n{''.join(lines)}{below}"


def outcome(read: Reading, path: Path, asked: Asked) -> list[RawValue] | tuple[str, ...]:
    """What is read, or why it is refused: what was yielded before that counts for nothing."""
    try:
        return list(read(path, asked))
    except EenmaligError as error:
        return (error.code, *error.mistakes)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300)
@given(
    content=tables(),
    columns=st.sampled_from([(), (), ("2",), ("naam",), ("Telefoon", "Naam")]),
    piece=st.sampled_from([1, 2, 7, 64, 4096]),
    at_once=st.sampled_from([1, 2, 3, 100]),
)
def test_a_table_gives_what_its_rows_give_one_by_one(
    content: str, columns: tuple[str, ...], piece: int, at_once: int, tmp_path: Path
) -> None:
    path = tmp_path / "export"
    path.write_bytes(content.encode("utf-8"))
    asked = Asked("source 1", columns)
    plain = row_by_row_outcome(path, asked)
    with pytest.MonkeyPatch.context() as limits:
        limits.setattr(text_lines, "_PIECE", piece)
        limits.setattr(table, "_ROWS_AT_ONCE", at_once)
        limits.setattr(delimited, "_ROWS_AT_ONCE", at_once)
        assert outcome(delimited.read, path, asked) == plain


def row_by_row_outcome(path: Path, asked: Asked) -> list[RawValue] | tuple[str, ...]:
    with pytest.MonkeyPatch.context() as limits:
        limits.setattr(table, "_WIDEST", -1)
        return outcome(row_by_row.read, path, asked)


_DIGITS = _MOBILES[0].removeprefix("+")
# What a row says beside a number, where it decides what the number is.
_TELLING = [
    f"App;Van;Naar\nInstagram;{_DIGITS};x\nWhatsApp;{_DIGITS};x\n;{_DIGITS};x\n",
    f"Source;Nummer\nInstagram;{_DIGITS}\nPhone;{_DIGITS}\n",
    f"Richting;Van;Naar\nuitgaand;{_DIGITS};{_MOBILES[1]}\ninkomend;{_DIGITS};{_MOBILES[1]}\n",
    f"Telefoon van;Telefoon naar;Richting\n{_DIGITS};{_MOBILES[1]};uitgaand\n",
    f"Telefoon;Eigen nummer\n{_MOBILES[1]};ja\n{_MOBILES[2]};nee\n",
    f"Telefoon;Naam\n{_MOBILES[1]} (owner);x\n{_MOBILES[2]};y\n",
    f"Telefoon;E164;Naam\n;{_MOBILES[0]};Jan\n{_DIGITS};;Piet\n{_DIGITS};{_MOBILES[1]};x\n",
    f"Telefoon;Type\n{_DIGITS};Marokko\n{_DIGITS};x\n{_MOBILES[1]};NL\n",
    f"Nummer;Naam\n{_DIGITS};x\n{_DIGITS};instagram \n{_DIGITS};Sky\n{_DIGITS};\n",
    f"Telefoon;Landcode\n{_DIGITS};FR\n{_DIGITS};\n{_MOBILES[1]};31\n",
    f"Telefoon;Eigen nummer\n{_MOBILES[1]};{_DIGITS}\n{_MOBILES[2]};\n",
    f'Participants\n{_MOBILES[0]}\n"{_MOBILES[0]}\n{_MOBILES[1]}\n{_MOBILES[2]}"\n',
    f"Telefoon;Naam\nWerk: {_MOBILES[0]};Jan\n{_MOBILES[1]};Piet\n{_MOBILES[2]};x;{_MOBILES[3]}\n",
    f"Telefoon;Deleted\n{_MOBILES[0]};yes\n{_MOBILES[1]};\n",
]


@pytest.mark.parametrize("content", _TELLING)
@pytest.mark.parametrize("usual", [0, 20])
def test_what_a_row_says_of_its_number_is_read_so_too(
    content: str, usual: int, tmp_path: Path
) -> None:
    path = tmp_path / "export"
    header, _, rows = content.partition("\n")
    plain = ";".join(["06", *["1"] * header.count(";")]) + "\n"
    path.write_text(f"{header}\n{rows}{plain * usual}", encoding="utf-8")
    asked = Asked("source 1", ())
    assert outcome(delimited.read, path, asked) == row_by_row_outcome(path, asked)


_ISO = st.from_regex(
    r"(19|20)[0-9]{2}-[0-1][0-9]-[0-3][0-9][ T][0-2][0-9]:[0-5][0-9]:[0-5][0-9]", fullmatch=True
)


@given(st.lists(st.one_of(_ISO, _ISO, st.sampled_from(["", "2026-01-02", "x"])), max_size=4))
def test_a_column_of_moments_is_read_as_each_of_them(texts: list[str]) -> None:
    one_by_one = [moments.from_iso(text) for text in texts]
    assert moments.all_from_iso(texts) in (None, one_by_one)
    if texts and None not in one_by_one and all(len(text) == 19 for text in texts):
        assert moments.all_from_iso(texts) == one_by_one


def test_a_table_of_usual_rows_is_not_read_row_by_row(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the fast way leaves to the slow one is a share of it: here nothing."""
    rows = "".join(f"Jan;{mobile};2026-01-02 03:04:05\n" for mobile in _MOBILES)
    path = tmp_path / "export"
    path.write_text(f"Naam;Telefoon;Datum\n{rows}", encoding="utf-8")
    monkeypatch.setattr(table, "_row_by_row", None)
    assert len(list(delimited.read(path, Asked("source 1", ())))) == len(_MOBILES)
