"""A program: every lie there is, who names it, and changes of evidence without its key.

``python -m tests.lies [WORD ...] [--mutations N] [--sample N] [--seed S]`` tells those whose name
holds every word, prints each as a row of a table, and in the end how many there were.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
import time
from collections import Counter
from typing import TYPE_CHECKING

from tests.lies.every_lie import EVERY, mutated, tell
from tests.lies.false_world import false_world
from tests.lies.statements import By

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.lies.every_lie import Told
    from tests.lies.without_key import Mutations


def main(arguments: list[str]) -> int:
    """Return 0 when each lie is named as its row says, and no change without the key is taken."""
    logging.disable(logging.CRITICAL)
    asked = _asked(arguments)
    chosen = [row for row in EVERY if all(word in str(row) for word in asked.words)]
    if asked.sample:
        chosen = random.Random(asked.seed).sample(chosen, min(asked.sample, len(chosen)))
    began = time.monotonic()
    lies: list[Told] = []
    sys.stdout.write("| statement | lie | who names it | by these words | holds |\n")
    sys.stdout.write("|---|---|---|---|---|\n")
    with false_world() as world:
        for told in tell(world, chosen):
            lies.append(told)
            _show(told)
        mutations = mutated(world, asked.mutations, asked.seed)
    sys.stdout.write("".join(f"FAIL  {wrong}\n" for wrong in mutations.wrong))
    minutes = (time.monotonic() - began) / 60
    sys.stdout.write(f"{'; '.join(_counted(lies, mutations))}; {minutes:.0f} min\n")
    return int(bool(mutations.wrong) or any(told.wrong for told in lies))


def _show(told: Told) -> None:
    row, holds = told.row, "NO" if told.wrong else "yes"
    sys.stdout.write(f"| {row.statement} | {row.lie} | {row.by} | {row.said} | {holds} |\n")
    sys.stdout.write("".join(f"FAIL  {row}: {wrong}\n" for wrong in told.wrong))
    sys.stdout.flush()


def _counted(lies: Sequence[Told], mutations: Mutations) -> Iterator[str]:
    held = [told.row.by for told in lies if not told.wrong]
    by = Counter(held)
    namers = {who: by[who] for who in By if by[who] and who not in {By.NOBODY, By.HARMLESS}}
    yield f"{len(held)} of {len(lies)} lies held"
    who_named = ", ".join(f"{number} by {who}" for who, number in namers.items())
    yield f"{sum(namers.values())} named ({who_named})"
    yield f"{by[By.HARMLESS]} without effect"
    yield f"{by[By.NOBODY]} that nobody can know, as the threat model says"
    came = ", ".join(f"{count} {what}" for what, count in sorted(mutations.came_of_it.items()))
    yield f"changes without the key: {came or 'none tried'}"


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.lies")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--mutations", type=int, default=2000)
    parser.add_argument("--sample", type=int, default=0, help="no more than this many, drawn")
    parser.add_argument("--seed", type=int, default=9)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
