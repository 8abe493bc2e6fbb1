"""A program: ``python -m tests.fuzz``, every reader on changed exports, each in its own process.

``SECONDS`` is the time for one reader (180), half by structure and half by bytes; ``READER``
names one instead of all. Ends with an error when one reader did not survive.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from tests.fuzz.exports import exports

_PROGRAMS = ("by_structure", "by_coverage")
_BESIDES = 120


def main() -> int:
    """Return 0 when every reader survived."""
    seconds = int(os.environ.get("SECONDS") or 180)
    asked = os.environ.get("READER")
    fallen = []
    for name in [asked] if asked else sorted(exports()):
        for program in _PROGRAMS:
            sys.stdout.write(f"{name}, {program}\n")
            sys.stdout.flush()
            if not _survived(program, name, max(1, seconds // 2)):
                fallen.append(f"{name}, {program}")
    for each in fallen:
        sys.stdout.write(
            f"did not survive: {each}; its input is in tests/fuzz/found and is a test now\n"
        )
    return 1 if fallen else 0


def _survived(program: str, name: str, seconds: int) -> bool:
    command = [sys.executable, "-m", f"tests.fuzz.{program}", name, str(seconds)]
    with tempfile.TemporaryDirectory() as folder:
        begun = {**os.environ, "TMPDIR": folder}
        try:
            done = subprocess.run(command, check=False, timeout=seconds + _BESIDES, env=begun)
        except subprocess.TimeoutExpired:
            return False
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
