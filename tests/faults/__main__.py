"""A program: ``make faults``, the long matrices of what may go wrong. Its table: docs/faults.md.

``python -m tests.faults NAME ...`` tries some and writes no table.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import tempfile
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from tests.busy import LEAST_SHARE, busy
from tests.demonstrations import demonstrate, interrupt
from tests.faults.kills.steps import STEPS
from tests.measured import Table, commit

from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_TABLE = PROJECT / "docs" / "faults.md"
_TIMES_BUSY, _TIMES_OPPOSITE, _PAIRS_AT_ONCE = 5, 100, 200
_MOST_AROUND_QUIET, _MOST_AROUND_BUSY, _MOST_SECOND = 9.0, 15.0, 75.0
# Where a demonstration is interrupted: after a line that it printed, and by which signals.
_INTERRUPTIONS: dict[str, tuple[str, Sequence[signal.Signals]]] = {
    "while Airflow starts": ("Starting Airflow", [signal.SIGTERM]),
    "while it takes in": ("triggered", [signal.SIGINT]),
    "while people are asked": ("read the dossier", [signal.SIGTERM]),
    "in the middle of sending, twice": ("gate: success", [signal.SIGINT, signal.SIGTERM]),
    "while receipts are waited for, twice": ("send: success", [signal.SIGTERM, signal.SIGINT]),
    "while it destroys": ("collect_delivery_reports: success", [signal.SIGINT]),
}


def quiet() -> str:
    """Demonstrate twice on one home with nothing beside it."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        shown = [demonstrate(home) for _ in range(2)]
    for each in shown:
        assert each.code == 0, each.printed[-500:]
    around = max(each.around for each in shown)
    told = f"{around:.1f} s around the steps at most; the second took {shown[1].seconds:.0f} s"
    assert around <= _MOST_AROUND_QUIET, told
    assert shown[1].seconds <= _MOST_SECOND, told
    return told


def beside_others() -> str:
    """Demonstrate beside four processes that only count."""
    with tempfile.TemporaryDirectory() as folder, busy() as load:
        shown = demonstrate(Path(folder) / "home")
        share = load.share()
        left = shown.left()
    assert shown.code == 0, shown.printed[-500:]
    assert left == []
    told = (
        f"every promise verified; {shown.around:.1f} s around the steps, "
        f"the others had {share:.0%} of the processors"
    )
    assert share >= LEAST_SHARE, told
    assert shown.around <= _MOST_AROUND_BUSY, told
    return told


def interrupted(line: str, signals: Sequence[signal.Signals]) -> str:
    """Interrupt a demonstration; nothing of its campaign may be left."""
    with tempfile.TemporaryDirectory() as folder:
        shown = interrupt(Path(folder) / "home", line, signals)
        left = shown.left()
    assert (shown.code, left) == (130, []), f"{shown.code}, {left}: {shown.printed[-300:]}"
    return "nothing is left"


def program(*arguments: str) -> str:
    """Run a module as a program; return the last line that it printed."""
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )
    last = (done.stdout.strip().splitlines() or [done.stderr[-300:]])[-1].strip("= ")
    assert done.returncode == 0, last
    return last


def killed(*paths: str) -> str:
    """Run tests that kill processes."""
    return program("pytest", *paths, "-o", "addopts=--import-mode=importlib --no-header")


def rows() -> Iterator[tuple[str, str, Callable[[], str]]]:
    """Yield each row: its name on the command line, what is tried, and how."""
    yield "quiet", "two demonstrations, nothing beside them", quiet
    for number in range(1, _TIMES_BUSY + 1):
        yield "busy", f"a demonstration beside four busy processes, {number}", beside_others
    for where, (line, signals) in _INTERRUPTIONS.items():
        yield "interrupted", f"interrupted {where}", partial(interrupted, line, signals)
    yield (
        "opposite",
        "two officers of one authority at once, one yes and one no, a hundred times",
        partial(program, "tests.faults.opposite_answers", str(_TIMES_OPPOSITE)),
    )
    for step in STEPS:
        yield (
            "kills",
            f"killed in {step} before each of its operations, and in the middle of each write",
            partial(program, "tests.faults.kills", step),
        )
    yield "killed", "steps killed and tried again", partial(killed, "tests/faults")
    yield (
        "damaged",
        "each store damaged in each way at each stage of a campaign",
        partial(program, "tests.damage"),
    )
    yield (
        "guard",
        f"what may be wrong at a deadline, at each age of a campaign; {_PAIRS_AT_ONCE} pairs of it",
        partial(program, "tests.guard", "--pairs", str(_PAIRS_AT_ONCE)),
    )
    yield (
        "lies",
        "each statement about sending and destroying made false; 2000 changes without the key",
        partial(program, "tests.lies"),
    )
    yield (
        "killed",
        "requests, scheduler and API server killed",
        partial(
            killed, "tests/airflow/test_killed_requests.py", "tests/airflow/test_killed_sending.py"
        ),
    )


def main(names: list[str]) -> int:
    """Return 0 when every row that was asked for, or every one, holds."""
    table = Table("What may go wrong", "make faults", commit())
    for name, what, attempt in rows():
        if not names or name in names:
            table.tried(what, attempt)
            if not names:
                _TABLE.write_text(table.written(), encoding="utf-8")
    return int(table.failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
