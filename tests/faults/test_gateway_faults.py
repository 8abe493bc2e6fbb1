from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import RECIPIENTS, at_call, ends_as

from eenmalig.steps.scan import scan_for_numbers
from eenmalig.steps.stop import stop_campaign

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.bench import Bench

NTH = [3, 10, 11]
STRUCK = len(NTH)
Outcomes = dict[str, int]


def outcomes(**other: int) -> Outcomes:
    """Return the outcomes of a campaign in which all but these were delivered."""
    rest = {"failed": 0, "unknown": 0, "not_sent": 0} | other
    return {"recipients": RECIPIENTS, "delivered": RECIPIENTS - sum(rest.values())} | rest


def whole(bench: Bench) -> dict[str, Any]:
    """Run a whole campaign; return its report. Fails when one of the promises broke."""
    bench.approve()
    bench.gate()
    bench.send()
    sent = bench.gateway.counts()
    bench.collected()
    bench.destroy()
    counts = bench.gateway.counts()
    assert counts["posts"] == sent["posts"], "something was sent after sending had ended"
    assert counts["max_per_number"] <= 1
    assert counts["accepted"] == counts["distinct"]
    assert (counts["deleted"], counts["remaining"]) == (counts["accepted"], 0)
    assert bench.look().wrong == []
    bench.verdict()
    assert not bench.left()
    assert scan_for_numbers(bench.original, [bench.home.root]).found == {}
    report: dict[str, Any] = bench.kept("report.json")
    assert report["accepted"] == counts["accepted"], "an accepted message was not found"
    return report


CASES = [
    # fault, requests made, accepted, in doubt, outcomes
    ("accept_then_break", RECIPIENTS, RECIPIENTS, STRUCK, outcomes()),
    ("error_500_after_accept", RECIPIENTS, RECIPIENTS, STRUCK, outcomes()),
    ("hang_after_accept", RECIPIENTS, RECIPIENTS, STRUCK, outcomes()),
    (
        "break_without_accept",
        RECIPIENTS,
        RECIPIENTS - STRUCK,
        STRUCK,
        outcomes(unknown=STRUCK),
    ),
    (
        "error_500_without_accept",
        RECIPIENTS,
        RECIPIENTS - STRUCK,
        STRUCK,
        outcomes(unknown=STRUCK),
    ),
    ("hang_without_accept", RECIPIENTS, RECIPIENTS - STRUCK, STRUCK, outcomes(unknown=STRUCK)),
    ("too_many_requests", RECIPIENTS + STRUCK, RECIPIENTS, 0, outcomes()),
    ("opted_out", RECIPIENTS, RECIPIENTS - STRUCK, 0, outcomes(failed=STRUCK)),
    ("invalid_to", RECIPIENTS, RECIPIENTS - STRUCK, 0, outcomes(failed=STRUCK)),
    ("receipt_never", RECIPIENTS, RECIPIENTS, 0, outcomes(unknown=STRUCK)),
    ("undelivered", RECIPIENTS, RECIPIENTS, 0, outcomes(failed=STRUCK)),
    ("failed", RECIPIENTS, RECIPIENTS, 0, outcomes(failed=STRUCK)),
    ("elsewhere_error_500", RECIPIENTS, RECIPIENTS, 0, outcomes()),
    ("elsewhere_too_many_requests", RECIPIENTS, RECIPIENTS, 0, outcomes()),
]


@pytest.mark.parametrize("case", CASES, ids=[each[0] for each in CASES])
def test_under_each_fault_nobody_is_reached_twice_and_all_adds_up(
    bench_with: Callable[[Mapping[str, object]], Bench], case: tuple[str, int, int, int, Outcomes]
) -> None:
    fault, posts, accepted, in_doubt, expected = case
    bench = bench_with({"rules": {fault: {"nth": NTH}}})
    report = whole(bench)
    counts = bench.gateway.counts()
    assert counts["faults"] == {fault: STRUCK}
    assert (counts["posts"], counts["accepted"]) == (posts, accepted)
    assert report["outcomes"] == expected
    unknown = RECIPIENTS - accepted if in_doubt else 0
    told = {"asked": in_doubt, "found": in_doubt - unknown, "unknown": unknown}
    assert report["in_doubt"] == told


