"""The trace of verifications: one chain for the installation, committed, and copied to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eenmalig.domain.canonical import canonical, digest
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.agreement import Copy
from eenmalig.evidence.records import START
from eenmalig.evidence.trace import FOUND, Trace
from eenmalig.evidence.trace_reading import BEGAN, INSTALLATION, TRACE, VERIFIED, read_trace
from eenmalig.stores.inventory import inventory_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.evidence.conftest import Installation

    from eenmalig.evidence.records import Record

A, B = ({name: digest({"look": name})} for name in ("a", "b"))


def trace_file(ours: Installation) -> Path:
    return ours.root / "evidence" / TRACE


def on_record(ours: Installation) -> list[Record]:
    """Every record, as it is read from the file by somebody who has only the trusted keys."""
    records = read_trace(trace_file(ours), ours.trust)
    assert records == ours.stores.trace.records()
    return records


def test_a_verification_says_when_it_began_and_what_it_came_to(ours: Installation) -> None:
    began, _ = ours.stores.trace.begin(ours.now)
    ours.stores.trace.end(began, A | B, {"findings": 3}, ours.now)
    first, second = on_record(ours)
    assert (first.kind, first.seq, first.prev, first.data) == (BEGAN, 1, START, {})
    assert (second.kind, second.campaign) == (VERIFIED, INSTALLATION)
    assert second.data == {
        "began": 1,
        "changed": A | B,
        "unchanged": 0,
        "no_more": [],
        "looked_at": 2,
        "state": digest(A | B),
        "findings": 3,
    }


def test_what_did_not_change_is_counted_and_not_named(ours: Installation) -> None:
    looks = {f"campaign-{n}": digest({"look": n}) for n in range(500)}
    ours.verify(looks)
    ours.verify({**looks, "campaign-7": digest({"look": 0})})
    ours.verify({name: looks[name] for name in looks if name != "campaign-7"})
    _, changed, missing = (each for each in on_record(ours) if each.kind == VERIFIED)
    assert list(changed.data["changed"]) == ["campaign-7"]
    assert (changed.data["unchanged"], changed.data["looked_at"]) == (499, 500)
    assert (missing.data["changed"], missing.data["no_more"]) == ({}, ["campaign-7"])
    assert len(canonical(changed.data)) < 500


def dropped(lines: list[bytes]) -> None:
    del lines[1]


def swapped(lines: list[bytes]) -> None:
    lines[1], lines[2] = lines[2], lines[1]


def changed(lines: list[bytes]) -> None:
    lines[0] = lines[0].replace(b"T12", b"T13")


def cut(lines: list[bytes]) -> None:
    del lines[-1]


def torn(lines: list[bytes]) -> None:
    lines[-1] = lines[-1][:20]


@pytest.mark.parametrize(
    ("damage", "what"),
    [
        (dropped, Copy.CHANGED),
        (swapped, Copy.CHANGED),
        (changed, Copy.CHANGED),
        (cut, Copy.CUT),
        (torn, Copy.CUT),
        (list.clear, Copy.CUT),
        (lambda lines: lines.append(b"{}\n"), Copy.LONGER),
        (lambda lines: lines.append(b"{}"), Copy.CHANGED),
    ],
)
def test_what_was_done_to_the_file_is_told_by_the_next_and_undone(
    ours: Installation, damage: Callable[[list[bytes]], None], what: Copy
) -> None:
    for _ in range(2):
        assert ours.verify(A) in (Copy.WHOLE, Copy.BEHIND)
    whole = trace_file(ours).read_bytes()
    lines = whole.splitlines(keepends=True)
    damage(lines)
    trace_file(ours).write_bytes(b"".join(lines))
    assert ours.verify(A) is what
    assert trace_file(ours).read_bytes().startswith(whole)
    found = on_record(ours)[4]
    assert (found.kind, found.data["found"], found.data["taken_over"]) == (FOUND, what, 0)
    assert found.data["lines_on_record"] == 4
    assert ours.verify(A) is Copy.WHOLE


def test_a_trace_that_was_removed_or_made_a_link_is_written_again(
    ours: Installation, tmp_path: Path
) -> None:
    ours.verify(A)
    path = trace_file(ours)
    path.rename(tmp_path / "taken")
    assert ours.verify(A) is Copy.CUT
    path.unlink()
    path.symlink_to(tmp_path / "taken")
    assert ours.verify(A) is Copy.CUT
    assert not path.is_symlink()
    assert len(on_record(ours)) == 2 + 3 + 3


def test_what_an_older_inventory_does_not_know_is_taken_over_and_told(ours: Installation) -> None:
    ours.verify(A)
    database = inventory_file(ours.stores.home)
    older = database.read_bytes()
    ours.verify(A | B)
    database.write_bytes(older)
    assert ours.verify(A | B) is Copy.LONGER
    kinds = [record.kind for record in on_record(ours)]
    assert kinds == [BEGAN, VERIFIED, BEGAN, VERIFIED, FOUND, BEGAN, VERIFIED]
    assert on_record(ours)[-1].data["changed"] == {}


def test_an_inventory_that_was_made_anew_takes_all_of_it_over(ours: Installation) -> None:
    ours.verify(A)
    with ours.inventory.changing() as changes:
        for table in ("lines", "copies"):
            changes.connection.exec_driver_sql(f"DELETE FROM {table}")
    ours.stores.trace.take_over()
    ours.stores.trace.take_over()
    assert ours.verify(A) is Copy.WHOLE
    assert len(on_record(ours)) == 4


def test_the_ledger_of_a_campaign_is_not_taken_for_a_trace(ours: Installation) -> None:
    ours.close()
    trace_file(ours).write_bytes(ours.ledger.read_bytes())
    ours.stores.trace.take_over()
    assert ours.stores.trace.records() == []
    assert ours.verify() is Copy.LONGER
    assert [record.kind for record in on_record(ours)] == [FOUND, BEGAN, VERIFIED]


def test_of_two_at_once_each_follows_the_one_that_ended_before(ours: Installation) -> None:
    one, other = ours.stores.trace, ours.stores.trace
    (first, _), (second, _) = one.begin(ours.now), other.begin(ours.now)
    other.end(second, A, {}, ours.now)
    one.end(first, A | B, {}, ours.now)
    records = on_record(ours)
    assert [record.kind for record in records] == [BEGAN, BEGAN, VERIFIED, VERIFIED]
    assert [record.data["began"] for record in records[2:]] == [2, 1]
    assert [record.data["changed"] for record in records[2:]] == [A, B]


def test_a_record_that_reached_no_file_is_written_by_the_next(ours: Installation) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Trace, "_bring_up_to_date", lambda *_, **__: None)
        ours.verify(A)
    assert not trace_file(ours).exists()
    assert ours.verify(A) is Copy.BEHIND
    assert len(on_record(ours)) == 4


def test_without_the_evidence_key_nothing_is_left_in_the_trace(ours: Installation) -> None:
    (ours.root / "signing" / "rehearsal.pem").unlink()
    ours.stores = type(ours.stores)(ours.stores.home)
    with pytest.raises(EenmaligError) as missing:
        ours.verify(A)
    assert missing.value.code is Code.KEY_MISSING
    assert ours.stores.trace.records() == []
