"""A search that fails ends a run red, and one odd file in what is kept makes none fail."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.errors import Code, EenmaligError
from eenmalig.steps import leak_check

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.bench import Bench


@pytest.fixture
def logs(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of logs in which one of the campaign's numbers stands."""
    folder = tmp_path / "logs"
    (folder / "task").mkdir(parents=True)
    (folder / "task" / "1.log").write_text(f"to {min(bench.truth.recipient_numbers)}\n")
    monkeypatch.setenv("AIRFLOW__LOGGING__BASE_LOG_FOLDER", str(folder))
    return folder


def scanned(bench: Bench) -> dict[str, Any]:
    (record,) = bench.records("scanned")
    return dict(record.data)


def hangs(*_: object) -> Iterator[str]:
    time.sleep(60)
    yield from ()


def dies(*_: object) -> Iterator[str]:
    os.kill(os.getpid(), signal.SIGKILL)
    yield from ()


def test_a_search_that_hangs_is_recorded_as_not_run(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leak_check, "MOST_SECONDS", 6.0)
    monkeypatch.setattr(leak_check, "numbers_of", hangs)
    bench.destroy()
    data = scanned(bench)
    assert (data["ran"], data["why"], data["places"]) == (False, "out_of_time", [])
    assert not bench.left()


def test_a_search_that_dies_ends_the_run_red_once_all_is_destroyed(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leak_check, "numbers_of", dies)
    with pytest.raises(EenmaligError) as red:
        bench.destroy()
    assert red.value.code is Code.SCAN_NOT_PROVED
    data = scanned(bench)
    assert (data["ran"], data["why"], data["places"]) == (False, "failed", [])
    assert not bench.left()


def deeper_than_any_path(logs: Path, _: pytest.MonkeyPatch) -> None:
    folder = os.open(logs, os.O_RDONLY)
    for _deeper in range(60):
        os.mkdir("d" * 100, dir_fd=folder)
        below = os.open("d" * 100, os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = below
    os.close(folder)


def fails_to_be_looked_at(logs: Path, patch: pytest.MonkeyPatch) -> None:
    odd, real = logs / "a.log", type(logs).lstat
    odd.write_bytes(b"x")

    def lstat(path: Path) -> os.stat_result:
        if path == odd:
            raise OSError
        return real(path)

    patch.setattr(type(logs), "lstat", lstat)


@pytest.mark.parametrize("odd", [deeper_than_any_path, fails_to_be_looked_at])
def test_what_cannot_be_looked_at_is_counted_and_hides_nothing_beside_it(
    bench: Bench,
    logs: Path,
    monkeypatch: pytest.MonkeyPatch,
    odd: Callable[[Path, pytest.MonkeyPatch], None],
) -> None:
    odd(logs, monkeypatch)
    with pytest.raises(EenmaligError) as red:
        bench.destroy()
    assert red.value.code is Code.LEAK_FOUND
    data = scanned(bench)
    (place,) = (place for place in data["places"] if place["place"] == "airflow_logs")
    assert data["ran"]
    assert (place["hits"], place["unread"]) == (1, 1)
