"""What the list shows of a campaign: as its last committed line says, and never as of before."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.evidence.ledger import LEDGER, VERIFICATIONS, head, read_ledger, read_records
from eenmalig.evidence.mending import mend
from eenmalig.evidence.records import Record
from eenmalig.evidence.signing import Trust
from eenmalig.evidence.summary import summary_of
from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from tests.evidence.conftest import Installation

BESIDE = Path(__file__).parent
CLOSED = sorted(path.parent for path in BESIDE.glob(f"format_[12]/*/*/{LEDGER}"))
ASKED = "2026-11-02T16:30:00+00:00"
ANSWER_BY = "2026-11-03T16:30:00+00:00"


def record(kind: str, **data: Any) -> Record:
    return Record(1, "", ASKED, "lelystad-2026-11-02-abcd", kind, rehearsal=True, data=data)


def asked(authority: str) -> Record:
    return record("approval_requested", authority=authority, asked={"1": "x"}, answer_by=ANSWER_BY)


def answered(authority: str, decision: str = "approve") -> Record:
    its = {"staff_id": "x", "decision": decision, "dossier": "d", "at": ASKED}
    return record("approval_answered", authority=authority, **its)


ALL_ASKED = [
    each
    for authority in ("police", "municipality", "public_prosecutor")
    for each in (asked(authority), answered(authority))
]
OPEN = record("gate", standing="approved")
BEGAN = record("sending_began")
WITHDRAWN = record("sent", accepted=7, in_doubt=2, not_sent=1, ended_early="withdrawn")
SENT = record("sent", accepted=7, in_doubt=2, not_sent=1, ended_early=None)
ENDS = {"recipients": 10, "delivered": 6, "failed": 1, "unknown": 2, "not_sent": 1}
OUTCOMES = record(
    "outcomes",
    accepted=8,
    outcomes=ENDS,
    in_doubt={"asked": 2, "found": 1, "unknown": 1},
    listing={"doubled": 0, "unaccounted": 1, "never_listed": 0},
)


@pytest.mark.parametrize(
    ("records", "waits_for"),
    [
        ([], None),
        (ALL_ASKED[:1], "police"),
        (ALL_ASKED[:2], None),
        (ALL_ASKED[:3], "municipality"),
        (ALL_ASKED, "window"),
        ([*ALL_ASKED, BEGAN], None),
        ([*ALL_ASKED, BEGAN, SENT], "reports"),
        ([*ALL_ASKED, BEGAN, SENT, OUTCOMES], None),
        ([asked("police"), record("stopped", by="x")], None),
    ],
)
def test_it_tells_who_or_what_is_waited_for(records: list[Record], waits_for: str | None) -> None:
    told = summary_of(records, [])
    assert told["waits_for"] == waits_for
    is_somebody = waits_for in ("police", "municipality")
    assert (told["asked_at"], told["answer_by"]) == (
        (ASKED, ANSWER_BY) if is_somebody else (None, None)
    )


@pytest.mark.parametrize(
    ("records", "outcome"),
    [
        (ALL_ASKED, None),
        ([*ALL_ASKED, OPEN, BEGAN, SENT], None),
        ([asked("police"), answered("police", "reject")], "rejected"),
        ([*ALL_ASKED[:2], answered("police", "reject")], "withdrawn"),
        ([*ALL_ASKED[:3], answered("municipality", "reject")], "rejected"),
        ([*ALL_ASKED, OPEN, BEGAN, answered("police", "reject")], "withdrawn"),
        ([*ALL_ASKED, OPEN, BEGAN, answered("police", "reject"), SENT], None),
        ([*ALL_ASKED, OPEN, BEGAN, answered("police", "reject"), WITHDRAWN], "withdrawn"),
        ([asked("police"), record("gate", standing="lapsed")], "lapsed"),
        ([asked("police"), record("stopped", by="x")], "stopped"),
        ([asked("police"), record("withdrawn", by="x")], "withdrawn"),
        ([*ALL_ASKED, BEGAN, SENT, OUTCOMES, record("destruction_began", by="x")], "completed"),
        ([BEGAN, SENT, record("certified", ending="ended_early")], "ended_early"),
    ],
)
def test_it_tells_how_a_campaign_ended_once_that_is_decided(
    records: list[Record], outcome: str | None
) -> None:
    assert summary_of(records, [])["outcome"] == outcome


def test_what_nothing_is_on_record_of_is_not_called_a_rehearsal() -> None:
    assert not summary_of([], [])["rehearsal"]


def test_it_counts_what_is_on_record_and_nothing_else() -> None:
    normalized = record("normalized", counts={"recipients": 10})
    assert set(summary_of([], [])["totals"].values()) == {None}
    assert summary_of([normalized], [])["totals"]["recipients"] == 10
    sent = summary_of([normalized, BEGAN, SENT], [])
    assert (sent["totals"]["accepted"], sent["totals"]["not_sent"], sent["in_doubt"]) == (7, 1, 2)
    assert sent["totals"]["delivered"] is None
    ended = summary_of([normalized, BEGAN, SENT, OUTCOMES], [])
    assert ended["totals"] == {**ENDS, "accepted": 8}
    assert ended["in_doubt"] == 1


def test_it_counts_what_was_found_and_tells_the_last_look() -> None:
    gone = record("verification", result={"left": [], "provider": "absent", "late_deleted": 0})
    left = record("verification", result={"left": ["keys"], "provider": "present"})
    scanned = record("scanned", places=[{"hits": 2}, {"hits": 0}])
    lost = record("lost", what="journal", why="x", at=ASKED)
    assert summary_of([], [left, gone])["findings"] == 0
    assert summary_of([OUTCOMES, scanned, lost], [gone, left])["findings"] == 5
    assert summary_of([], [left])["look"] == {
        "at": ASKED,
        "left": 1,
        "provider": "present",
        "late_deleted": 0,
    }


@pytest.mark.parametrize("folder", CLOSED, ids=lambda path: f"{path.parent.name} {path.name}")
def test_what_earlier_programs_closed_is_summarised_too(folder: Path) -> None:
    trust = Trust(folder.parent.parent / "trust")
    looks = read_records(folder / VERIFICATIONS, trust, head(folder / LEDGER))
    told = summary_of(read_ledger(folder, trust), looks)
    assert (told["outcome"], told["waits_for"]) == (folder.parent.name, None)
    assert told["look"] is not None


def kept(installation: Installation) -> Any:
    (listed,) = installation.inventory.listed()
    return listed.said


def test_each_commit_keeps_the_summary_of_its_own_lines(ours: Installation) -> None:
    ours.take_in()
    assert kept(ours) is None
    ours.append("opened", {}, ours.now)
    assert kept(ours)["waits_for"] is None
    ours.append("approval_requested", dict(asked("police").data), ours.now)
    assert kept(ours) == summary_of(ours.evidence.records(), [])
    assert kept(ours)["waits_for"] == "police"


def test_a_look_is_in_the_summary_and_one_that_changes_nothing_is_noted(
    ours: Installation,
) -> None:
    ours.take_in()
    ours.append("opened", {}, ours.now)
    ours.end({"ending": "lapsed"})
    ours.look({"result": {"left": [], "provider": "absent"}}, ours.now)
    assert kept(ours)["look"]["at"] == ours.check()[-1].at
    (listed,) = ours.inventory.listed()
    assert listed.looked_at is None
    ours.verify()
    (listed,) = ours.inventory.listed()
    assert listed.looked_at == ours.now
    assert listed.said == kept(ours)


def test_lines_that_make_no_summary_are_committed_and_nothing_old_is_said(
    ours: Installation,
) -> None:
    ours.take_in()
    ours.append("opened", {}, ours.now)
    ours.append("sent", {"no": "count"}, ours.now)
    assert [record.kind for record in ours.evidence.records()] == ["opened", "sent"]
    assert kept(ours) is None


def test_what_mending_takes_over_is_summarised(ours: Installation) -> None:
    ours.take_in()
    ours.append("opened", {}, ours.now)
    backup = ours.root / "backup.db"
    inventory = ours.root / "inventory" / "inventory.db"
    with sqlite3.connect(inventory) as now, sqlite3.connect(backup) as then:
        now.backup(then)
    ours.append("approval_requested", dict(asked("police").data), ours.now)
    inventory.write_bytes(backup.read_bytes())
    assert kept(ours)["waits_for"] is None
    mend(ours.again(), ours.inventory, ours.now)
    assert kept(ours)["waits_for"] == "police"


DIES = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
import sqlalchemy as sa
from eenmalig.evidence import commits
from eenmalig.steps.installation import Stores
from eenmalig.stores.home import Home
root, campaign, place = sys.argv[1:]
evidence = Stores(Home(Path(root))).evidence(campaign)
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if place == "before the commit":
    sa.event.listen(sa.Engine, "commit", die)
elif place == "after the commit":
    commits.Evidence.bring_up_to_date = die
with evidence.commit() as commit:
    commit.record("stopped", {"by": "x"}, datetime.now(UTC))
    if place == "before the summary":
        commit.summarise = die
"""


@pytest.mark.parametrize(
    ("place", "lines", "outcome"),
    [
        ("before the summary", 1, None),
        ("before the commit", 1, None),
        ("after the commit", 2, "stopped"),
    ],
)
def test_whoever_is_killed_leaves_lines_and_summary_of_one_moment(
    ours: Installation, place: str, lines: int, outcome: str | None
) -> None:
    ours.take_in()
    ours.append("opened", {}, ours.now)
    command = [sys.executable, "-c", DIES, str(ours.root), ours.folder.name, place]
    environment = {**os.environ, "PYTHONPATH": f"{PROJECT}/include"}
    killed = subprocess.run(command, env=environment, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(ours.committed()) == lines
    assert kept(ours)["outcome"] == outcome
