"""One commit point: the campaign's state and the lines of its ledger stand or fall together."""

from __future__ import annotations

import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.commits import Evidence
from eenmalig.evidence.ledger import VERIFICATIONS, read_records
from eenmalig.evidence.records import START
from eenmalig.stores import leases
from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.evidence.conftest import Installation

    from eenmalig.evidence.commit import Commit
    from eenmalig.stores.leases import Lease

NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def state(ours: Installation) -> State:
    return ours.inventory.get(ours.folder.name).state


def kinds(ours: Installation) -> list[str]:
    return [record.kind for record in ours.evidence.records()]


def extracted(ours: Installation, lease: Lease | None = None) -> None:
    with ours.evidence.commit(lease) as commit:
        commit.update(state=State.EXTRACTED)
        commit.record("extracted", {"by": "first"}, NOW)


def test_what_one_commit_changes_holds_together(ours: Installation) -> None:
    ours.take_in()
    with ours.evidence.commit() as commit:
        commit.record("extracted", {"count": 3}, ours.now)
        commit.update(state=State.EXTRACTED, staged=1, staged_digest="ab")
        commit.record("counted", {"count": 3}, ours.now)
        assert [record.kind for record in commit.records] == ["extracted", "counted"]
    campaign = ours.inventory.get(ours.folder.name)
    assert (campaign.state, campaign.staged, campaign.staged_digest) == (State.EXTRACTED, 1, "ab")
    assert kinds(ours) == ["extracted", "counted"]
    assert read_records(ours.ledger, ours.trust, START) == ours.evidence.records()


def fails_itself(commit: Commit) -> None:
    del commit
    raise ZeroDivisionError


def makes_a_jump(commit: Commit) -> None:
    commit.update(state=State.SENT)


def signs_what_cannot_be_signed(commit: Commit) -> None:
    commit.record("counted", {"not": object()}, NOW)


@pytest.mark.parametrize(
    ("breaks", "with_what"),
    [
        (fails_itself, ZeroDivisionError),
        (makes_a_jump, EenmaligError),
        (signs_what_cannot_be_signed, TypeError),
    ],
)
def test_of_a_commit_that_fails_neither_state_nor_line_holds(
    ours: Installation, breaks: Callable[[Commit], None], with_what: type[Exception]
) -> None:
    def fail() -> None:
        with ours.evidence.commit() as commit:
            commit.record("extracted", {}, NOW)
            commit.update(state=State.EXTRACTED)
            breaks(commit)

    ours.take_in()
    with pytest.raises(with_what):
        fail()
    assert state(ours) is State.EXTRACTING
    assert ours.committed() == []
    assert not ours.folder.exists()
    ours.append("extracted", {}, ours.now)
    assert kinds(ours) == ["extracted"]


def test_nothing_is_in_the_file_before_it_is_committed(ours: Installation) -> None:
    ours.append("extracted", {}, ours.now)
    before = ours.ledger.read_bytes()
    with ours.evidence.commit() as commit:
        commit.record("normalized", {}, ours.now)
        assert ours.ledger.read_bytes() == before
    assert ours.ledger.read_bytes().startswith(before)
    assert len(ours.ledger.read_bytes()) > len(before)


def wait_unsigned(ours: Installation, *kinds: str) -> None:
    with ours.inventory.changing() as changes:
        for second, kind in enumerate(kinds):
            at = ours.now + timedelta(seconds=second)
            changes.leave_unsigned(ours.folder.name, kind, {"what": kind}, at)


def test_what_could_not_be_signed_waits_and_is_signed_first_and_in_order(
    ours: Installation,
) -> None:
    ours.append("opened", {}, ours.now)
    wait_unsigned(ours, "numbers", "copies", "numbers")
    assert kinds(ours) == ["opened"]
    record = ours.append("destruction_began", {}, ours.now)
    assert record.seq == 4
    assert kinds(ours) == ["opened", "numbers", "copies", "destruction_began"]
    waited = ours.evidence.records()[1:3]
    assert [each.at for each in waited] == [
        "2026-05-01T12:00:00.000+00:00",
        "2026-05-01T12:00:01.000+00:00",
    ]
    assert [each.data for each in waited] == [{"what": "numbers"}, {"what": "copies"}]
    ours.append("more", {}, ours.now)
    assert kinds(ours)[4:] == ["more"]


def test_what_waits_still_waits_when_the_commit_that_signed_it_fails(ours: Installation) -> None:
    ours.append("opened", {}, ours.now)
    wait_unsigned(ours, "numbers")
    with pytest.raises(ZeroDivisionError), ours.evidence.commit():
        raise ZeroDivisionError
    with ours.inventory.reading() as look:
        assert [each.kind for each in look.unsigned(ours.folder.name)] == ["numbers"]
    with ours.evidence.commit():
        pass
    assert kinds(ours) == ["opened", "numbers"]


