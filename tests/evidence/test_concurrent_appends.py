"""Several processes commit to one ledger at the same time."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING

from eenmalig.evidence.ledger import read_records
from eenmalig.evidence.records import START
from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from tests.evidence.conftest import Installation

WRITERS, EACH = 3, 12
WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from eenmalig.steps.installation import Stores
from eenmalig.stores.home import Home
evidence, me = Stores(Home(Path(sys.argv[1]))).evidence(sys.argv[2]), sys.argv[3]
print("ready", flush=True)
sys.stdin.readline()
for _ in range(int(sys.argv[4])):
    with evidence.commit() as commit:
        commit.record(f"by_{me}", {}, datetime.now(UTC))
    with evidence.commit() as commit:
        commit.record("only_one", {"by": me}, datetime.now(UTC), once=True)
    evidence.records()
"""


def test_the_chain_holds_nothing_is_lost_and_once_stays_once(ours: Installation) -> None:
    given = [sys.executable, "-c", WRITE, str(ours.root), ours.folder.name]
    with ExitStack() as stack:
        writers = [
            stack.enter_context(
                subprocess.Popen(
                    [*given, str(each), str(EACH)],
                    env={"PYTHONPATH": f"{PROJECT}/include"},
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                )
            )
            for each in range(WRITERS)
        ]
        for each in writers:
            assert each.stdout is not None
            assert each.stdout.readline() == b"ready\n"
        for each in writers:
            assert each.stdin is not None
            each.stdin.close()
        assert [each.wait(60) for each in writers] == [0] * WRITERS
    records = read_records(ours.ledger, ours.trust, START)
    kinds = Counter(each.kind for each in records)
    assert kinds == {"only_one": 1, **{f"by_{me}": EACH for me in range(WRITERS)}}
    assert [each for each in ours.ledger.read_bytes().split(b"\n") if each] == ours.committed()
