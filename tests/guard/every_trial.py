"""All cases there are, and some pairs of troubles, tried by two at a time."""

from __future__ import annotations

import itertools
import queue
import random
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.guard.guard_trial import Outcome, Trials
from tests.guard.overdue_world import Age, World, make_world
from tests.guard.scene import OPEN
from tests.guard.troubles_of_campaigns import of_campaign
from tests.guard.troubles_of_stores import of_installation
from tests.guard.troubles_of_surroundings import of_files, of_machine, of_provider
from tests.guard.what_is_left import Trial

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.guard.scene import Trouble

PROCESSORS = 2
_MEMORY = Path("/dev/shm")


def troubles() -> list[Trouble]:
    """Return all of them."""
    return [*of_installation(), *of_campaign(), *of_provider(), *of_files(), *of_machine()]


def singles() -> list[Trial]:
    """Return every trouble at every age at which it can be, cured and given up."""
    undisturbed = [Trial(age, ()) for age in Age]
    return undisturbed + [
        Trial(age, (trouble,), given_up)
        for trouble in troubles()
        for age in Age
        if age in trouble.ages
        for given_up in ((False, True) if trouble.gives_up and age in OPEN else (False,))
    ]


def pairs(number: int, seed: int) -> list[Trial]:
    """Return pairs of troubles that can happen at once, each at an age, drawn from a seed.

    Those that wait for somebody are tried alone.
    """
    drawn = random.Random(seed)
    together = [
        Trial(age, (one, other))
        for one, other in itertools.combinations(troubles(), 2)
        if one.place != other.place
        for age in Age
        if age in one.ages and age in other.ages
    ]
    return drawn.sample([trial for trial in together if trial.short], number)


@contextmanager
def worlds_in_memory(number: int = PROCESSORS) -> Iterator[list[World]]:
    """Give worlds, in memory where that can be, and remove them."""
    where = _MEMORY if _MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="guard-", dir=where) as folder:
        made: list[World] = []
        try:
            for nth in range(number):
                place = Path(folder) / str(nth)
                place.mkdir()
                made.append(make_world(place))
            yield made
        finally:
            for world in made:
                world.gateway.stop()


def tried(worlds: Sequence[World], chosen: Sequence[Trial]) -> Iterator[Outcome]:
    """Try cases, in each world one at a time; yield what each came to, as it ends."""
    waiting: queue.SimpleQueue[Trial] = queue.SimpleQueue()
    ended: queue.SimpleQueue[Outcome | BaseException] = queue.SimpleQueue()
    for trial in chosen:
        waiting.put(trial)

    def work(world: World) -> None:
        trials = Trials(world)
        try:
            while True:
                ended.put(trials.try_out(waiting.get_nowait()))
        except queue.Empty:
            trials.stop()
        except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
            ended.put(error)

    for world in worlds:
        threading.Thread(target=work, args=(world,), daemon=True).start()
    for _ in chosen:
        outcome = ended.get()
        if isinstance(outcome, BaseException):
            raise outcome
        yield outcome