@pytest.mark.parametrize(("fault", "code"), [("opted_out", "21610"), ("invalid_to", "21211")])
def test_the_reasons_of_refusals_are_counted_by_code(
    bench_with: Callable[[Mapping[str, object]], Bench], fault: str, code: str
) -> None:
    report = whole(bench_with({"rules": {fault: {"nth": NTH}}}))
    assert report["failed_by_code"] == {code: STRUCK}


def test_with_everything_wrong_at_once_the_promises_hold(
    bench_with: Callable[[Mapping[str, object]], Bench],
) -> None:
    bench = bench_with({"profile": "rough", "pace": {"list_lag_seconds": 60}})
    report = whole(bench)
    counts = bench.gateway.counts()
    assert len(counts["faults"]) >= 5
    assert sum(report["outcomes"].values()) == 2 * RECIPIENTS
    assert counts["posts"] == RECIPIENTS - report["outcomes"]["not_sent"] + counts["throttled"]


def test_a_list_that_lags_behind_is_read_again_until_what_is_in_doubt_turns_up(
    bench_with: Callable[[Mapping[str, object]], Bench],
) -> None:
    rules = {"accept_then_break": {"nth": NTH}}
    bench = bench_with({"rules": rules, "pace": {"list_lag_seconds": 300}})
    bench.approve()
    bench.send()
    assert not bench.collect()
    bench.gateway.forward(600)
    assert bench.collect()
    (found,) = bench.records("outcomes")
    assert found.data["in_doubt"] == {"asked": STRUCK, "found": STRUCK, "unknown": 0}
    assert found.data["outcomes"] == outcomes()


def test_what_turns_up_after_collecting_is_found_and_deleted_by_destruction(
    bench_with: Callable[[Mapping[str, object]], Bench],
) -> None:
    rules = {"accept_then_break": {"nth": NTH}}
    bench = bench_with({"rules": rules, "pace": {"list_lag_seconds": 300}})
    bench.approve()
    bench.send()
    bench.put_forward(seconds=5)
    assert bench.collect()
    bench.destroy()
    before, after = bench.records("outcomes")
    assert before.data["in_doubt"]["found"] == 0
    assert after.data["outcomes"] == outcomes()
    assert bench.gateway.counts()["remaining"] == 0
    assert bench.look().wrong == []
    bench.verdict()


def test_many_doubts_in_a_row_end_sending(
    bench_with: Callable[[Mapping[str, object]], Bench],
) -> None:
    bench = bench_with({"rules": {"error_500_without_accept": {"share": 1}}})
    report = whole(bench)
    assert report["ending"] == "all_in_doubt"
    assert report["outcomes"] == outcomes(unknown=10, not_sent=RECIPIENTS - 10)
    assert bench.gateway.counts()["posts"] == 10


def test_a_gateway_that_is_always_too_busy_is_waited_for_until_a_person_stops_it(
    bench_with: Callable[[Mapping[str, object]], Bench],
) -> None:
    bench = bench_with({"rules": {"too_many_requests": {"share": 1}}})
    at_call(bench, 30, lambda: stop_campaign(bench.stores, bench.campaign.id, "tests"))
    report = whole(bench)
    assert bench.gateway.counts()["posts"] == 30
    assert report["ending"] == "stopped"
    assert report["outcomes"] == outcomes(not_sent=RECIPIENTS)
    assert report["in_doubt"] == {"asked": 0, "found": 0, "unknown": 0}


def test_a_gateway_that_stays_too_busy_is_waited_for_until_the_deadline_is_near(
    bench_with: Callable[[Mapping[str, object]], Bench],
) -> None:
    bench = bench_with({"rules": {"too_many_requests": {"share": 1}}})
    left = (bench.campaign.deadline - datetime.now(UTC)).total_seconds()
    at_call(bench, 20, lambda: bench.put_forward(seconds=left - 2))
    bench.approve()
    bench.send()
    assert bench.gateway.counts()["posts"] == 20
    ends_as(bench, "none_accepted")
    early = bench.kept("report.json")["sending_ended_early"]
    assert early == {"reason": "deadline_near", "code": None}