def test_what_waits_for_one_campaign_is_signed_for_no_other(ours: Installation) -> None:
    wait_unsigned(ours, "numbers")
    other = ours.stores.evidence("lelystad-2026-05-01-efgh")
    with other.commit() as commit:
        commit.record("opened", {}, ours.now)
    assert [record.kind for record in other.records()] == ["opened"]


def test_a_closed_ledger_takes_nothing_and_what_comes_with_it_does_not_hold(
    ours: Installation,
) -> None:
    ours.take_in()
    ours.close()
    before = (ours.ledger.read_bytes(), ours.committed())
    with pytest.raises(EenmaligError) as caught:
        extracted(ours)
    assert caught.value.code is Code.EVIDENCE_INVALID
    assert state(ours) is State.EXTRACTING
    wait_unsigned(ours, "numbers")
    with ours.evidence.commit() as commit:
        assert commit.closed
        commit.close({"ending": "another"}, ours.now)
    assert (ours.ledger.read_bytes(), ours.committed()) == before


def test_who_lost_its_lease_commits_nothing(
    ours: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours.take_in()
    monkeypatch.setattr(leases, "LASTS", timedelta(seconds=0.2))
    monkeypatch.setattr(leases, "_RENEWED_EVERY", 1000.0)
    with ours.inventory.lease(ours.folder.name) as lease:
        with ours.evidence.commit(lease) as commit:
            commit.record("opened", {}, ours.now)
        time.sleep(0.3)
        with ours.inventory.lease(ours.folder.name) as other:
            with pytest.raises(EenmaligError) as caught:
                extracted(ours, lease)
            assert caught.value.code is Code.LEASE_LOST
            assert state(ours) is State.EXTRACTING
            assert kinds(ours) == ["opened"]
            with ours.evidence.commit(other) as commit:
                commit.record("extracted", {"by": "second"}, ours.now)
    assert ours.evidence.records()[-1].data == {"by": "second"}


def test_a_lease_cannot_be_taken_over_within_a_commit(
    ours: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What holds a lease when its commit begins holds it until it is durable."""
    monkeypatch.setattr(leases, "LASTS", timedelta(seconds=0.2))
    monkeypatch.setattr(leases, "_RENEWED_EVERY", 1000.0)
    order: list[str] = []
    script = (
        "import sys; from pathlib import Path; from eenmalig.stores.home import Home\n"
        "from eenmalig.stores.inventory import Inventory\n"
        "with Inventory(Home(Path(sys.argv[1]))).lease(sys.argv[2], 30) as lease:\n"
        "    print(lease.token, flush=True)\n"
    )
    with ours.inventory.lease(ours.folder.name) as lease:
        with ours.evidence.commit(lease) as commit:
            commit.record("opened", {}, ours.now)
            time.sleep(0.3)
            taking = subprocess.Popen(
                [sys.executable, "-c", script, str(ours.root), ours.folder.name],
                env={"PYTHONPATH": f"{PROJECT}/include"},
                stdout=subprocess.PIPE,
                text=True,
            )
            time.sleep(1)
            order.append("committed")
            assert taking.poll() is None
        order += taking.communicate(timeout=60)[0].split()
    assert order == ["committed", str(lease.token + 1)]
    assert kinds(ours) == ["opened"]


def test_once_is_the_first_of_its_kind_and_once_per_the_first_with_the_same_values(
    ours: Installation,
) -> None:
    given = [("a", "one"), ("a", "two"), ("b", "three")]
    with ours.evidence.commit() as commit:
        for what, word in given:
            commit.record("left", {"what": what, "word": word}, ours.now, once_per={"what"})
            commit.record("began", {"word": word}, ours.now, once=True)
    told = [(record.kind, record.data["word"]) for record in ours.evidence.records()]
    assert told == [("left", "one"), ("began", "one"), ("left", "three")]


def test_a_look_is_committed_as_lines_are_and_only_after_the_end(ours: Installation) -> None:
    ours.close()
    (before,) = ours.committed(VERIFICATIONS)

    def fail() -> None:
        with ours.evidence.commit() as commit:
            commit.look({"look": 2}, ours.now)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert ours.committed(VERIFICATIONS) == [before]
    assert ours.looks.read_bytes() == before + b"\n"


def test_a_disk_that_takes_no_copy_fails_and_what_was_committed_stands(
    ours: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours.take_in()

    def full(*_: object) -> None:
        raise OSError(28, "no space")

    with monkeypatch.context() as patch:
        patch.setattr(Evidence, "_append", full)
        with pytest.raises(OSError, match="no space"):
            extracted(ours)
    assert state(ours) is State.EXTRACTED
    assert kinds(ours) == ["extracted"]
    assert len(read_records(ours.ledger, ours.trust, START)) == 1


@pytest.mark.parametrize("name", ["notes.txt", "ledger.jsonl", "../report.json"])
def test_no_document_is_written_that_is_none_of_ours(ours: Installation, name: str) -> None:
    with pytest.raises(ValueError, match=name):
        ours.evidence.write_file(name, b"")
