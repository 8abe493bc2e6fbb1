from __future__ import annotations

import re
from enum import StrEnum

import pytest

from eenmalig.cleartext import sources
from eenmalig.domain import counting
from eenmalig.handover import Format
from eenmalig.stores.home import PROJECT

TEXT = (PROJECT / "docs" / "formats.md").read_text(encoding="utf-8")
READERS = {each.NAME for each in sources._FORMATS}  # noqa: SLF001 - the one list of readers
CODES = {
    str(code)
    for kind in vars(counting).values()
    if isinstance(kind, type) and issubclass(kind, StrEnum)
    if kind.__module__ == counting.__name__
    for code in kind
}


# What is told of each format, by the heads of columns that tell it.
PARTS = {"what is read", "its own number", "country", "tried on", "described in"}
NAMED = re.findall(r"^\| ([^|,]+)[^|]*<br>`([a-z_0-9]+)` \|", TEXT, re.MULTILINE)


def parts_told() -> dict[str, set[str]]:
    """The heads of all columns below which something stands, for each name of a format.

    A first cell holds a format's name, its code or both; a later table may repeat either, and the
    name without what stands behind a comma.
    """
    parts: dict[str, set[str]] = {}
    heads: list[str] = []
    for line in TEXT.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line[:1] == "|" else []
        if heads and cells:
            assert len(cells) == len(heads), "a row with more or fewer cells than its table"
            names = [name.split(",")[0].strip("`") for name in cells[0].split("<br>")]
            known = set[str]().union(*(parts.get(name, set()) for name in names))
            known |= {head for head, cell in zip(heads, cells, strict=True) if cell}
            parts.update(dict.fromkeys(names, known))
        heads = (heads or cells) if cells else []
    return {code: parts[code] | parts[name] for name, code in NAMED}


def first_cells() -> set[str]:
    """Every word in code that stands in the first column of a table."""
    rows = re.findall(r"^\| ([^|]+) \|", TEXT, re.MULTILINE)
    return {span for row in rows for span in re.findall(r"`([a-z_0-9]+)`", row)}


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_reader_stands_in_a_table_of_the_document(name: str) -> None:
    assert name in first_cells()


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_part_of_a_format_is_told(name: str) -> None:
    assert parts_told()[name] >= PARTS


def test_every_reason_stands_in_a_table_of_the_document() -> None:
    assert len(CODES) > 10
    assert first_cells() >= CODES


def test_no_table_tells_of_a_reader_or_a_reason_that_is_not_there() -> None:
    assert first_cells() <= READERS | CODES


def test_what_a_person_may_state_as_a_format_is_what_is_read() -> None:
    assert {str(each) for each in Format} == READERS
