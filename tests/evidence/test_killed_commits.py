"""A process killed around its commit leaves all of it or nothing, and a file to complete."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from eenmalig.domain.campaign import State
from eenmalig.evidence.ledger import read_records
from eenmalig.evidence.records import START
from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from tests.evidence.conftest import Installation

ALL = ["opened", "extracted", "counted"]
DIES = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
import sqlalchemy as sa
from eenmalig.domain.campaign import State
from eenmalig.evidence import commits
from eenmalig.steps.installation import Stores
from eenmalig.stores.home import Home
root, campaign, place = sys.argv[1:]
evidence = Stores(Home(Path(root))).evidence(campaign)
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
def half(self, file, lines):
    with (self.folder / file).open("ab") as stream:
        whole = b"".join(line + b"\\n" for line in lines)
        stream.write(whole[stream.tell():][:40])
    die()
def whole(self, file, lines):
    real(self, file, lines)
    die()
real = commits.Evidence._append
if place == "before the commit":
    sa.event.listen(sa.Engine, "commit", die)
elif place == "before the copy":
    commits.Evidence.bring_up_to_date = die
elif place == "within the copy":
    commits.Evidence._append = half
elif place == "before the copy is known":
    commits.Evidence._append = whole
with evidence.commit() as commit:
    commit.record("extracted", {"count": 3}, datetime.now(UTC))
    commit.record("counted", {"count": 3}, datetime.now(UTC))
    commit.update(state=State.EXTRACTED)
die()
"""


@pytest.mark.parametrize(
    ("place", "there", "in_file"),
    [
        ("before the commit", ["opened"], 1),
        ("before the copy", ALL, 1),
        ("within the copy", ALL, 1),
        ("before the copy is known", ALL, 3),
        ("after the copy", ALL, 3),
    ],
)
def test_a_process_killed_at_each_bad_moment_leaves_all_or_nothing_and_the_next_completes_the_file(
    ours: Installation, place: str, there: list[str], in_file: int
) -> None:
    ours.take_in()
    ours.append("opened", {}, ours.now)
    killed = subprocess.run(
        [sys.executable, "-c", DIES, str(ours.root), ours.folder.name, place],
        env={"PYTHONPATH": f"{PROJECT}/include"},
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    assert ours.ledger.read_bytes().count(b"\n") == in_file
    assert ours.inventory.get(ours.folder.name).state is (
        State.EXTRACTED if there == ALL else State.EXTRACTING
    )
    assert len(ours.committed()) == len(there)
    again = ours.append("extracted", {"count": 3}, ours.now, once=True)
    assert again.seq == 2
    assert [record.kind for record in ours.evidence.records()] == (
        ALL if there == ALL else ["opened", "extracted"]
    )
    assert read_records(ours.ledger, ours.trust, START) == ours.evidence.records()
