"""The bounds of the search for copies of keys."""

from __future__ import annotations

import os
import time
import tracemalloc
from typing import TYPE_CHECKING

from eenmalig.cleartext import key_scan
from eenmalig.cleartext.key_scan import KnownKey, search_for_keys

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

MEGABYTE = 1024 * 1024
SECRET = bytes(range(32))


def test_a_large_file_is_searched_up_to_a_bound_and_said_to_be_searched_in_part(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_scan, "BYTES_A_FILE", 3 * MEGABYTE)
    (tmp_path / "at the end").write_bytes(b"." * 3 * MEGABYTE + SECRET)
    (tmp_path / "before it").write_bytes(b"." * 2 * MEGABYTE + SECRET)
    (tmp_path / "just as large").write_bytes(b"." * 3 * MEGABYTE)
    search = search_for_keys(tmp_path, [KnownKey(tmp_path / "own", SECRET)], {})
    assert (search.copies, search.in_part, search.files) == ({"": 1}, 1, 3)


def test_it_ends_when_its_time_is_over_and_what_grows_comes_last(tmp_path: Path) -> None:
    for place in ("airflow", "evidence", "zoo"):
        (tmp_path / place).mkdir()
        (tmp_path / place / "copy").write_bytes(SECRET)
    known = [KnownKey(tmp_path / "own", SECRET)]
    search = search_for_keys(tmp_path, known, {}, seconds=0)
    assert (search.whole, search.copies) == (False, {"evidence": 1})
    search = search_for_keys(tmp_path, known, {})
    assert (search.whole, list(search.copies)) == (True, ["evidence", "zoo", "airflow"])


def test_one_endless_file_cannot_keep_it_busy(tmp_path: Path) -> None:
    with (tmp_path / "sparse").open("wb") as file:
        file.truncate(100_000 * MEGABYTE)
    os.mkfifo(tmp_path / "pipe")
    began = time.monotonic()
    search = search_for_keys(tmp_path, [KnownKey(tmp_path / "own", SECRET)], {})
    assert time.monotonic() - began < 20
    assert (search.in_part, search.files) == (1, 1)


def test_it_needs_no_more_memory_than_a_few_chunks(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"." * 32 * MEGABYTE)
    tracemalloc.start()
    search_for_keys(tmp_path, [KnownKey(tmp_path / "own", SECRET)], {})
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * MEGABYTE
