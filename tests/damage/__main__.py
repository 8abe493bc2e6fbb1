"""A program: every damage of every store, at every stage. It says how many combinations held.

``python -m tests.damage WORD ...`` tries those whose name holds every word.
"""

from __future__ import annotations

import logging
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.damage.states import make_stages
from tests.damage.trying import combinations, holds


def main(words: list[str]) -> int:
    """Return 0 when every combination held."""
    logging.disable(logging.CRITICAL)
    began = time.monotonic()
    tried = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        kept = make_stages(Path(folder))
        for combination in combinations(kept):
            if not all(word in str(combination) for word in words):
                continue
            tried += 1
            try:
                holds(kept, combination)
            except Exception as error:  # noqa: BLE001 - the next one is tried all the same
                failed += 1
                where = traceback.extract_tb(error.__traceback__)[-1]
                told = f"{type(error).__name__} in {where.name}: {str(error).splitlines()[:1]}"
                sys.stdout.write(f"FAIL  {combination}: {told}\n")
                sys.stdout.flush()
    seconds = time.monotonic() - began
    sys.stdout.write(f"{tried - failed} of {tried} combinations held, in {seconds:.0f} s\n")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
