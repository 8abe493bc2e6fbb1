"""Ends whole trees of processes. Airflow forks workers and tasks that outlive their parents."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_SECONDS_TO_END = 6.0
_SECONDS_TO_BE_ENDED = 3.0


def stop_sessions(leaders: Collection[int]) -> None:
    """End every process of the sessions that ``leaders`` (process ids) began, and their offspring.

    First the leaders are asked to end, so that they can end their own; then all that is left is
    asked; then it is killed. Returns when nothing of it runs any more.
    """
    offspring = _offspring(leaders)
    _terminate(process for process in offspring if process.pid in leaders)
    _wait(leaders, offspring, _SECONDS_TO_END)
    _terminate(_left(leaders, offspring))
    _wait(leaders, offspring, _SECONDS_TO_BE_ENDED)
    while left := _left(leaders, offspring):
        for process in left:
            _quietly(process.kill)
        psutil.wait_procs(left, timeout=1)


def members(leaders: Collection[int]) -> list[psutil.Process]:
    """Return the running processes of the sessions that ``leaders`` began; no zombies."""
    found = []
    for pid in psutil.pids():
        try:
            if os.getsid(pid) in leaders:
                process = psutil.Process(pid)
                if process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        except (ProcessLookupError, PermissionError, psutil.Error):
            continue
    return found


def _offspring(leaders: Collection[int]) -> list[psutil.Process]:
    """Return the leaders and all below them, also what left their session."""
    found = {process.pid: process for process in members(leaders)}
    for pid in leaders:
        try:
            leader = psutil.Process(pid)
            below = leader.children(recursive=True)
        except psutil.Error:
            continue
        found |= {process.pid: process for process in (leader, *below)}
    return list(found.values())


def _left(leaders: Collection[int], offspring: Iterable[psutil.Process]) -> list[psutil.Process]:
    running = {process.pid: process for process in members(leaders)}
    running |= {process.pid: process for process in offspring if _runs(process)}
    return list(running.values())


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _wait(leaders: Collection[int], offspring: Collection[psutil.Process], seconds: float) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and _left(leaders, offspring):
        time.sleep(0.1)


def _terminate(processes: Iterable[psutil.Process]) -> None:
    for process in processes:
        _quietly(process.terminate)


def _quietly(act: object) -> None:
    try:
        if callable(act):
            act()
    except psutil.Error:
        return
