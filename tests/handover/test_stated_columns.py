"""The columns of a table that a person states: one, or a list of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eenmalig.errors import EenmaligError
from eenmalig.handover import load

if TYPE_CHECKING:
    from tests.handover.conftest import Folder


def test_several_columns_are_stated_by_header_or_position(folder: Folder) -> None:
    folder.declared["sources"][1]["columns"] = ["Autotelefoon ", "3"]
    first, second = load(folder.written(), "lelystad").sources
    assert (first.stated_columns, second.stated_columns) == (("06",), ("Autotelefoon", "3"))


@pytest.mark.parametrize(
    ("source", "columns", "said"),
    [
        (1, [], "source 2: columns: is empty"),
        (1, ["a", " "], "source 2: columns: is empty"),
        (1, "a", "source 2: columns: must be a list"),
        (1, ["a", "a "], "source 2: columns: names a column twice"),
        (0, ["a"], "source 1: has column and columns; one of the two states what is read"),
    ],
)
def test_a_wrong_list_is_refused_with_its_place(
    source: int, columns: object, said: str, folder: Folder
) -> None:
    folder.declared["sources"][source]["columns"] = columns
    with pytest.raises(EenmaligError) as raised:
        load(folder.written(), "lelystad")
    assert raised.value.mistakes == (said,)
