"""Looks for delivery reports come ever more seldom, and never too late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from eenmalig.steps.collect_delivery_reports import LONGEST_PAUSE, SHORTEST_PAUSE, pause

SENT = datetime(2026, 5, 1, 12, tzinfo=UTC)
FAR = SENT + timedelta(days=30)
waited = st.timedeltas(timedelta(0), timedelta(days=2))


@given(waited)
def test_a_pause_is_neither_shorter_nor_longer_than_it_may_be(since: timedelta) -> None:
    assert SHORTEST_PAUSE <= pause(SENT + since, SENT, FAR) <= LONGEST_PAUSE


@given(waited, waited)
def test_a_pause_grows_with_what_was_waited(one: timedelta, other: timedelta) -> None:
    sooner, later = sorted((one, other))
    assert pause(SENT + sooner, SENT, FAR) <= pause(SENT + later, SENT, FAR)


@given(waited, st.timedeltas(timedelta(seconds=1), timedelta(days=1)))
def test_no_end_is_overslept(since: timedelta, left: timedelta) -> None:
    moment = SENT + since
    assert pause(moment, SENT, moment + left, FAR) <= left


def test_a_day_of_waiting_for_one_report_is_some_hundred_looks() -> None:
    moment, looks = SENT, 0
    while moment < SENT + timedelta(days=1):
        moment += pause(moment, SENT, FAR)
        looks += 1
    assert looks < 160
