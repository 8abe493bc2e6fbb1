"""The store of answers: the first approval of an authority stands, and every no is kept."""

from __future__ import annotations

import secrets
import signal
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eenmalig.domain.approvals import AUTHORITIES, Decision, Reason
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.install import install
from eenmalig.stores.answers import Answers, GivenAnswer, Taken, answers_file
from eenmalig.stores.home import PROJECT, Home

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

RUN = "ab" * 32
NOW = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)
PEOPLE = ("one", "two", "three")
APPROVAL = GivenAnswer("police", "11", "one", Decision.APPROVE, NOW)
REJECTION = replace(APPROVAL, decision=Decision.REJECT)
PROCESSES = 8


def of(answer: GivenAnswer, person: str) -> GivenAnswer:
    return replace(answer, staff_id=person, user_id=str(11 + PEOPLE.index(person)))


@pytest.fixture
def answers(home: Home) -> Answers:
    return Answers(home)


def test_an_answer_is_read_back_as_it_was_given_with_its_moment_in_utc(
    answers: Answers, home: Home
) -> None:
    local = replace(APPROVAL, at=NOW.astimezone(timezone(timedelta(hours=2))))
    assert answers.take(RUN, local, PEOPLE) is Taken.NOW
    assert Answers(home).of_run(RUN) == [APPROVAL]
    assert Answers(home).of_run("cd" * 32) == []
    assert home.answers.stat().st_mode & 0o777 == 0o700


def test_a_second_approval_of_an_authority_does_not_count_and_another_authoritys_does(
    answers: Answers,
) -> None:
    assert answers.take(RUN, APPROVAL, PEOPLE) is Taken.NOW
    assert answers.take(RUN, of(APPROVAL, "two"), PEOPLE) is Taken.APPROVED_ALREADY
    of_another = replace(of(APPROVAL, "two"), authority="municipality")
    assert answers.take(RUN, of_another, PEOPLE) is Taken.NOW
    assert answers.take("cd" * 32, of(APPROVAL, "two"), PEOPLE) is Taken.NOW


def test_a_rejection_is_read_back_with_its_reason_if_it_has_one(answers: Answers) -> None:
    reasoned = replace(of(REJECTION, "two"), reason=Reason.TEXT)
    for rejection in (REJECTION, reasoned):
        answers.take(RUN, rejection, PEOPLE)
    assert answers.of_run(RUN) == [REJECTION, reasoned]


def test_the_same_answer_again_is_one_answer_and_keeps_its_first_moment(answers: Answers) -> None:
    answers.take(RUN, APPROVAL, PEOPLE)
    later = replace(APPROVAL, at=NOW + timedelta(hours=1))
    assert answers.take(RUN, later, PEOPLE) is Taken.BEFORE
    assert answers.of_run(RUN) == [APPROVAL]


def test_a_rejection_after_an_approval_is_taken_also_of_the_same_person(answers: Answers) -> None:
    answers.take(RUN, APPROVAL, PEOPLE)
    assert not answers.rejected(RUN)
    assert answers.take(RUN, REJECTION, PEOPLE) is Taken.NOW
    assert answers.take(RUN, of(REJECTION, "two"), PEOPLE) is Taken.NOW
    assert answers.rejected(RUN)
    assert answers.of_run(RUN) == [APPROVAL, REJECTION, of(REJECTION, "two")]


@pytest.mark.parametrize("authority", AUTHORITIES)
def test_after_a_rejection_of_any_authority_no_approval_is_taken(
    answers: Answers, authority: str
) -> None:
    answers.take(RUN, REJECTION, PEOPLE)
    late = replace(of(APPROVAL, "two"), authority=authority)
    assert answers.take(RUN, late, PEOPLE) is Taken.REJECTED_ALREADY
    assert answers.of_run(RUN) == [REJECTION]


def test_what_somebody_approved_who_is_no_longer_listed_stands_in_nobodys_way(
    answers: Answers,
) -> None:
    answers.take(RUN, APPROVAL, PEOPLE)
    assert answers.take(RUN, of(APPROVAL, "two"), ["two", "three"]) is Taken.NOW
    assert answers.take(RUN, of(APPROVAL, "three"), ["two", "three"]) is Taken.APPROVED_ALREADY


def is_gone(file: Path) -> None:
    file.unlink()


def is_empty(file: Path) -> None:
    file.write_bytes(b"")


def is_no_database(file: Path) -> None:
    file.write_bytes(b"no database" * 1000)


