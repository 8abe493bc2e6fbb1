"""What was kept is told as kept, also where nobody can look at the ledger once more."""

from __future__ import annotations

import errno
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import STAFF

from eenmalig.domain.approvals import Decision, Standing
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import committed_ledger
from eenmalig.steps.taking_answers import take_answer
from eenmalig.steps.taking_stops import take_stop
from eenmalig.stores.answers import Answers, GivenAnswer, GivenStop, Taken

if TYPE_CHECKING:
    from tests.bench import Bench

TEAM = "data-team-lelystad"
POLICE = "police-lelystad"
FAILURES = (
    OSError(errno.EMFILE, "too many open files"),
    PermissionError(errno.EACCES, "not yours"),
    EenmaligError(Code.EVIDENCE_INVALID, "damaged"),
)


def fails_once_kept(bench: Bench, keeps: str, failure: Exception) -> None:
    """Let every look at the ledger fail from when something is kept on."""
    real, look = getattr(Answers, keeps), committed_ledger
    kept: list[None] = []

    def keep(*arguments: Any) -> Any:
        result = real(*arguments)
        kept.append(None)
        return result

    def opened(*arguments: Any) -> Any:
        if kept:
            raise failure
        return look(*arguments)

    bench.patch.setattr(Answers, keeps, keep)
    bench.patch.setattr("eenmalig.steps.taking_answers.committed_ledger", opened)


@pytest.mark.parametrize("failure", FAILURES)
def test_a_stop_that_is_kept_is_told_as_kept(bench: Bench, failure: Exception) -> None:
    given = GivenStop(str(STAFF[TEAM]), TEAM, datetime.now(UTC))
    fails_once_kept(bench, "stop", failure)
    run, answers = bench.campaign.run, bench.stores.answers
    assert take_stop(bench.home, answers, run, given) == given
    assert answers.stopped(run) == given


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("decision", Decision)
def test_an_answer_that_is_kept_is_told_as_kept(
    bench: Bench, decision: Decision, failure: Exception
) -> None:
    bench.ask("police")
    given = GivenAnswer("police", str(STAFF[POLICE]), POLICE, decision, datetime.now(UTC))
    fails_once_kept(bench, "take", failure)
    run, answers = bench.campaign.run, bench.stores.answers
    assert take_answer(bench.home, answers, run, given) is Taken.NOW
    assert answers.of_run(run) == [given]
    if decision is Decision.REJECT:
        assert bench.gate() is Standing.REJECTED
