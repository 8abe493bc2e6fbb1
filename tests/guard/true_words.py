"""What the command says, and how it ends, held against what stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.guard.overdue_world import NOBODY, Kin
from tests.guard.scene import Left
from tests.guard.what_is_left import IN_DOUBT, left_of

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Mapping

    from tests.guard.scene import Scene, Trouble
    from tests.guard.what_is_left import Trial

_WORDS = {
    Left.KEYS: r"key",
    Left.COPY: r"working.copy",
    Left.SCRATCH: r"scratch",
    Left.MESSAGES: r"provider|messages|gateway|journal|lost",
}


def said_by(done: subprocess.CompletedProcess[str]) -> str:
    """Return all that a process said."""
    return f"{done.stdout}\n{done.stderr}".strip()


def untrue(
    scene: Scene,
    trial: Trial,
    after: Mapping[str, Any],
    done: subprocess.CompletedProcess[str],
) -> Iterator[str]:
    """Yield where words and exit code are not what stands there."""
    said = said_by(done)
    unread = any(trouble.hides == "inventory" for trouble in trial.troubles)
    any_left = False
    for its in (scene.subject, scene.world.healthy):
        seen = after["campaigns"][its.name]
        left = left_of(seen, IN_DOUBT.get(trial.age, 0) if its is scene.subject else 0)
        if its.id == NOBODY:
            left &= {Left.COPY}
        any_left = any_left or bool(left)
        yield from _unsaid(its, left, said, unread=unread)
    alarms = any(trouble.alarms for trouble in trial.troubles)
    if any_left is (done.returncode == 0) and not (alarms and not any_left):
        there = "something" if any_left else "nothing"
        yield f"it ends with {done.returncode}, and {there} is left"
    for trouble in trial.troubles:
        if unread and _waits_for_inventory(scene, trouble):
            continue
        if trouble.says and not re.search(trouble.says, said, re.IGNORECASE):
            yield f"no word says: {trouble.says}"
    if "Traceback" in said:
        yield f"it crashed: {said.splitlines()[-1]}"
    numbers = scene.subject.numbers | scene.world.healthy.numbers
    if any(number[-9:] in said for number in numbers):
        yield "it says a number"


def _waits_for_inventory(scene: Scene, trouble: Trouble) -> bool:
    """Whether something leaves nothing of anybody: it is told once an inventory can be read.

    Until then nothing can be signed, whatever the keys are, and nobody knows whose it is what
    stands in a store. What is left is told all the same.
    """
    leaves = {*trouble.spares, *trouble.spares_all, *trouble.files(scene)}
    return trouble.hides != "inventory" and leaves <= {Left.RECORDS}


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
