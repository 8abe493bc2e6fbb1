"""Other processes that do something to one inventory when they are told to."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.stores.home import Home

# After each look a process dawdles, so that without a lock every other would have looked too.
_START = """
import sys, time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from eenmalig.errors import EenmaligError
from eenmalig.stores import changes, leases
from eenmalig.stores.home import Home
from eenmalig.domain.campaign import Campaign, State
from eenmalig.stores.inventory import Inventory
def dawdling(look):
    def looked(*given):
        found = look(*given)
        time.sleep(0.2)
        return found
    return looked
changes.select, changes.case_was_sent = map(dawdling, (changes.select, changes.case_was_sent))
home, me = Home(Path(sys.argv[1])), sys.argv[2]
inventory = Inventory(home)
now = datetime.now(UTC)
def campaign(run, case, handover):
    return Campaign(f"lelystad-2026-05-01-{me}", run, "lelystad", case, handover, "data-team",
        "127.0.0.1", "0123456789abcdef", now, now + timedelta(hours=1), State.EXTRACTING)
print("ready", flush=True)
sys.stdin.readline()
try:
"""
_END = """
    print("done", flush=True)
    sys.stdin.readline()
except EenmaligError as error:
    print(error.code, flush=True)
"""


@contextmanager
def process(home: Home, me: str, body: str) -> Iterator[subprocess.Popen[str]]:
    """Give one, and kill it in the end, even one that stands still.

    It says "ready", and told to go on does what ``body`` says, and says what came of it.
    """
    lines = "".join(f"    {line}\n" for line in body.splitlines())
    with subprocess.Popen(
        [sys.executable, "-c", f"{_START}{lines}{_END}", str(home.root), me],
        env={"PYTHONPATH": f"{PROJECT}/include"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def say(to: subprocess.Popen[str]) -> None:
    assert to.stdin is not None
    to.stdin.write("\n")
    to.stdin.flush()


def hear(from_: subprocess.Popen[str]) -> str:
    assert from_.stdout is not None
    return from_.stdout.readline().strip()


def done(started: subprocess.Popen[str]) -> None:
    """Let a process do what it is for, and wait until it says that it has."""
    assert hear(started) == "ready"
    say(started)
    assert hear(started) == "done"
