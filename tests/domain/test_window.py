"""The sending window, by the clock in the Netherlands."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eenmalig.domain.window import ZONE, Window, window_mistakes
from eenmalig.errors import EenmaligError

RECORD = {"days": ["mon", "fri"], "from": "09:30", "until": "20:00"}
MONDAY = datetime(2026, 11, 23, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (MONDAY.replace(hour=9, minute=29, second=59), False),
        (MONDAY.replace(hour=9, minute=30), True),
        (MONDAY.replace(hour=19, minute=59, second=59), True),
        (MONDAY.replace(hour=20), False),
        (MONDAY.replace(hour=12) + timedelta(days=1), False),
        (MONDAY.replace(hour=12) + timedelta(days=4), True),
    ],
)
def test_the_window_opens_on_its_first_minute_and_is_closed_at_its_end(
    at: datetime,
    expected: bool,  # noqa: FBT001 - a table of cases
) -> None:
    assert Window.from_record(RECORD).is_open(at) is expected


def test_summer_time_moves_the_window_with_the_recipients() -> None:
    window = Window.from_record({**RECORD, "days": ["mon"]})
    assert window.is_open(datetime(2026, 7, 6, 7, 30, tzinfo=UTC))
    assert not window.is_open(datetime(2026, 11, 23, 7, 30, tzinfo=UTC))
    assert window.is_open(datetime(2026, 11, 23, 8, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("at", "until", "closes_at"),
    [
        ("2026-11-23 08:30", "20:00", "2026-11-23 19:00"),
        ("2026-11-22 23:30", "24:00", "2026-11-23 23:00"),
        # Summer time begins, and ends, on this day.
        ("2026-03-29 00:30", "20:00", "2026-03-29 18:00"),
        ("2026-10-25 00:30", "20:00", "2026-10-25 19:00"),
    ],
)
def test_it_closes_at_its_end_by_the_clock_of_the_recipients(
    at: str, until: str, closes_at: str
) -> None:
    window = Window.from_record({**RECORD, "until": until})
    closes = window.closes_at(datetime.fromisoformat(f"{at}+00:00"))
    assert closes.astimezone(UTC) == datetime.fromisoformat(f"{closes_at}+00:00")


@pytest.mark.parametrize(
    ("at", "opens_at"),
    [
        ("2026-11-23 09:00", "2026-11-23 09:00"),
        ("2026-11-23 08:00", "2026-11-23 08:30"),
        ("2026-11-23 19:00", "2026-11-27 08:30"),
        ("2026-11-27 19:00", "2026-11-30 08:30"),
        # Summer time begins, and ends, in between.
        ("2026-03-28 12:00", "2026-03-30 07:30"),
        ("2026-10-24 12:00", "2026-10-26 08:30"),
    ],
)
def test_it_opens_at_its_next_beginning_by_the_clock_of_the_recipients(
    at: str, opens_at: str
) -> None:
    opens = Window.from_record(RECORD).opens_at(datetime.fromisoformat(f"{at}+00:00"))
    assert opens.astimezone(UTC) == datetime.fromisoformat(f"{opens_at}+00:00")


def test_a_window_of_one_day_that_has_closed_opens_a_week_later() -> None:
    window = Window.from_record({**RECORD, "days": ["mon"]})
    opens = window.opens_at(MONDAY.replace(hour=20))
    assert opens == MONDAY.replace(hour=9, minute=30) + timedelta(days=7)


def test_the_day_is_the_recipients_day_not_that_of_utc() -> None:
    window = Window.from_record({"days": ["mon"], "from": "00:00", "until": "24:00"})
    sunday_late_in_utc = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert window.is_open(sunday_late_in_utc)
    assert not window.is_open(sunday_late_in_utc + timedelta(days=1))


@given(
    st.datetimes(
        min_value=datetime(2000, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        max_value=datetime(2099, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
        timezones=st.just(UTC),
    )
)
def test_a_window_of_all_days_until_24_00_is_always_open(at: datetime) -> None:
    days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert Window.from_record({"days": days, "from": "00:00", "until": "24:00"}).is_open(at)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    with pytest.raises(EenmaligError):
        Window.from_record(RECORD).is_open(datetime(2026, 11, 23, 12, 0))  # noqa: DTZ001 - the case


def test_a_window_is_written_as_it_was_read() -> None:
    for record in (RECORD, {"days": ["sun"], "from": "00:00", "until": "24:00"}):
        assert Window.from_record(record).as_record() == record


@pytest.mark.parametrize(
    "record",
    [
        None,
        [],
        {},
        {**RECORD, "days": []},
        {**RECORD, "days": "mon"},
        {**RECORD, "days": ["maandag"]},
        {**RECORD, "days": ["mon", "mon"]},
        {**RECORD, "days": [["mon"]]},
        {**RECORD, "from": "9:30"},
        {**RECORD, "from": 570},
        {**RECORD, "from": "24:00"},
        {**RECORD, "until": "24:01"},
        {**RECORD, "until": "09:30"},
        {**RECORD, "holidays": True},
    ],
)
def test_a_window_that_cannot_be_meant_is_refused(record: Any) -> None:
    assert window_mistakes(record)
    with pytest.raises(EenmaligError):
        Window.from_record(record)


def test_all_mistakes_of_a_window_are_named_at_once() -> None:
    assert len(window_mistakes({"days": [], "from": 1, "until": "x", "extra": 1})) == 4
