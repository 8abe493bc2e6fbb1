"""One case: something is wrong on the day of the deadline, the guard comes, and comes again.

What stands there is told by another process, from raw bytes and the gateway's own list. It is held
against what the trouble says it makes impossible; words and exit code against what stands there.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench import CITY
from tests.guard.meddling import command, module, run
from tests.guard.overdue_world import NOBODY, YOUNG, Age, Kin
from tests.guard.scene import Left, Scene, Trouble

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from tests.guard.overdue_world import World

_WORDS = {
    Left.KEYS: r"key",
    Left.COPY: r"working.copy",
    Left.SCRATCH: r"scratch",
    Left.MESSAGES: r"provider|messages|gateway|journal|lost",
}
_IN_DOUBT = {Age.SENDING: 1, Age.SENT: 1, Age.OUTCOMES: 1, Age.WITHOUT_KEYS: 1}
_LONGEST_AFTERWARDS = 90.0


@dataclass(frozen=True)
class Trial:
    """Troubles at an age; most often one."""

    age: Age
    troubles: tuple[Trouble, ...]

    def __str__(self) -> str:
        return f"{' and '.join(trouble.name for trouble in self.troubles)} | {self.age}"


@dataclass
class Outcome:
    """What a trial came to."""

    trial: Trial
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    output: str = ""


class Bystander:
    """Asks the process that judges."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-I", str(Path(__file__).with_name("judging.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def look(self, scene: Scene) -> Mapping[str, Any]:
        """Return what stands in a scene."""
        world = scene.world
        kin = [scene.subject, world.healthy, world.innocent]
        asked = {
            "home": str(scene.home.root),
            "gateway": {
                "port": world.gateway.judges_port,
                "account": world.gateway.account,
                "token": world.gateway.token,
            },
            "campaigns": [
                {
                    "name": its.name,
                    "id": its.id,
                    "numbers": sorted(its.numbers),
                    "keys": its.keys,
                    "working_copy": its.working_copy,
                }
                for its in kin
            ],
            "innocent": [
                *(f"{store}/{world.innocent.id}/" for store in ("vault", "keys")),
                f"{world.innocent.working_copy}/",
                f"handover/{CITY}/{YOUNG}/",
            ],
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{json.dumps(asked)}\n")
        self._process.stdin.flush()
        told: Mapping[str, Any] = json.loads(self._process.stdout.readline())
        assert "failed" not in told, told
        return told

    def stop(self) -> None:
        """Let it end."""
        self._process.communicate()


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
        files = {
            str(path.relative_to(scene.home.root))
            for trouble in trial.troubles
            for path in trouble.files(scene)
        }
        longest = max(trouble.longest_seconds for trouble in trial.troubles)
        done = _destroy(scene, longest, outcome)
        if done is None:
            yield f"it had not ended after {longest:.0f} s"
        after = self._bystander.look(scene)
        yield from _too_much(trial, before, after, files)
        if done is not None:
            yield from _untrue(scene, trial, after, done)
        yield from _touched(before, after)
        yield from self._afterwards(scene, trial, before)

    def _afterwards(self, scene: Scene, trial: Trial, before: Mapping[str, Any]) -> Iterator[str]:
        """Cure what was wrong, let the guard come again, and somebody look."""
        for trouble in trial.troubles:
            trouble.cure(scene)
        done = _destroy(scene, _LONGEST_AFTERWARDS)
        if done is None:
            yield "cured, it had not ended in time"
            return
        if done.returncode != 0:
            yield f"cured, it ends with {done.returncode}: {_said(done)[-300:]}"
        whole = [its.id for its in _whole(scene, trial)]
        words = module("tests.guard.own_run", "look", *whole)
        looked = run(words, scene.environment(), _LONGEST_AFTERWARDS)
        if looked.returncode != 0 or looked.stdout.strip():
            yield f"cured, a look finds: {looked.stdout.strip() or looked.stderr[-200:]}"
        after = self._bystander.look(scene)
        yield from (f"cured, {each}" for each in _too_much(trial, before, after, set(), cured=True))
        yield from (f"cured, {each}" for each in _touched(before, after))


def _whole(scene: Scene, trial: Trial) -> Iterator[Kin]:
    """Yield whose evidence must hold once all is cured."""
    lost = any(trouble.loses == "evidence" for trouble in trial.troubles)
    if scene.subject.id != NOBODY and not lost:
        yield scene.subject
    yield scene.world.healthy


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
        outcome.output = f"exit {done.returncode}\n{_said(done)}"
    return done


def _said(done: subprocess.CompletedProcess[str]) -> str:
    return f"{done.stdout}\n{done.stderr}".strip()


def left_of(its: Mapping[str, Any], doubts: int = 0) -> set[Left]:
    """Return what is left of a campaign, as the judge saw it."""
    keys = {"number.key", "ref.key"} & set(its["keys"])
    vault = bool(its["vault"]) or "journal.key" in its["keys"]
    told = {
        Left.KEYS: bool(keys) or bool(its["opens"]),
        Left.COPY: bool(its["working_copy"])
        or any(name.startswith("handover/") for name in its["stands"]),
        Left.SCRATCH: bool(its["scratch"]),
        Left.MESSAGES: its["messages"] > doubts,
        Left.VAULT: vault,
        Left.RECORDS: not (its["closed"] and its["certificate"]),
    }
    return {left for left, holds in told.items() if holds}


def allowed(trial: Trial, name: str, left: Collection[Left]) -> set[Left]:
    """Return what may be left of a campaign while all this is wrong."""
    may: set[Left] = set()
    for trouble in trial.troubles:
        may |= {*trouble.spares_all, *(trouble.spares if name == "subject" else ())}
    if Left.MESSAGES in may and Left.MESSAGES in left:
        # Whoever cannot delete there yet keeps what tells which messages these are.
        may |= {Left.VAULT, Left.RECORDS}
    if {"inventory", "key"} <= {trouble.hides for trouble in trial.troubles}:
        may |= {Left.KEYS}
    return may


def _too_much(
    trial: Trial,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    files: set[str],
    *,
    cured: bool = False,
) -> Iterator[str]:
    """Yield what is left that could be gone, and what is said to be gone that is not."""
    doubts = _IN_DOUBT.get(trial.age, 0)
    lost = any(trouble.loses == "journal" for trouble in trial.troubles)
    for name in ("subject", "healthy"):
        its = after["campaigns"][name]
        if name == "subject" and trial.age is Age.INSTALLED:
            its = {**its, "closed": True, "certificate": True}
        in_doubt = doubts if name == "subject" and not cured else 0
        left = left_of(its, in_doubt)
        may = set() if cured else allowed(trial, name, left)
        for more in sorted(left - may):
            details = _details(its, more)
            if not details or set(details) - files:
                yield f"of the {name} campaign is left {more} ({', '.join(details)[:200]})"
        clear = set(its["clear"]) - files
        if Left.COPY in may:
            clear = {place for place in clear if not place.startswith("handover/")}
        if clear:
            yield f"numbers of the {name} campaign are readable in {sorted(clear)[:3]}"
        if its["closed"] and Left.MESSAGES in left and not (lost and name == "subject"):
            yield f"closed, and {its['messages']} messages of the {name} campaign are there"
    if cured and [name for name in after["handover"] if "/niemand/" in name]:
        yield "a working copy that nobody took in is left"
    del before


def _details(its: Mapping[str, Any], left: Left) -> Sequence[str]:
    """Return the files that something left stands in."""
    details: Mapping[Left, Sequence[str]] = {
        Left.KEYS: its["opens"],
        Left.COPY: its["working_copy"] or its["stands"],
        Left.SCRATCH: its["scratch"],
        Left.VAULT: [*its["vault"], *(name for name in its["keys"] if "journal" in name)],
        Left.MESSAGES: [f"{its['messages']} messages"],
    }
    return details.get(left, [])


def _untrue(
    scene: Scene,
    trial: Trial,
    after: Mapping[str, Any],
    done: subprocess.CompletedProcess[str],
) -> Iterator[str]:
    """Yield where words and exit code are not what stands there."""
    said = _said(done)
    unread = any(trouble.hides == "inventory" for trouble in trial.troubles)
    any_left = False
    for its in (scene.subject, scene.world.healthy):
        seen = after["campaigns"][its.name]
        left = left_of(seen, _IN_DOUBT.get(trial.age, 0) if its is scene.subject else 0)
        if its.id == NOBODY:
            left &= {Left.COPY}
        any_left = any_left or bool(left)
        yield from _unsaid(its, left, said, unread=unread)
    if any_left is (done.returncode == 0):
        there = "something" if any_left else "nothing"
        yield f"it ends with {done.returncode}, and {there} is left"
    for trouble in trial.troubles:
        if trouble.says and not re.search(trouble.says, said, re.IGNORECASE):
            yield f"no word says: {trouble.says}"
    if "Traceback" in said:
        yield f"it crashed: {said.splitlines()[-1]}"
    numbers = scene.subject.numbers | scene.world.healthy.numbers
    if any(number[-9:] in said for number in numbers):
        yield "it says a number"


def _unsaid(its: Kin, left: set[Left], said: str, *, unread: bool) -> Iterator[str]:
    """Yield what is left of a campaign and not said, or said and not left."""
    named = its.id != NOBODY
    told = [line for line in said.splitlines() if its.id in line]
    told = [line for line in told if not line.startswith("destroyed:")]
    if left and named and not told and not unread:
        yield f"nothing is said of the {its.name} campaign, of which is left {sorted(left)}"
    if not left and any("LEFT" in line for line in told):
        yield f"told to be left, and gone: {told}"
    for what, words in _WORDS.items():
        # Which copy was taken in by whom, only the inventory tells.
        if (
            what in left
            and not (unread and what is Left.COPY)
            and not re.search(words, said, re.IGNORECASE)
        ):
            yield f"{what} of the {its.name} campaign is left, and no word says so"


def _touched(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    if before["innocent"] != after["innocent"]:
        yield "something of the innocent campaign, or of the young working copy, has changed"
    messages = [each["campaigns"]["innocent"]["messages"] for each in (before, after)]
    if messages[0] != messages[1]:
        yield f"the innocent campaign had {messages[0]} messages, and has {messages[1]}"
