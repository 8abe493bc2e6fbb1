"""Stops from a page: the first one stands, for its own run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from eenmalig.stores.answers import Answers, GivenStop

if TYPE_CHECKING:
    from eenmalig.stores.home import Home

RUN = "ab" * 32
NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)


def test_the_first_stop_of_a_run_stands_and_reaches_no_other_run(home: Home) -> None:
    answers = Answers(home)
    first, second = GivenStop("11", "one", NOW), GivenStop("12", "two", NOW + timedelta(hours=1))
    assert answers.stopped(RUN) is None
    assert answers.stop(RUN, first) == first
    assert answers.stop(RUN, second) == first
    assert Answers(home).stopped(RUN) == first
    assert answers.stopped("cd" * 32) is None
