"""Several columns of one table, stated by a person: by their headers, their positions, or both."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sources.builders import ods

from eenmalig.cleartext.sources import read
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

    Stating = Callable[[bytes, Sequence[str]], list[str]]


@pytest.fixture
def stating(tmp_path: Path) -> Stating:
    """Read bytes as an export of which these columns are stated; return the texts."""

    def read_stated(content: bytes, columns: Sequence[str]) -> list[str]:
        path = tmp_path / "export"
        path.write_bytes(content)
        values: list[RawValue] = list(read(path, position=1, columns=columns, format=None))
        return [value.text for value in values]

    return read_stated


@pytest.mark.parametrize(
    "columns", [["Bij 1", "bij 2"], ["1", "3"], ["BIJ 2", "1"], ["3", "Bij 1"]]
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_each_is_read_and_the_others_are_left(
    columns: list[str], delimiter: str, stating: Stating, mobiles: Callable[[int], list[str]]
) -> None:
    first, left, second = numbers = mobiles(3)
    content = "\n".join(delimiter.join(row) for row in (["Bij 1", "Over", "Bij 2"], numbers))
    told = [text for text in stating(content.encode(), columns) if text not in {"Bij 1", "Bij 2"}]
    assert (told, left in told) == ([first, second], False)


@pytest.mark.parametrize("columns", [["Bij 1", "Bij 3"], ["1", "9"], ["Bij 1", "0"]])
def test_one_that_is_not_there_is_refused_and_not_named(
    columns: list[str], stating: Stating, mobile: str
) -> None:
    with pytest.raises(EenmaligError) as raised:
        stating(f"Bij 1;Over\n{mobile};x\n".encode(), columns)
    assert raised.value.code is Code.SOURCE_COLUMN
    assert raised.value.mistakes == (
        "source 1: one of the columns stated in handover.yaml is not there",
    )


def test_a_sheet_may_have_some_of_them_and_all_sheets_together_have_each(
    stating: Stating, mobile: str, other: str
) -> None:
    content = ods.ods({"a": [["Bij 1", "x"], [mobile, "y"]], "b": [["x", "Bij 2"], ["y", other]]})
    assert stating(content, ["Bij 1", "Bij 2"]) == [mobile, other]
    with pytest.raises(EenmaligError, match="one of the columns stated is not there, in any sheet"):
        stating(content, ["Bij 1", "Bij 2", "Bij 3"])


def test_one_that_occurs_again_elsewhere_is_refused(
    stating: Stating, mobile: str, other: str
) -> None:
    rows = f"naam;bij 1;bij 2\nJan;{mobile};{other}\nBij 2;naam;x\n{other};Piet;y\n"
    with pytest.raises(EenmaligError, match="occurs again in another column"):
        stating(rows.encode(), ["bij 1", "bij 2"])
