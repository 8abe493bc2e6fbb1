"""The matrix: every case of every step, or some, on both processors."""

from __future__ import annotations

import queue
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.kills.cases import Case, Result, Trials, cases
from tests.faults.kills.power_cuts import unsynced
from tests.faults.kills.preparing import Prepared, prepare
from tests.faults.kills.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_PROCESSORS = 2
# Where it is there, memory: a death loses nothing of it, and a case takes a second.
_MEMORY = Path("/dev/shm")


@contextmanager
def prepared_in_memory() -> Iterator[Prepared]:
    """Give prepared homes, in memory where that can be, and remove them."""
    where = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="kills-", dir=where) as folder:
        yield prepare(Path(folder))


def tried(prepared: Prepared, chosen: Sequence[Case]) -> Iterator[Result]:
    """Try cases, some at once; yield what each came to, in order."""
    free: queue.SimpleQueue[Trials] = queue.SimpleQueue()
    made = [Trials(prepared) for _ in range(_PROCESSORS)]
    for trials in made:
        free.put(trials)

    def attempt(case: Case) -> Result:
        trials = free.get()
        try:
            return trials.try_out(case)
        finally:
            free.put(trials)

    try:
        with ThreadPoolExecutor(_PROCESSORS) as pool:
            yield from pool.map(attempt, chosen)
    finally:
        for trials in made:
            trials.stop()


@dataclass
class Row:
    """What the cases of one step came to."""

    step: str
    operations: int
    kills: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def add(self, result: Result) -> None:
        """Count a case."""
        if result.case.death.at <= self.operations:
            self.kills["middle" if result.case.death.middle else "before"] += 1
        self.wrong += [f"{result.case}: {complaint}" for complaint in result.wrong]

    def __str__(self) -> str:
        before, middle = self.kills["before"], self.kills["middle"]
        came_to = "all went on as if undisturbed, and a power cut undoes nothing"
        if self.wrong:
            came_to = f"{len(self.wrong)} TIMES SOMETHING DID NOT HOLD"
        return (
            f"{self.operations} operations; killed before {before} of them and at the end, "
            f"and in the middle of {middle} writes: {came_to}"
        )


def rows(prepared: Prepared, steps: Sequence[str] = STEPS) -> Iterator[Row]:
    """Try every case of these steps; yield a row for each step."""
    for step in steps:
        operations = prepared.trace(step)
        row = Row(step, len(operations))
        row.wrong += map(str, unsynced(step, operations))
        for result in tried(prepared, list(cases(prepared, step))):
            row.add(result)
        yield row
