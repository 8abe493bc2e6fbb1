"""What the trace of verifications tells of one campaign, offline."""

from __future__ import annotations

import os
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from tests.evidence.conftest import CAMPAIGN

from eenmalig.domain.canonical import digest
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import head
from eenmalig.evidence.signing import Trust
from eenmalig.evidence.trace_reading import (
    TRACE,
    VERIFIED,
    Gap,
    Traced,
    follow,
    read_trace,
    tell_trace,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from tests.evidence.conftest import Installation

DAY = timedelta(days=1)


def on_day(ours: Installation, day: float) -> datetime:
    return ours.now + day * DAY


def iso(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds")


def told(ours: Installation, trace: Path | None = None) -> Traced:
    return tell_trace(ours.folder, ours.root / "trust", trace)


def refused(ours: Installation) -> str:
    with pytest.raises(EenmaligError) as invalid:
        told(ours)
    assert invalid.value.code is Code.EVIDENCE_INVALID
    return "; ".join(invalid.value.mistakes)


@pytest.fixture
def daily(ours: Installation) -> Installation:
    """A closed campaign that was looked at on the day of its end and the three days after."""
    ours.close()
    for day in range(4):
        ours.verify(at=on_day(ours, day))
    return ours


def test_without_a_day_missing_it_tells_when_it_was_last_looked_at(daily: Installation) -> None:
    assert told(daily) == Traced(
        there=True,
        begins_at=iso(daily.now),
        last_at=iso(on_day(daily, 3)),
        verifications=4,
        gaps=[],
        not_ended=[],
    )


def test_a_folder_without_a_trace_beside_it_has_nothing_told(daily: Installation) -> None:
    (daily.folder.parent / TRACE).unlink()
    assert told(daily) == Traced(there=False)


def test_days_without_one_are_named_from_when_until_when(daily: Installation) -> None:
    daily.verify(at=on_day(daily, 4.4))
    daily.verify(at=on_day(daily, 6))
    assert told(daily).gaps == [Gap(iso(on_day(daily, 4.4)), iso(on_day(daily, 6)))]


def test_one_that_did_not_look_at_this_campaign_does_not_count(daily: Installation) -> None:
    others = {"another": digest({"look": 1})}
    for day in (4, 5):
        daily.verify(others, on_day(daily, day))
    daily.verify(at=on_day(daily, 6))
    found = told(daily)
    assert found.gaps == [Gap(iso(on_day(daily, 3)), iso(on_day(daily, 6)))]
    assert found.verifications == 5


def test_one_that_did_not_end_is_no_look_and_is_named(daily: Installation) -> None:
    for day in (4, 5, 6):
        daily.stores.trace.begin(on_day(daily, day))
    found = told(daily)
    assert found.last_at == iso(on_day(daily, 3))
    assert found.not_ended == [iso(on_day(daily, day)) for day in (4, 5, 6)]
    assert found.gaps == [Gap(iso(on_day(daily, 3)), iso(on_day(daily, 6)))]


def test_a_campaign_that_nobody_looked_at_since_it_was_closed_is_told(ours: Installation) -> None:
    ours.close()
    ours.verify({}, ours.now)
    assert (told(ours).last_at, told(ours).verifications) == (None, 0)


def test_a_later_look_that_was_dropped_from_the_end_is_missed(daily: Installation) -> None:
    before = daily.looks.read_bytes()
    daily.look({"result": {"left": ["vault"]}}, on_day(daily, 4))
    daily.verify(at=on_day(daily, 4))
    assert told(daily).verifications == 5
    daily.looks.write_bytes(before)
    assert "a later look that is missing here" in refused(daily)


def test_a_trace_that_ends_before_the_last_look_leaves_a_gap(daily: Installation) -> None:
    trace = daily.folder.parent / TRACE
    before = trace.read_bytes()
    daily.look({"result": {"left": ["vault"]}}, on_day(daily, 6))
    daily.verify(at=on_day(daily, 6))
    trace.write_bytes(before)
    assert told(daily).gaps == [Gap(iso(on_day(daily, 3)), iso(on_day(daily, 6)))]


def without(position: int) -> Callable[[list[bytes]], None]:
    def drop(lines: list[bytes]) -> None:
        del lines[position]

    return drop


@pytest.mark.parametrize(
    "damage",
    [
        without(0),
        without(3),
        lambda lines: lines.reverse(),
        lambda lines: lines.insert(0, lines[0]),
        lambda lines: lines.append(b"{}\n"),
        lambda lines: lines.append(b"\xff\n"),
        lambda lines: lines.append(b'{"record":[],"signature":1}\n'),
        lambda lines: lines.__setitem__(1, lines[1].replace(b'"findings":0', b'"findings":1')),
    ],
)
def test_a_trace_that_was_changed_does_not_hold(
    daily: Installation, damage: Callable[[list[bytes]], None]
) -> None:
    trace = daily.folder.parent / TRACE
    lines = trace.read_bytes().splitlines(keepends=True)
    damage(lines)
    trace.write_bytes(b"".join(lines))
    assert refused(daily).startswith("the trace of verifications: ")


def test_a_trace_that_is_as_it_was_is_not_checked_line_by_line_again(
    daily: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, checks = told(daily), []
    real = Trust.verify

    def verify(*arguments: Any) -> Any:
        checks.append(arguments)
        return real(*arguments)

    monkeypatch.setattr(Trust, "verify", verify)
    assert told(daily) == before
    # The campaign's own end, and its last look.
    assert len(checks) == 2
    daily.verify(at=on_day(daily, 4))
    assert told(daily).verifications == before.verifications + 1


def test_one_that_was_changed_and_looks_as_before_is_checked_anew(daily: Installation) -> None:
    trace = daily.folder.parent / TRACE
    assert told(daily).verifications == 4
    there, content = trace.stat(), trace.read_bytes()
    with trace.open("rb+") as stream:
        stream.write(content.replace(b'"findings":0', b'"findings":1', 1))
    os.utime(trace, ns=(there.st_atime_ns, there.st_mtime_ns))
    after = trace.stat()
    assert (after.st_ino, after.st_mtime_ns, after.st_size) == (
        there.st_ino,
        there.st_mtime_ns,
        there.st_size,
    )
    assert "a signature does not hold" in refused(daily)
    trace.write_bytes(content)
    assert told(daily).verifications == 4


def test_one_whose_key_is_trusted_no_more_does_not_hold(
    daily: Installation, theirs: Installation
) -> None:
    assert told(daily).verifications == 4
    (key,) = (daily.root / "trust").iterdir()
    theirs_key = next((theirs.root / "trust").iterdir())
    key.rename(daily.root / "aside.pem")
    (daily.root / "trust" / theirs_key.name).write_bytes(theirs_key.read_bytes())
    records = daily.folder.parent / TRACE
    with pytest.raises(EenmaligError):
        read_trace(records, Trust(daily.root / "trust"))


def test_neither_another_installations_trace_nor_a_ledger_is_taken_for_it(
    daily: Installation, theirs: Installation
) -> None:
    theirs.close()
    theirs.verify()
    trace = daily.folder.parent / TRACE
    trace.write_bytes((theirs.folder.parent / TRACE).read_bytes())
    assert "not in the trust folder" in refused(daily)
    trace.write_bytes(daily.ledger.read_bytes())
    assert "no trace of an installation" in refused(daily)


def test_a_trace_can_be_named_that_stands_elsewhere(daily: Installation, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.jsonl"
    (daily.folder.parent / TRACE).rename(elsewhere)
    assert told(daily, elsewhere).verifications == 4


def test_a_record_that_claims_another_state_than_it_leads_to_does_not_hold(
    daily: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eenmalig.evidence.trace.digest", lambda _: "0" * 64)
    daily.verify(at=on_day(daily, 4))
    assert "does not follow from those before it" in refused(daily)


def test_the_state_is_what_all_records_lead_to(daily: Installation) -> None:
    state: dict[str, str] = {}
    for record in daily.stores.trace.records():
        if record.kind == VERIFIED:
            follow(state, record.data)
    assert state == {CAMPAIGN: head(daily.looks)}
