"""What was surely not processed is waited for, and no longer in place than is said."""

from __future__ import annotations

import logging
import time
from email.utils import formatdate
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from tests.cleartext.sending.scripted_server import ScriptedAnswer, connected, error, scripted

from eenmalig.cleartext.sending.provider import NotProcessedError, Unprocessed
from eenmalig.cleartext.sending.waiting import HaltedError, seconds_asked, until_processed
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.cleartext.sending.slept_clock import SleptClock


def processed_after(
    clock: SleptClock, seconds: float, asked: float = 0.0
) -> tuple[Callable[[], str], list[float]]:
    """Return a call that is processed once so many seconds have passed, and when it was made."""
    calls: list[float] = []

    def call() -> str:
        calls.append(clock.at)
        if clock.at < seconds:
            raise NotProcessedError(Unprocessed.NO_CONNECTION, asked)
        return "made"

    return call, calls


def test_an_outage_is_waited_for_in_pauses_that_grow(clock: SleptClock) -> None:
    call, calls = processed_after(clock, 600)
    assert until_processed(call, lambda: None, 3600) == "made"
    pauses = [later - earlier for earlier, later in pairwise(calls)]
    assert pauses[0] < 2
    assert all(later > 1.5 * earlier for earlier, later in pairwise(pauses[3:]))
    assert len(calls) < 15


@pytest.mark.parametrize("longest", [5, 60])
def test_no_pause_is_begun_that_would_last_too_long(clock: SleptClock, longest: float) -> None:
    call, calls = processed_after(clock, 10**6)
    with pytest.raises(NotProcessedError) as still:
        until_processed(call, lambda: None, longest)
    assert still.value.why is Unprocessed.NO_CONNECTION
    assert len(calls) > 1
    assert longest / 4 < clock.at == calls[-1] <= longest


def test_a_provider_that_asks_for_longer_is_not_waited_for_in_place(clock: SleptClock) -> None:
    call, calls = processed_after(clock, 10**6, asked=120)
    with pytest.raises(NotProcessedError) as still:
        until_processed(call, lambda: None, 60)
    assert (still.value.asked, calls, clock.at) == (120, [0.0], 0.0)


def test_during_a_pause_it_is_asked_every_second_whether_it_may_go_on(clock: SleptClock) -> None:
    call, calls = processed_after(clock, 10**6, asked=600)
    asked: list[float] = []

    def halted() -> str | None:
        asked.append(clock.at)
        return "stopped" if clock.at >= 30 else None

    with pytest.raises(HaltedError) as over:
        until_processed(call, halted, 3600)
    assert over.value.reason == "stopped"
    assert (calls, clock.at) == ([0.0], 30)
    assert max(later - earlier for earlier, later in pairwise(asked)) <= 1


def test_nothing_is_called_when_it_may_not(clock: SleptClock) -> None:
    call, calls = processed_after(clock, 0)
    with pytest.raises(HaltedError):
        until_processed(call, lambda: "window_closed", 60)
    assert calls == []


def test_it_waits_for_as_long_as_the_provider_asks(clock: SleptClock) -> None:
    call, calls = processed_after(clock, 1, asked=120)
    until_processed(call, lambda: None, 120)
    assert calls == [0.0, 120.0]


def test_another_failure_is_not_waited_for(clock: SleptClock) -> None:
    with pytest.raises(ZeroDivisionError):
        until_processed(lambda: 1 // 0, lambda: None, 60)
    assert clock.sleeps == []


def test_the_log_says_since_when_and_why_ever_more_seldom_and_that_it_is_over(
    clock: SleptClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    call, _ = processed_after(clock, 3600)
    until_processed(call, lambda: None, 3 * 3600)
    lines = [record.getMessage() for record in caplog.records]
    assert 5 < len(lines) < 15
    assert all("no connection can be made" in line and "since" in line for line in lines[:-1])
    assert lines[-1] == f"Waited for the provider for {clock.at:.0f} s."


def test_a_short_wait_is_not_worth_a_line(
    clock: SleptClock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    call, calls = processed_after(clock, 1)
    until_processed(call, lambda: None, 60)
    assert len(calls) > 1
    assert caplog.records == []


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 0),
        ({"Retry-After": "7"}, 7),
        ({"retry-after": " 7 "}, 7),
        ({"Retry-After": "86400"}, 300),
        ({"Retry-After": "-5"}, 0),
        ({"Retry-After": "soon"}, 0),
        ({"Retry-After": ""}, 0),
        ({"Retry-After": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0),
        ({"Retry-After": "Wed, 21 Oct 9999 07:28:00 GMT"}, 300),
        ({"Retry-After": "Wed, 21 Oct 99999 07:28:00 GMT"}, 0),
    ],
)
def test_what_an_answer_asks_for_is_bounded_and_never_fails(
    headers: dict[str, str], seconds: float
) -> None:
    assert seconds_asked(headers) == seconds


def test_a_moment_is_asked_for_as_well_as_seconds() -> None:
    at = formatdate(time.time() + 100, usegmt=True)
    assert 90 < seconds_asked({"Retry-After": at}) <= 100


def test_the_gateway_hands_on_for_how_long_it_was_asked_to_wait(mobile: str) -> None:
    busy = ScriptedAnswer(429, b"slow down", headers={"Retry-After": "7"})
    with scripted(busy) as server, pytest.raises(NotProcessedError) as refused:
        connected(server.url).create(mobile, "Politie", "Een bericht.", 60)
    assert (refused.value.why, refused.value.asked) == (Unprocessed.TOO_BUSY, 7)


def test_a_look_whether_it_answers_is_not_tried_again_once_its_time_is_over() -> None:
    with scripted(error(500, 20500)) as server:
        with pytest.raises(EenmaligError) as away:
            connected(server.url).check(0.0)
        assert away.value.code is Code.GATEWAY_UNREACHABLE
        assert len(server.seen) == 1
