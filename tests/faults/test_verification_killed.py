"""A verification that is killed, and two at once: what the trace says of them."""

from __future__ import annotations

import signal
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from eenmalig.evidence.trace_reading import BEGAN, TRACE, VERIFIED, read_trace, tell_trace

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable

    from tests.bench import Bench

TRACE_CLASS = "eenmalig.evidence.trace:Trace"


def kinds(bench: Bench) -> list[str]:
    return [record.kind for record in read_trace(bench.home.evidence / TRACE, bench.stores.trust)]


@pytest.mark.parametrize(
    ("place", "moment", "left"),
    [
        (f"{TRACE_CLASS}.begin", "after", [BEGAN]),
        ("eenmalig.evidence.commit:Commit.look", "before", [BEGAN]),
        ("eenmalig.evidence.commits:Evidence.bring_up_to_date", "after", [BEGAN]),
        (f"{TRACE_CLASS}.end", "before", [BEGAN]),
        (f"{TRACE_CLASS}.end", "after", [BEGAN, VERIFIED]),
    ],
)
def test_a_killed_one_is_on_record_as_begun_and_the_next_covers_the_campaign(
    bench: Bench,
    step_process: Callable[..., subprocess.Popen[bytes]],
    place: str,
    moment: str,
    left: list[str],
) -> None:
    bench.destroy()
    with step_process(bench, "verify", place, "1", moment) as dying:
        assert dying.wait(60) == -signal.SIGKILL
    assert kinds(bench) == left
    assert bench.look().wrong == []
    assert kinds(bench) == [*left, BEGAN, VERIFIED]
    told = tell_trace(bench.evidence, bench.home.trust)
    assert len(told.not_ended) == 2 - len(left)
    assert told.verifications == len(left)
    bench.verdict()


def test_two_at_once_each_leave_a_record_in_one_chain(
    bench: Bench, step_process: Callable[..., subprocess.Popen[bytes]]
) -> None:
    bench.destroy()
    with step_process(bench, "verify") as one, step_process(bench, "verify") as other:
        assert (one.wait(60), other.wait(60)) == (0, 0)
    assert Counter(kinds(bench)) == {BEGAN: 2, VERIFIED: 2}
    told = tell_trace(bench.evidence, bench.home.trust)
    assert (told.verifications, told.not_ended) == (2, [])
    # The second may have begun only when the first had ended; then both have looked.
    assert bench.verdict().looks in {1, 2}