def is_a_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("spoilt", [is_gone, is_empty, is_no_database, is_a_folder])
def test_a_store_that_is_not_there_or_damaged_takes_nothing_says_so_and_is_not_made_anew(
    home: Home, spoilt: Callable[[Path], None]
) -> None:
    answers = Answers(home)
    spoilt(answers_file(home))
    before = tree(home.answers)
    for ask in (
        lambda: answers.take(RUN, REJECTION, PEOPLE),
        lambda: answers.of_run(RUN),
        lambda: answers.rejected(RUN),
        lambda: Answers(home).holds(RUN, APPROVAL),
    ):
        with pytest.raises(EenmaligError) as caught:
            ask()
        assert caught.value.code is Code.ANSWERS_DAMAGED
    assert tree(home.answers) == before


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything that stands in a folder, but for the room that a database writes back to."""
    return {
        path.name: path.read_bytes() if path.is_file() else None
        for path in folder.iterdir()
        if not path.name.endswith("-journal")
    }


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Answers:
    """One store for answers of many runs."""
    home = Home(tmp_path_factory.mktemp("room"))
    install(home, "tests")
    return Answers(home)


HANDED_IN = st.builds(
    lambda authority, person, decision: of(
        replace(APPROVAL, authority=authority, decision=decision), person
    ),
    st.sampled_from(AUTHORITIES),
    st.sampled_from(PEOPLE),
    st.sampled_from(Decision),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(HANDED_IN, max_size=14))
def test_whatever_the_order_each_rule_holds(
    room: Answers, handed_in: Sequence[GivenAnswer]
) -> None:
    run = secrets.token_hex(32)
    stands: list[GivenAnswer] = []
    for answer in handed_in:
        taken = room.take(run, answer, PEOPLE)
        assert taken is _by_the_rules(answer, stands)
        stands += [answer] if taken is Taken.NOW else []
        assert room.of_run(run) == stands
        assert room.holds(run, answer) is (answer in stands)
    approved = [answer.authority for answer in stands if answer.decision is Decision.APPROVE]
    assert len(approved) == len(set(approved))
    assert {*filter(_rejects, handed_in)} == {*filter(_rejects, stands)}
    assert not any(map(_rejects, stands)) or _no_approval_after_a_rejection(stands)


def _by_the_rules(answer: GivenAnswer, stands: Sequence[GivenAnswer]) -> Taken:
    if not _rejects(answer) and any(map(_rejects, stands)):
        return Taken.REJECTED_ALREADY
    if answer in stands:
        return Taken.BEFORE
    if _rejects(answer):
        return Taken.NOW
    approved = {other.authority for other in stands}
    return Taken.APPROVED_ALREADY if answer.authority in approved else Taken.NOW


def _rejects(answer: GivenAnswer) -> bool:
    return answer.decision is Decision.REJECT


def _no_approval_after_a_rejection(stands: Sequence[GivenAnswer]) -> bool:
    first = next(position for position, answer in enumerate(stands) if _rejects(answer))
    return all(map(_rejects, stands[first:]))


# Takes one answer when it is told to; dies at once afterwards, or just before it is committed.
PROCESS = """
import os, signal, sys
from datetime import UTC, datetime
from pathlib import Path
import sqlalchemy as sa
from eenmalig.domain.approvals import Decision
from eenmalig.stores.answers import Answers, GivenAnswer
from eenmalig.stores.home import Home
root, run, me, decision, dies = sys.argv[1:]
def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)
if dies == "before":
    sa.event.listen(sa.Engine, "commit", die)
answer = GivenAnswer("police", me, f"person-{me}", Decision(decision), datetime.now(UTC))
listed = [f"person-{number}" for number in range(8)]
answers = Answers(Home(Path(root)))
print("ready", flush=True)
sys.stdin.readline()
taken = answers.take(run, answer, listed)
if dies == "after":
    die()
print(taken, flush=True)
"""


def process(home: Home, me: int, decision: Decision, dies: str = "") -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-c", PROCESS, str(home.root), RUN, str(me), str(decision), dies],
        env={"PYTHONPATH": f"{PROJECT}/include"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    return started


def together(home: Home, decisions: Sequence[Decision]) -> list[str]:
    """Let as many processes answer at the same moment; return what each was told, in order."""
    with ExitStack() as stack:
        started = [
            stack.enter_context(process(home, me, decision))
            for me, decision in enumerate(decisions)
        ]
        for running in started:
            assert running.stdout is not None
            assert running.stdout.readline() == "ready\n"
        for running in started:
            assert running.stdin is not None
            running.stdin.write("\n")
            running.stdin.flush()
        return [running.communicate()[0].strip() for running in started]


def test_of_eight_processes_that_approve_at_once_one_is_taken(home: Home) -> None:
    told = together(home, [Decision.APPROVE] * PROCESSES)
    assert sorted(told) == [Taken.APPROVED_ALREADY] * (PROCESSES - 1) + [Taken.NOW]
    (answer,) = Answers(home).of_run(RUN)
    assert int(answer.user_id) == told.index(Taken.NOW)


def test_of_eight_processes_that_answer_against_each_other_every_no_is_kept(home: Home) -> None:
    told = together(home, [Decision.APPROVE, Decision.REJECT] * (PROCESSES // 2))
    assert told[1::2] == [Taken.NOW] * (PROCESSES // 2)
    kept = Answers(home).of_run(RUN)
    assert {answer.user_id for answer in kept if _rejects(answer)} == {"1", "3", "5", "7"}
    assert {answer.user_id for answer in kept} == {
        str(me) for me, taken in enumerate(told) if taken == Taken.NOW
    }
    assert _no_approval_after_a_rejection(kept)
    assert len(kept) <= PROCESSES // 2 + 1


def killed(home: Home, dies: str) -> None:
    with process(home, 0, Decision.APPROVE, dies) as dying:
        told, _ = dying.communicate("\n", timeout=60)
    assert told == "ready\n"
    assert dying.returncode == -signal.SIGKILL


def test_what_was_taken_survives_a_kill_right_after(home: Home) -> None:
    killed(home, "after")
    (answer,) = Answers(home).of_run(RUN)
    assert (answer.staff_id, answer.decision) == ("person-0", Decision.APPROVE)


def test_what_was_not_committed_is_no_answer_and_holds_nobody_up(home: Home) -> None:
    killed(home, "before")
    answers = Answers(home)
    assert answers.of_run(RUN) == []
    assert answers.take(RUN, APPROVAL, PEOPLE) is Taken.NOW
