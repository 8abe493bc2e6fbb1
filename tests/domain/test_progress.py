"""Progress: how far, how fast and until when, every ten seconds."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest

from eenmalig.domain import progress
from eenmalig.domain.progress import Progress


class Clock:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(progress, "time", made)
    return made


def expected_end(line: str) -> timedelta:
    """How far in the future the line's end lies, to the second."""
    found = re.search(r"expected end (\d\d:\d\d:\d\d) UTC", line)
    assert found is not None
    now = datetime.now(UTC)
    end = datetime.strptime(found[1], "%H:%M:%S").replace(tzinfo=UTC).time()
    return (datetime.combine(now, end, UTC) - now) % timedelta(days=1)


def test_a_line_tells_how_far_how_fast_and_until_when(clock: Clock) -> None:
    told = Progress("messages", 500)
    for _ in range(50):
        told.step()
    line = told.line(clock.now + 5.0)
    assert line.startswith("50 of 500 messages, 10.0 a second, expected end ")
    assert abs(expected_end(line) - timedelta(seconds=45)) < timedelta(seconds=3)


def test_what_an_earlier_process_did_counts_as_done_but_not_as_speed(clock: Clock) -> None:
    told = Progress("messages", 500, done=400)
    for _ in range(10):
        told.step()
    line = told.line(clock.now + 10.0)
    assert line.startswith("410 of 500 messages, 1.0 a second")
    assert abs(expected_end(line) - timedelta(seconds=90)) < timedelta(seconds=3)


def test_a_line_is_logged_every_ten_seconds_and_not_more(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    told = Progress("messages", 100)
    for _ in range(60):
        clock.now += 0.5
        told.step()
    assert [line.split(",")[0] for line in caplog.messages] == [
        "20 of 100 messages",
        "40 of 100 messages",
        "60 of 100 messages",
    ]


def test_a_line_before_anything_is_done_does_not_fail(clock: Clock) -> None:
    assert Progress("messages", 5).line(clock.now).startswith("0 of 5 messages, 0.0 a second")
