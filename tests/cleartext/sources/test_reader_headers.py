"""What every reader says of itself: on what it was tried, and where its format is described."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.sources import _FORMATS

if TYPE_CHECKING:
    from types import ModuleType


@pytest.mark.parametrize("reader", _FORMATS, ids=lambda reader: str(reader.NAME))
@pytest.mark.parametrize("begin", ["Tried on ", "Described in "])
def test_a_reader_says_on_what_it_was_tried_and_where_its_format_is_described(
    reader: ModuleType, begin: str
) -> None:
    lines = (reader.__doc__ or "").splitlines()
    assert any(line.startswith(begin) for line in lines)
