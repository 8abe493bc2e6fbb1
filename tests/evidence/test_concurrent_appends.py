"""Several processes append to one ledger at the same time."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from contextlib import ExitStack
from typing import TYPE_CHECKING

from eenmalig.evidence.ledger import START, read_records
from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from tests.evidence.conftest import Installation

WRITERS, EACH = 3, 12
WRITE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from eenmalig.evidence.ledger import Evidence
from eenmalig.evidence.signing import Signer, Trust
folder, root, me, count = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
signer = Signer.load(root / "signing", root / "trust")
evidence = Evidence(folder, root / "locks", signer, Trust(root / "trust"))
print("ready", flush=True)
sys.stdin.readline()
for _ in range(count):
    evidence.append(f"by_{me}", {}, datetime.now(UTC))
    evidence.append("only_one", {"by": me}, datetime.now(UTC), once=True)
    evidence.records()
"""


def test_the_chain_holds_nothing_is_lost_and_once_stays_once(ours: Installation) -> None:
    given = [sys.executable, "-c", WRITE, str(ours.folder), str(ours.root)]
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
