"""How a campaign ended and whether it has spent its case, from signed records and never guessed."""

from __future__ import annotations

from typing import Any

import pytest

from eenmalig.evidence.reading import ending_of, spent_nothing
from eenmalig.evidence.records import Record

LISTING = {"doubled": 0, "unaccounted": 0, "never_listed": 0}


def record(kind: str, **data: Any) -> Record:
    return Record(
        seq=1,
        prev="",
        at="2026-11-02T16:30:00+00:00",
        campaign="lelystad-2026-11-02-abcd",
        kind=kind,
        rehearsal=True,
        data=data,
    )


BEGAN = record("sending_began")


def sent(accepted: int = 0, in_doubt: int = 0, ended_early: str | None = None) -> Record:
    return record("sent", accepted=accepted, in_doubt=in_doubt, ended_early=ended_early)


def outcomes(accepted: int = 0, asked: int = 0, unknown: int = 0, **listing: int) -> Record:
    its = {"listing": {**LISTING, **listing}} if listing else {}
    in_doubt = {"asked": asked, "found": asked - unknown, "unknown": unknown}
    return record("outcomes", accepted=accepted, in_doubt=in_doubt, **its)


@pytest.mark.parametrize(
    ("records", "ending"),
    [
        ([BEGAN, sent(3)], "completed"),
        ([BEGAN, sent(3), outcomes(3)], "completed"),
        ([BEGAN, sent(0)], "none_accepted"),
        ([BEGAN, sent(0), outcomes(0)], "none_accepted"),
        ([BEGAN, sent(0, 1)], "all_in_doubt"),
        ([BEGAN, sent(0, 1), outcomes(0, 1, 1)], "all_in_doubt"),
        ([BEGAN, sent(0, 1), outcomes(1, 1, 0)], "completed"),
        ([BEGAN, sent(1), outcomes(0, never_listed=1)], "all_in_doubt"),
        ([BEGAN, sent(0, 0, "gateway_refuses")], "none_accepted"),
        ([BEGAN, sent(0, 2, "gateway_unreliable")], "all_in_doubt"),
        ([BEGAN, sent(2, 0, "window_closed")], "ended_early"),
        ([BEGAN, sent(2, 0, "stopped")], "stopped"),
        ([BEGAN, sent(0, 0, "stopped")], "stopped"),
        ([BEGAN, sent(0, 0, "withdrawn")], "withdrawn"),
        ([BEGAN], "failed"),
        ([BEGAN, outcomes(0)], "failed"),
    ],
)
def test_completed_is_never_said_with_nothing_accepted_nor_nothing_with_something_in_doubt(
    records: list[Record], ending: str
) -> None:
    assert ending_of(records) == ending


SURELY = [BEGAN, sent(), outcomes()]


@pytest.mark.parametrize(
    "records",
    [SURELY, [BEGAN, sent(0, 0, "gateway_refuses"), outcomes(doubled=0)], [*SURELY, outcomes()]],
)
def test_a_case_is_not_spent_when_all_is_on_record_and_nothing_was_accepted(
    records: list[Record],
) -> None:
    assert spent_nothing(records)


@pytest.mark.parametrize(
    "records",
    [
        [],
        SURELY[1:],
        [BEGAN, sent()],
        [BEGAN, outcomes()],
        [BEGAN, sent(1), outcomes()],
        [BEGAN, sent(0, 1), outcomes()],
        [BEGAN, sent(), outcomes(1)],
        [BEGAN, sent(), outcomes(0, 1, 0)],
        [BEGAN, sent(), outcomes(0, 1, 1)],
        [BEGAN, sent(), outcomes(1), outcomes()],
        [BEGAN, sent(), outcomes(doubled=1)],
        [BEGAN, sent(), outcomes(unaccounted=1)],
        [BEGAN, sent(), outcomes(never_listed=1)],
        [*SURELY, record("lost", what="journal")],
        [*SURELY, record("ledger_found", found="longer")],
    ],
)
def test_it_is_spent_wherever_anything_else_is_possible(records: list[Record]) -> None:
    assert not spent_nothing(records)


@pytest.mark.parametrize(
    ("provider", "late", "is_unspent"),
    [("absent", 0, True), ("not_looked", None, True), ("present", 0, False), ("absent", 1, False)],
)
def test_it_is_spent_once_a_later_look_finds_a_message(
    provider: str, late: int | None, *, is_unspent: bool
) -> None:
    look = record("verification", result={"left": [], "provider": provider, "late_deleted": late})
    assert spent_nothing(SURELY, [look]) == is_unspent
