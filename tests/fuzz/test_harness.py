"""That the fuzzing itself notices what it is there to notice."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest
from tests.fuzz import by_structure, surviving
from tests.fuzz.exports import NAMES

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def hangs(*_: Any, **__: Any) -> Iterator[None]:
    """Take any error for damage, as a reader does."""
    try:
        time.sleep(30)
    except Exception:  # noqa: BLE001 - what readers do
        return
    yield


def tells(*_: Any, **__: Any) -> Iterator[None]:
    raise EenmaligError(Code.SOURCE_UNREADABLE, f"source 1: {NAMES[0]}")
    yield


def test_a_reader_that_hangs_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(surviving, "read", hangs)
    monkeypatch.setattr(surviving, "LONGEST_SECONDS", 1)
    with pytest.raises(surviving.TooSlowError):
        surviving.read_hostile(b"x", "csv", tmp_path)


def test_a_message_that_quotes_the_export_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(surviving, "read", tells)
    with pytest.raises(AssertionError):
        surviving.read_hostile(b"x", "csv", tmp_path)


def test_too_much_memory_is_noticed_and_the_input_that_took_it_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def keep(content: bytes, *_: Any) -> None:
        seen.append(content)

    monkeypatch.setattr(surviving, "MOST_MEMORY_BYTES", 1)
    monkeypatch.setattr(by_structure, "read_hostile", keep)
    monkeypatch.setattr(by_structure, "FOUND", tmp_path)
    with pytest.raises(surviving.TooLargeError):
        by_structure.main("csv", 5)
    assert len(seen) == 1
    assert (tmp_path / "csv-structure.bin").read_bytes() == seen[0]
