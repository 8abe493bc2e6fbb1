"""A program: ``python -m tests.fuzz.by_structure READER SECONDS``, with hypothesis."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fuzz.exports import exports
from tests.fuzz.mutations import mutated
from tests.fuzz.surviving import FOUND, check_memory, read_hostile

_AT_ONCE = 200


def main(name: str, seconds: float) -> int:
    """Read changed exports until the time is over. Raises what a reader raised, made small."""
    until = time.monotonic() + seconds
    runs = 0
    with tempfile.TemporaryDirectory() as held:
        folder = Path(held)

        @settings(
            max_examples=_AT_ONCE,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(content=st.sampled_from(exports()[name]).flatmap(mutated))
        def survives(content: bytes) -> None:
            nonlocal runs
            if time.monotonic() < until:
                runs += 1
                # What failed is left here to be kept as a test.
                failed.write_bytes(content)
                read_hostile(content, name, folder)
                check_memory()

        failed = FOUND / f"{name}-structure.bin"
        while time.monotonic() < until:
            survives()
        failed.unlink(missing_ok=True)
    return runs


if __name__ == "__main__":
    sys.stdout.write(f"{main(sys.argv[1], float(sys.argv[2]))} runs\n")
