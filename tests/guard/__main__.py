"""A program: the last guard on its worst days, at every age of a campaign.

``python -m tests.guard [WORD ...] [--pairs N] [--sample N] [--seed S] [--short | --long]
[--workers N] [--loud]`` tries those whose name holds every word; with ``--pairs``, that many pairs
of troubles beside them. Those that are long wait for somebody, so more of them go at once.
"""

from __future__ import annotations

import argparse
import logging
import random
import sys
import time
from typing import TYPE_CHECKING

from tests.guard.every_trial import PROCESSORS, pairs, singles, tried, worlds_in_memory

if TYPE_CHECKING:
    from tests.guard.guard_trial import Outcome


def main(arguments: list[str]) -> int:
    """Return 0 when all cases held."""
    logging.disable(logging.CRITICAL)
    asked = _asked(arguments)
    began = time.monotonic()
    drawn = singles() + (pairs(asked.pairs, asked.seed) if asked.pairs else [])
    chosen = [trial for trial in drawn if all(word in str(trial) for word in asked.words)]
    if asked.short or asked.long:
        chosen = [trial for trial in chosen if trial.short == asked.short]
    if asked.sample:
        chosen = random.Random(asked.seed).sample(chosen, asked.sample)
    failed, longest = 0, 0.0
    with worlds_in_memory(asked.workers) as worlds:
        for outcome in tried(worlds, chosen):
            failed += bool(outcome.wrong)
            longest = max(longest, outcome.seconds)
            if outcome.wrong or asked.loud:
                _tell(outcome, loud=asked.loud)
    seconds = time.monotonic() - began
    held = len(chosen) - failed
    sys.stdout.write(
        f"{held} of {len(chosen)} cases held, in {seconds / 60:.0f} min; "
        f"the guard took {longest:.0f} s at most\n"
    )
    return int(failed > 0)


def _tell(outcome: Outcome, *, loud: bool) -> None:
    word = "FAIL" if outcome.wrong else "ok  "
    sys.stdout.write(f"{word}  {outcome.trial} ({outcome.seconds:.0f} s)\n")
    sys.stdout.write("".join(f"        {complaint}\n" for complaint in outcome.wrong))
    if loud:
        sys.stdout.write("".join(f"      > {line}\n" for line in outcome.output.splitlines()))
    sys.stdout.flush()


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.guard")
    parser.add_argument("words", nargs="*")
    parser.add_argument("--pairs", type=int, default=0)
    parser.add_argument("--seed", type=int, default=9)
    parser.add_argument("--sample", type=int, default=0, help="no more than this many, drawn")
    lengths = parser.add_mutually_exclusive_group()
    lengths.add_argument("--short", action="store_true", help="none that waits for somebody")
    lengths.add_argument("--long", action="store_true", help="only those")
    parser.add_argument("--workers", type=int, default=PROCESSORS)
    parser.add_argument("--loud", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
