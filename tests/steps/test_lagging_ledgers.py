"""A step dies between its commit and the copy in the ledger's file: what is committed decides."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import APPROVERS, STAFF

from eenmalig.domain.approvals import Decision
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.commits import Evidence
from eenmalig.evidence.ledger import LEDGER
from eenmalig.steps.taking_answers import nothing_to_ask, records_of, take_answer
from eenmalig.steps.taking_stops import take_stop
from eenmalig.stores.answers import Answers, GivenAnswer, GivenStop

if TYPE_CHECKING:
    from tests.bench import Bench

POLICE, TEAM = APPROVERS["police"], "data-team-lelystad"


class KilledError(BaseException):
    """The process is gone: no step of ours catches it."""


def dies_after_its_commit(bench: Bench, kind: str, data: dict[str, Any]) -> None:
    """Commit a record as a step that is killed before its copy is made."""

    def killed(_: Evidence) -> None:
        raise KilledError

    before = (bench.evidence / LEDGER).read_bytes()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Evidence, "bring_up_to_date", killed)
        with pytest.raises(KilledError), bench.stores.evidence(bench.campaign.id).commit() as ours:
            ours.record(kind, data, datetime.now(UTC))
    assert (bench.evidence / LEDGER).read_bytes() == before


def give(bench: Bench, what: str, run: str = "") -> None:
    """Give a stop or an answer as a page takes it in."""
    run, answers, at = run or bench.campaign.run, Answers(bench.home), datetime.now(UTC)
    if what == "stop":
        take_stop(bench.home, answers, run, GivenStop(str(STAFF[TEAM]), TEAM, at))
    else:
        given = GivenAnswer("police", str(STAFF[POLICE]), POLICE, Decision(what), at)
        take_answer(bench.home, answers, run, given)


@pytest.mark.parametrize(
    ("kind", "data", "what", "code"),
    [
        ("stopped", {"by": TEAM}, "approve", Code.ANSWER_TOO_LATE),
        ("gate", {"standing": "lapsed"}, "approve", Code.ANSWER_TOO_LATE),
        ("gate", {"standing": "lapsed"}, "stop", Code.ANSWER_TOO_LATE),
        ("sent", {}, "reject", Code.ANSWER_TOO_LATE),
        ("sent", {}, "stop", Code.ANSWER_TOO_LATE),
        (
            "approval_requested",
            {"authority": "police", "asked": {"another": "9"}, "answer_by": "2099-01-01T00:00Z"},
            "approve",
            Code.APPROVAL_NOT_YOURS,
        ),
    ],
)
def test_what_is_given_is_held_against_what_was_committed(
    bench: Bench, kind: str, data: dict[str, Any], what: str, code: Code
) -> None:
    bench.ask("police")
    dies_after_its_commit(bench, kind, data)
    with pytest.raises(EenmaligError) as refused:
        give(bench, what)
    assert refused.value.code is code
    assert bench.stores.answers.of_run(bench.campaign.run) == []
    assert bench.stores.answers.stopped(bench.campaign.run) is None


def test_who_was_just_asked_can_answer_at_once(bench: Bench) -> None:
    asked = {"authority": "police", "asked": {POLICE: str(STAFF[POLICE])}}
    dies_after_its_commit(bench, "approval_requested", {**asked, "answer_by": "2099-01-01T00:00Z"})
    give(bench, "reject")
    assert len(bench.stores.answers.of_run(bench.campaign.run)) == 1


def test_a_request_that_waits_for_nothing_is_seen_to(bench: Bench) -> None:
    bench.ask("police")
    assert not nothing_to_ask(records_of(bench.home, bench.campaign.run))
    dies_after_its_commit(bench, "stopped", {"by": TEAM})
    assert nothing_to_ask(records_of(bench.home, bench.campaign.run))


@pytest.mark.parametrize("what", ["stop", "approve", "reject"])
def test_a_file_that_is_damaged_holds_up_nothing_that_is_given(bench: Bench, what: str) -> None:
    bench.ask("police")
    (bench.evidence / LEDGER).write_bytes(b"no record\n")
    give(bench, what)


@pytest.mark.parametrize("what", ["stop", "approve", "reject"])
def test_what_cannot_be_held_against_anything_is_not_kept(bench: Bench, what: str) -> None:
    bench.ask("police")
    run, answers = bench.campaign.run, Answers(bench.home)
    (bench.home.inventory / "inventory.db").write_bytes(b"no database" * 100)
    with pytest.raises(EenmaligError) as refused:
        give(bench, what, run)
    assert refused.value.code is Code.ANSWER_NOT_KEPT
    assert (answers.of_run(run), answers.stopped(run)) == ([], None)
