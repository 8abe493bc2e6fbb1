"""One case: a step dies at one operation, is tried again, and the campaign goes on to its end."""

from __future__ import annotations

import json
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.kills import judge
from tests.faults.kills.conversing import Program
from tests.faults.kills.power_cuts import Unsynced, unsynced
from tests.faults.kills.preparing import Prepared, Worker, copied
from tests.faults.kills.steps import ENDED_BEFORE, after
from tests.faults.kills.tracing import Death, read

if TYPE_CHECKING:
    from collections.abc import Iterator

# A step that is tried again waits for nobody: the lease of a dead process is free at once.
LONGEST_SECONDS = 20.0


@dataclass(frozen=True)
class Case:
    """A step, and where it dies in it."""

    step: str
    death: Death

    def __str__(self) -> str:
        where = "in the middle of" if self.death.middle else "before"
        return f"{self.step}, {where} operation {self.death.at}"


@dataclass(frozen=True)
class Result:
    """What a case came to: what does not hold, nothing if all holds."""

    case: Case
    wrong: list[str]


def cases(prepared: Prepared, step: str) -> Iterator[Case]:
    """Yield every case of a step: each operation that leaves something else, and the end.

    Before a sync all is as it was before the next operation, for whom the machine stays alive.
    """
    operations = prepared.trace(step)
    for operation in operations:
        if operation.changes:
            yield Case(step, Death(operation.number))
        if operation.halves:
            yield Case(step, Death(operation.number, middle=True))
    yield Case(step, Death(len(operations) + 1))


class Trials:
    """Tries cases, one after another."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._worker = Worker(prepared)
        self.gateway = self._worker.gateway
        self._judge = Program("tests.faults.kills.judge")

    def try_out(self, case: Case) -> Result:
        """Try a case on a copy of what stood before its step."""
        place = Path(tempfile.mkdtemp(dir=self._prepared.folder, prefix="case-")) / "copy"
        copied(self._prepared.before(case.step), place)
        try:
            return Result(case, self._wrong(case, place))
        finally:
            shutil.rmtree(place.parent)

    def stop(self) -> None:
        """End the processes that run and judge."""
        self._worker.stop()
        self._judge.stop()

    def _wrong(self, case: Case, place: Path) -> list[str]:
        self.gateway.remember(place / "gateway.db")
        dead, alive = place.parent / "dead", place.parent / "alive"
        first = self._worker.run(place, [case.step], death=case.death, trace=dead)
        last = len(self._prepared.trace(case.step)) < case.death.at
        if first.killed is last or first.wrong:
            return [f"it did not die there: {first}"]
        again = self._worker.run(place, [case.step], trace=alive)
        if again.wrong or again.seconds > LONGEST_SECONDS:
            return [f"tried again: {again.wrong} after {again.seconds:.1f} s"]
        rest = self._worker.run(place, [*after(case.step), "verify"])
        if rest.wrong:
            return [f"went on, then {rest.wrong}"]
        return self.judged(case, place) + list(map(str, _undone(case, dead, alive)))

    def judged(self, case: Case, place: Path) -> list[str]:
        """Return what a judge finds wrong in what stands in ``place``, as ``case`` ended."""
        settings = self.gateway.settings
        wrong: list[str] = json.loads(
            self._judge.ask(
                judge.as_line(
                    judge.Case(
                        place=str(place),
                        undisturbed=str(self._prepared.undisturbed(case.step)),
                        recipients=str(self._prepared.truth),
                        address=settings.base_url,
                        account=settings.account_sid,
                        token=settings.token,
                        sends=case.step not in ENDED_BEFORE,
                        doubts=int(case.step == "send"),
                    )
                )
            )
        )
        return wrong


def _undone(case: Case, dead: Path, alive: Path) -> list[Unsynced]:
    """Return what a power cut would undo after a death, and after the step that went on from it."""
    done = [
        operation
        for operation in read(dead)
        if operation.number < case.death.at or case.death.middle
    ]
    return unsynced(case.step, read(alive), of_the_dead=done)
