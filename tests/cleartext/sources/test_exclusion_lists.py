"""Lists of numbers that may not be texted: every number counts, wherever it stands."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from eenmalig.cleartext.numbers import number
from eenmalig.cleartext.sources import FieldKind, read
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Listing = Callable[..., set[str]]

# {a} and {b} are two mobiles as they are dialled, {n} the second as nine bare digits.
BOTH = [
    ("naam;telefoon;telefoon kantoor\nMr X;{a};{b}\n", "a second telephone"),
    ("naam;telefoon;x\nMr X;{a};{b}\n", "a column without a known header"),
    ("naam;telefoon;x\nMr X;{a};{n}\n", "nine bare digits there"),
    ("naam;nummer\nMr X;{a}\nMr Y;{n}\n", "nine bare digits in the list itself"),
    ("naam;telefoon\n{b};{a}\n", "cells the wrong way round"),
    ("Mr X;{a}\nMr Y;{b}\n", "no header at all"),
    ("Mr X {a}\nMr Y {b} (prive)\n", "between words"),
    ("telefoon\n{a} {b}\n", "two in a cell, parted by a space"),
    ("{b};x\nnaam;telefoon\nMr X;{a}\n", "above the header"),
    ('naam;telefoon\n"Kale;{b}\nPiet";{a}\n', "within quotes that swallow a row"),
]


def national(e164: str) -> str:
    return "0" + e164.removeprefix("+31")


@pytest.fixture
def listing(tmp_path: Path) -> Listing:
    """Write an exclusion list and read it; return what it keeps from being texted."""

    def write_and_read(content: bytes, column: str | None = None) -> set[str]:
        path = tmp_path / "list"
        path.write_bytes(content)
        values = list(read(path, position=1, column=column, format=None, is_list=True))
        assert {each.field for each in values} <= {FieldKind.PHONE}
        parts = [part for each in values for part in number.split(each.text)]
        found = {number.usable(each, FieldKind.PHONE) for each in parts}
        return {each for each in found if each is not None}

    return write_and_read


@pytest.mark.parametrize(("pattern", "why"), BOTH)
def test_no_number_of_a_list_is_passed_over(
    pattern: str, why: str, listing: Listing, mobile: str, other: str
) -> None:
    content = pattern.format(a=national(mobile), b=national(other), n=other[3:]).encode()
    same = listing(content) == {mobile, other}
    assert same, why


def test_a_stated_column_does_not_hide_the_others(
    listing: Listing, mobile: str, other: str
) -> None:
    same = listing(f"a;b\n{mobile};{other}\n".encode(), column="a") == {mobile, other}
    assert same
    with pytest.raises(EenmaligError) as raised:
        listing(f"a;b\n{mobile};{other}\n".encode(), column="c")
    assert raised.value.code is Code.SOURCE_COLUMN


def test_every_sheet_and_figure_of_a_workbook_counts(
    listing: Listing, mobile: str, other: str
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["naam", "nummer"])
    sheet.append(["Mr X", mobile])
    book.create_sheet("x").append(["Mr Y", int(other[3:])])
    held = io.BytesIO()
    book.save(held)
    for column in (None, "nummer"):
        same = listing(held.getvalue(), column=column) == {mobile, other}
        assert same


def test_what_is_no_number_is_given_where_one_was_expected_only(
    tmp_path: Path, mobile: str
) -> None:
    path = tmp_path / "list"
    path.write_text(f"naam;nummer\nMr X;{mobile}\nMr Y;onbekend\n;\n")
    values = read(path, position=1, column=None, format=None, is_list=True)
    found = [each.text for each in values if each.text.strip()]
    assert found == [mobile, "onbekend"]


@pytest.mark.parametrize("header", ["naam;nummer\n", ""])
@pytest.mark.parametrize(
    "range_of",
    [
        *("{a} t/m {b}", "{a} tot en met {b}", "{a} - 82", "{a}-82", "{spaced} - 82", "{a} t/m 82"),
        *("{a} e.v.", "tussen {a} en {b}", "{a}\u00a0en verder"),
    ],
)
def test_a_range_excludes_what_it_names_and_counts_as_no_number(
    range_of: str, header: str, tmp_path: Path, mobile: str, other: str
) -> None:
    spelled = {"a": national(mobile), "b": national(other), "spaced": " ".join(national(mobile))}
    path = tmp_path / "list"
    path.write_text(f"{header}Mr X;{range_of.format(**spelled)}\n")
    values = read(path, position=1, column=None, format=None, is_list=True)
    found = [number.usable(part, each.field) for each in values for part in number.split(each.text)]
    assert mobile in found
    assert found.count(None) == 1


@pytest.mark.parametrize("pair", ["{a} - {b}", "{a} / {b}", "{a} (prive)", "{a}-2025-01-01"])
def test_what_is_no_range_counts_as_it_did(
    pair: str, tmp_path: Path, mobile: str, other: str
) -> None:
    path = tmp_path / "list"
    path.write_text(f"naam;nummer\nMr X;{pair.format(a=national(mobile), b=national(other))}\n")
    values = read(path, position=1, column=None, format=None, is_list=True)
    found = [number.usable(part, each.field) for each in values for part in number.split(each.text)]
    assert None not in found
