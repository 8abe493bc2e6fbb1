"""Components of a supervisor that was killed before it could stop them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import psutil

from eenmalig.stores.private_files import write_private
from standalone.processes import members, stop_sessions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eenmalig.stores.home import Home


def remember(home: Home, leaders: Sequence[int]) -> None:
    """Write down which sessions were begun."""
    write_private(_file(home), json.dumps(list(leaders)))


def forget(home: Home) -> None:
    """Say that they were stopped."""
    _file(home).unlink(missing_ok=True)


def stop_leftovers(home: Home) -> None:
    """Stop what an earlier supervisor of this home left running.

    Process ids are given out again, so a session is ours only while it works on this home.
    """
    file = _file(home)
    if not file.exists():
        return
    leaders = json.loads(file.read_text("utf-8"))
    stop_sessions([each for each in leaders if _is_ours(each, home)])
    forget(home)


def _is_ours(leader: int, home: Home) -> bool:
    return any(_works_on(process, home) for process in members([leader]))


def _works_on(process: psutil.Process, home: Home) -> bool:
    try:
        return process.cwd() == str(home.airflow) and "airflow" in " ".join(process.cmdline())
    except psutil.Error:
        return False


def _file(home: Home) -> Path:
    return home.airflow / "components.json"
