"""A program: ``python -m tests.faults.kills [STEP ...]`` kills steps at every operation."""

from __future__ import annotations

import sys

from tests.faults.kills.matrix import prepared_in_memory, rows
from tests.faults.kills.steps import STEPS


def main(steps: list[str]) -> int:
    """Print a row for each step, and what does not hold. Return 0 when all holds."""
    failed = False
    with prepared_in_memory() as prepared:
        for row in rows(prepared, steps or STEPS):
            failed = failed or bool(row.wrong)
            sys.stdout.write("".join(f"{complaint}\n" for complaint in row.wrong))
            sys.stdout.write(f"{row.step}: {row}\n")
            sys.stdout.flush()
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
