from __future__ import annotations

from random import SystemRandom
from typing import TYPE_CHECKING

import pytest

from eenmalig.cleartext.sources import RawValue, read
from rehearsal import numbers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Reading = Callable[..., list[RawValue]]


@pytest.fixture
def reading(tmp_path: Path) -> Reading:
    """Write bytes as an export and read it, as source 1 unless said otherwise."""

    def write_and_read(
        content: bytes, column: str | None = None, stated: str | None = None
    ) -> list[RawValue]:
        path = tmp_path / "export"
        path.write_bytes(content)
        return list(read(path, position=1, column=column, format=stated))

    return write_and_read


@pytest.fixture
def own() -> str:
    """The number of the telephone itself."""
    return next(numbers.mobiles(SystemRandom()))
