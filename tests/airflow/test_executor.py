"""The executor that counts: the end of an earlier execution fails no later one."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from airflow.executors.local_executor import LocalExecutor

from eenmalig.stores.home import PROJECT
from eenmalig_airflow.executor import CountingLocalExecutor
from eenmalig_airflow.preloading import MODULES

if TYPE_CHECKING:
    from pathlib import Path

KEY = "one attempt of one task"


@dataclass(frozen=True)
class Workload:
    key: str = KEY


@dataclass(frozen=True)
class Attempt:
    key: str = KEY


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Airflow's own executor hears of ends, instead of its queues."""
    heard: list[str] = []

    def change_state(_: Any, key: str, state: str, *__: Any, **___: Any) -> None:
        assert key == KEY
        heard.append(state)

    monkeypatch.setattr(LocalExecutor, "change_state", change_state)
    monkeypatch.setattr(LocalExecutor, "_process_workloads", lambda *_: None)
    monkeypatch.setattr(LocalExecutor, "has_task", lambda *_: False)
    monkeypatch.setattr(LocalExecutor, "start", lambda _: None)
    return heard


@pytest.fixture
def executor(told: list[str]) -> CountingLocalExecutor:
    del told
    started = CountingLocalExecutor(parallelism=2)
    started.start()
    return started


def dispatch(executor: CountingLocalExecutor) -> None:
    executor._process_workloads([Workload()])  # noqa: SLF001 - as the scheduler's loop calls it


def test_what_is_dispatched_is_known_until_it_ends(
    executor: CountingLocalExecutor, told: list[str]
) -> None:
    assert not executor.has_task(Attempt())
    dispatch(executor)
    assert executor.has_task(Attempt())
    executor.change_state(KEY, "success")
    assert not executor.has_task(Attempt())
    assert told == ["success"]


def test_the_end_of_an_execution_is_not_told_while_a_later_one_is_under_way(
    executor: CountingLocalExecutor, told: list[str]
) -> None:
    dispatch(executor)
    dispatch(executor)
    executor.change_state(KEY, "success")
    assert told == []
    assert executor.has_task(Attempt())
    executor.change_state(KEY, "success")
    assert told == ["success"]


def test_a_failure_is_told_whatever_else_is_under_way(
    executor: CountingLocalExecutor, told: list[str]
) -> None:
    dispatch(executor)
    dispatch(executor)
    executor.change_state(KEY, "failed")
    assert told == ["failed"]


def test_what_is_no_end_is_told_and_not_counted(
    executor: CountingLocalExecutor, told: list[str]
) -> None:
    dispatch(executor)
    executor.change_state(KEY, "running")
    assert told == ["running"]
    assert executor.has_task(Attempt())


def test_starting_imports_what_every_task_needs(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from airflow.executors.local_executor import LocalExecutor\n"
        "LocalExecutor.start = lambda _: None\n"
        "from eenmalig_airflow.executor import CountingLocalExecutor\n"
        "before = 'eenmalig.cleartext.vault.vault' in sys.modules\n"
        "CountingLocalExecutor(parallelism=1).start()\n"
        "print(before, *sorted(sys.modules))\n"
    )
    shown = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": f"{PROJECT}/include:{PROJECT}/plugins", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()[-1]
    before, *modules = shown.split()
    assert before == "False"
    assert set(MODULES) <= set(modules)
