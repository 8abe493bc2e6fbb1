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


def first_cells() -> set[str]:
    """Every word in code that stands in the first column of a table."""
    rows = re.findall(r"^\| ([^|]+) \|", TEXT, re.MULTILINE)
    return {span for row in rows for span in re.findall(r"`([a-z_0-9]+)`", row)}


@pytest.mark.parametrize("name", sorted(READERS))
def test_every_reader_stands_in_a_table_of_the_document(name: str) -> None:
    assert name in first_cells()


def test_every_reason_stands_in_a_table_of_the_document() -> None:
    assert len(CODES) > 10
    assert first_cells() >= CODES


def test_no_table_tells_of_a_reader_or_a_reason_that_is_not_there() -> None:
    assert first_cells() <= READERS | CODES


def test_what_a_person_may_state_as_a_format_is_what_is_read() -> None:
    assert {str(each) for each in Format} == READERS
