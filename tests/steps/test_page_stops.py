"""A stop that was given on a page: whichever step sees it first signs it, once, and it holds."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.bench import STAFF, at_call, ends_as

from eenmalig.domain.approvals import AUTHORITIES, Decision, Standing
from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.commit import Commit
from eenmalig.evidence.commits import Evidence
from eenmalig.steps import extract as extracting
from eenmalig.steps.overdue import destroy_overdue
from eenmalig.steps.stop import Stopped, stop_campaign
from eenmalig.steps.taking_stops import take_stop
from eenmalig.stores.answers import GivenStop

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench

    from eenmalig.evidence.records import Record

TEAM = "data-team-lelystad"


class KilledError(BaseException):
    """The process is gone: no step of ours catches it."""


def give_stop(bench: Bench) -> datetime:
    """Stop as the page does; return when."""
    at = datetime.now(UTC)
    given = GivenStop(str(STAFF[TEAM]), TEAM, at)
    take_stop(bench.home, bench.stores.answers, bench.campaign.run, given)
    return at


def told(bench: Bench) -> list[tuple[str, str]]:
    return [
        (record.data["by"], record.data["given_at"])
        for record in bench.stores.evidence(bench.campaign.id).records()
        if record.kind == "stopped"
    ]


def fails_with(code: Code, step: Callable[[], object]) -> None:
    with pytest.raises(EenmaligError) as failed:
        step()
    assert failed.value.code is code


def first_sees(bench: Bench, step: str) -> None:
    """Let a step be the first that sees the stop."""
    match step:
        case "question":
            assert bench.ask("police") is None
        case "gate":
            assert bench.gate() is Standing.LAPSED
        case "send":
            fails_with(Code.CAMPAIGN_ENDED, bench.send)
        case "destroy":
            bench.destroy()
        case "last guard":
            assert destroy_overdue(bench.stores, None).destroyed == [bench.campaign.id]
        case "stop":
            came_to, since = stop_campaign(bench.stores, bench.campaign.id, "somebody")
            assert (came_to, since) == (Stopped.DESTROYED, bench.campaign.stopped_at)


STEPS = ("question", "gate", "send", "destroy", "last guard", "stop")


@pytest.mark.parametrize("step", STEPS)
def test_whichever_step_sees_it_first_signs_who_gave_it_and_when(bench: Bench, step: str) -> None:
    if step == "send":
        bench.approve()
        bench.gate()
    at = give_stop(bench)
    first_sees(bench, step)
    assert told(bench) == [(TEAM, at.isoformat())]
    assert (bench.campaign.stopped_at, bench.campaign.stop_reason) == (at, "stopped")
    ends_as(bench, "stopped")
    ended_by = bench.kept("certificate.json")["ended_by"]
    assert (ended_by["by"], ended_by["at"]) == (TEAM, at.isoformat())
    assert bench.gateway.counts()["posts"] == 0
    assert told(bench) == [(TEAM, at.isoformat())]


@pytest.mark.parametrize("step", ["question", "destroy"])
@pytest.mark.parametrize("where", ["before its commit", "after its commit"])
def test_it_is_signed_once_though_its_signer_is_killed(bench: Bench, step: str, where: str) -> None:
    at = give_stop(bench)
    with pytest.MonkeyPatch.context() as patch:
        _killed(patch, where)
        with pytest.raises(KilledError):
            first_sees(bench, step)
    assert len(told(bench)) == (where == "after its commit")
    first_sees(bench, step)
    assert told(bench) == [(TEAM, at.isoformat())]
    ends_as(bench, "stopped")


def _killed(patch: pytest.MonkeyPatch, where: str) -> None:
    """Kill whoever signs a stop: with its transaction open, or when it is committed."""
    record, copy = Commit.record, Evidence.bring_up_to_date
    signed: list[None] = []

    def killed_record(self: Commit, kind: str, *arguments: Any, **more: Any) -> Record:
        made = record(self, kind, *arguments, **more)
        if kind == "stopped":
            signed.append(None)
            if where == "before its commit":
                raise KilledError
        return made

    def killed_copy(self: Evidence) -> None:
        if signed:
            raise KilledError
        copy(self)

    patch.setattr(Commit, "record", killed_record)
    patch.setattr(Evidence, "bring_up_to_date", killed_copy)


def test_sending_that_is_killed_at_a_stop_goes_on_to_nothing(bench: Bench) -> None:
    bench.approve()

    def stopped_and_killed() -> None:
        give_stop(bench)
        raise KilledError

    at_call(bench, 5, stopped_and_killed)
    with pytest.raises(KilledError):
        bench.send()
    calls = bench.gateway.counts()["posts"]
    bench.send()
    assert bench.gateway.counts()["posts"] == calls
    assert len(told(bench)) == 1
    bench.collected()
    ends_as(bench, "stopped")


def test_it_is_signed_when_the_exports_are_sealed_and_nobody_is_asked(fresh: Bench) -> None:
    real = extracting._take_in  # noqa: SLF001 - whatever is taken in

    def take_in(*arguments: Any) -> Any:
        give_stop(fresh)
        return real(*arguments)

    fresh.patch.setattr(extracting, "_take_in", take_in)
    fresh.extract()
    assert len(told(fresh)) == 1
    fresh.normalize()
    for authority in AUTHORITIES:
        assert fresh.ask(authority) is None
    assert fresh.gate() is Standing.LAPSED
    ends_as(fresh, "stopped")


def test_a_stop_at_the_very_start_of_destruction_is_signed(bench: Bench) -> None:
    real = Commit.record

    def record(self: Commit, kind: str, *arguments: Any, **more: Any) -> Record:
        if kind == "destruction_began":
            give_stop(bench)
        return real(self, kind, *arguments, **more)

    bench.patch.setattr(Commit, "record", record)
    bench.destroy()
    assert len(told(bench)) == 1


def test_a_stop_just_before_the_end_of_sending_is_signed_before_it(bench: Bench) -> None:
    bench.approve()
    at_call(bench, bench.kept("dossier.json")["counts"]["recipients"], lambda: give_stop(bench))
    bench.send()
    (sent,) = bench.records("sent")
    (stopped,) = bench.records("stopped")
    assert stopped.seq < sent.seq
    bench.collected()
    ends_as(bench, str(sent.data["ended_early"] or "completed"))


def test_nobody_approves_what_was_stopped_and_a_no_is_still_taken(bench: Bench) -> None:
    bench.ask("police")
    give_stop(bench)
    fails_with(Code.ANSWER_TOO_LATE, lambda: bench.answer("police"))
    bench.answer("police", Decision.REJECT)
    assert bench.gate() is Standing.REJECTED


@pytest.mark.parametrize("end", ["sent", "destroyed"])
def test_a_stop_after_the_end_is_refused_and_not_kept(bench: Bench, end: str) -> None:
    bench.approve()
    bench.send()
    if end == "destroyed":
        bench.collected()
        bench.destroy()
    fails_with(Code.ANSWER_TOO_LATE, lambda: give_stop(bench))
    assert bench.stores.answers.stopped(bench.campaign.run) is None


def test_a_stop_that_ends_meanwhile_is_told_as_too_late(bench: Bench) -> None:
    bench.approve()
    real = bench.stores.answers.__class__.stop

    def stop(*arguments: Any) -> GivenStop:
        bench.send()
        return real(*arguments)

    bench.patch.setattr("eenmalig.stores.answers.Answers.stop", stop)
    fails_with(Code.ANSWER_TOO_LATE, lambda: give_stop(bench))
    assert told(bench) == []
    bench.collected()
    ends_as(bench, "completed")


def test_a_stop_that_cannot_be_signed_lets_nothing_out(bench: Bench) -> None:
    bench.approve()
    bench.gate()
    give_stop(bench)
    (bench.evidence / "added").touch()  # nothing can be signed beside it
    for _ in range(2):
        with pytest.raises(EenmaligError):
            bench.send()
    (bench.evidence / "added").unlink()
    assert bench.gateway.counts()["posts"] == 0
    assert bench.campaign.stopped_at is not None
    bench.destroy()
    assert len(told(bench)) == 1
    assert bench.kept("certificate.json")["ending"] == "stopped"


def test_answers_that_cannot_be_read_hold_up_no_destruction(bench: Bench) -> None:
    give_stop(bench)
    os.truncate(bench.home.answers / "answers.db", 100)
    bench.destroy()
    assert bench.campaign.state is State.CLOSED
    assert not bench.left()
