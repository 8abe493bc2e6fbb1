from __future__ import annotations

from typing import Any

import pytest

from eenmalig.errors import Code, EenmaligError
from eenmalig.handover import load

Folder = Any


def test_columns_that_are_passed_over_are_places_of_table_and_column(folder: Folder) -> None:
    folder.declared["sources"][0]["unread"] = ["12/3", " 1/10 "]
    assert load(folder.written(), "lelystad").sources[0].unread == ((12, 3), (1, 10))


@pytest.mark.parametrize(
    "places", [[], "12/3", ["12"], ["0/3"], ["1/2", 3], [["1/2"]], ["1/2/3"], None, {"1/2": 1}]
)
def test_what_is_no_place_is_a_mistake(places: Any, folder: Folder) -> None:
    folder.declared["sources"][0]["unread"] = places
    with pytest.raises(EenmaligError) as raised:
        load(folder.written(), "lelystad")
    assert raised.value.code is Code.HANDOVER_INVALID
    (said,) = raised.value.mistakes
    assert said.startswith("source 1: unread: needs a list of a database's columns")


def test_an_exclusion_list_has_nothing_to_pass_over(folder: Folder) -> None:
    folder.declared["exclusions"][0]["unread"] = ["1/2"]
    with pytest.raises(EenmaligError, match="exclusion list 1: an unknown key"):
        load(folder.written(), "lelystad")
