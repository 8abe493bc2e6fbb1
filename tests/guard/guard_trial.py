"""One case: something is wrong on the day of the deadline, the guard comes, and comes again.

What stands there is told by another process, from raw bytes and the gateway's own list. It is held
against what the trouble says it makes impossible; words and exit code against what stands there.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.guard.bystander import Bystander
from tests.guard.meddling import command, module, run
from tests.guard.overdue_world import NOBODY, Kin
from tests.guard.scene import Left, Scene
from tests.guard.true_words import said_by, untrue
from tests.guard.what_is_left import Stuck, Trial, left_of, too_much, touched

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.guard.overdue_world import World

_UNKNOWN = "until a verification has looked, messages may be at the provider"
_LONGEST_AFTERWARDS = 90.0


@dataclass
class Outcome:
    """What a trial came to."""

    trial: Trial
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    output: str = ""


class Trials:
    """Tries cases in a world, one after another."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._bystander = Bystander()

    def stop(self) -> None:
        """End the process that judges."""
        self._bystander.stop()

    def try_out(self, trial: Trial) -> Outcome:
        """Try a case. It has its own copy of the world."""
        outcome = Outcome(trial)
        with tempfile.TemporaryDirectory(dir=self._world.root, prefix="trial-") as folder:
            scene = Scene.made(self._world, trial.age, Path(folder))
            try:
                outcome.wrong += self._wrong(scene, trial, outcome)
            except Exception as error:  # noqa: BLE001 - the next case is tried all the same
                where = error.__traceback__
                while where is not None and where.tb_next is not None:
                    where = where.tb_next
                line = where.tb_lineno if where else 0
                outcome.wrong.append(f"not tried: {type(error).__name__} in line {line}: {error}")
            finally:
                scene.end_beside()
        return outcome

    def _wrong(self, scene: Scene, trial: Trial, outcome: Outcome) -> Iterator[str]:
        before = self._bystander.look(scene)
        for trouble in trial.troubles:
            trouble.do(scene)
        files = Stuck.of(scene, trial)
        longest = trial.longest_seconds
        done = _destroy(scene, longest, outcome)
        if done is None:
            yield f"it had not ended after {longest:.0f} s"
        after = self._bystander.look(scene)
        yield from too_much(trial, after, files)
        if done is not None:
            yield from untrue(scene, trial, after, done)
        yield from touched(trial, before, after)
        if trial.given_up:
            yield from _given_up(scene, trial, after)
        else:
            files = Stuck()
            for trouble in sorted(trial.troubles, key=lambda each: each.anew):
                trouble.cure(scene)
        yield from self._afterwards(scene, trial, before, files)

    def _afterwards(
        self, scene: Scene, trial: Trial, before: Mapping[str, Any], files: Stuck
    ) -> Iterator[str]:
        """Let the guard come again, now that all is cured or given up, and somebody look."""
        done = _destroy(scene, _LONGEST_AFTERWARDS)
        if done is None:
            yield "afterwards it had not ended in time"
            return
        # Whose journal was lost, of those only a look can tell whether messages are there.
        until_looked = trial.loses("journal") and _UNKNOWN in said_by(done)
        if done.returncode != 0 and not until_looked:
            yield f"afterwards it ends with {done.returncode}: {said_by(done)[-300:]}"
        found = _looked(scene)
        if found and trial.loses("evidence"):
            # A dossier that is gone can be proved by nothing: a person says so, and it is signed.
            yield from _give_up(scene, scene.subject, "evidence", "not_provable")
            found = _looked(scene)
        if until_looked:
            done = _destroy(scene, _LONGEST_AFTERWARDS)
            if done is None or done.returncode != 0:
                yield "a look that found nothing does not end what nobody could know"
        if found:
            yield f"afterwards a look finds: {found}"
        after = self._bystander.look(scene)
        ended = (*too_much(trial, after, files, cured=True), *touched(trial, before, after))
        yield from (f"afterwards {complaint}" for complaint in ended)


def _given_up(scene: Scene, trial: Trial, after: Mapping[str, Any]) -> Iterator[str]:
    """Give up what is left of each campaign, as a person would."""
    (trouble,) = trial.troubles
    for its in (scene.subject, scene.world.healthy):
        if Left.RECORDS in left_of(after["campaigns"][its.name]):
            yield from _give_up(scene, its, trouble.gives_up, "not_removable")


def _give_up(scene: Scene, its: Kin, what: str, why: str) -> Iterator[str]:
    words = command("give-up", its.id, "--what", what, "--why", why)
    done = run(words, scene.environment(), _LONGEST_AFTERWARDS)
    if done.returncode != 0:
        yield f"{what} of the {its.name} campaign cannot be given up: {said_by(done)[-300:]}"


def _looked(scene: Scene) -> str:
    """Return what a look finds, and of which campaign's evidence that it does not hold."""
    whole = [its.id for its in (scene.subject, scene.world.healthy) if its.id != NOBODY]
    words = module("tests.guard.own_run", "look", *whole)
    done = run(words, scene.environment(), _LONGEST_AFTERWARDS)
    return done.stdout.strip() or (done.stderr[-200:] if done.returncode else "")


def _destroy(
    scene: Scene, longest: float, outcome: Outcome | None = None
) -> subprocess.CompletedProcess[str] | None:
    """Run the command; return how it ended, nothing where it did not in time."""
    words = command("destroy", "--overdue", *scene.arguments)
    began = time.monotonic()
    try:
        done = run(words, scene.environment(), longest)
    except subprocess.TimeoutExpired:
        return None
    finally:
        if outcome is not None:
            outcome.seconds = time.monotonic() - began
    if outcome is not None:
        outcome.output = f"exit {done.returncode}\n{said_by(done)}"
    return done
