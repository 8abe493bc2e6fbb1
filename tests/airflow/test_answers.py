"""Answers in a real Airflow: kept before their giver hears so, and a no is always heard."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.airflow.campaigns import OFFICERS, TWO_OFFICERS, Begun, begin, until
from tests.faults import opposite_answers

from eenmalig.domain.campaign import State
from eenmalig.evidence.reading import ending_of
from eenmalig.steps.installation import Stores
from eenmalig.stores.answers import Answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rehearsal.gateway import Running
    from standalone.running import Airflow

COMMAND = Path(sys.executable).with_name("eenmalig")
REPETITIONS = 5
POLICE = "legal_approval.ask_police"


@pytest.fixture(autouse=True)
def _nothing_is_sent(gateway: Running) -> Iterator[None]:
    before = gateway.counts()["posts"]
    yield
    assert gateway.counts()["posts"] == before


def is_destroyed_unsent(begun: Begun, ending: str) -> None:
    """Check that a run ends by itself, green, with nothing sent and nothing left."""
    admin = begun.airflow.client("admin")
    assert admin.wait_for_run(begun.dag, begun.run, 120) == "success"
    states = admin.tasks(begun.dag, begun.run)
    assert states["legal_approval.gate"] == states["send"] == "skipped"
    assert states["destroy"] == "success"
    assert not begun.left()
    assert begun.campaign is not None
    assert begun.campaign.state is State.CLOSED
    evidence = Stores(begun.airflow.home).evidence(begun.campaign.id)
    assert ending_of(evidence.records()) == ending


def test_two_officers_who_answer_against_each_other_are_told_truly_and_the_no_stands(
    airflow: Airflow,
) -> None:
    for seen in opposite_answers.many(airflow, REPETITIONS):
        assert seen.truthful, seen
        assert seen.rejected
        assert seen.state == "success"


def test_answers_stand_one_after_another_until_a_no_of_who_approved_before_ends_it(
    airflow: Airflow,
) -> None:
    begun = begin(airflow, TWO_OFFICERS, "sequence")
    begun.until_asked()
    first, second = map(airflow.client, OFFICERS)
    assert first.answer(begun.dag, begun.run, POLICE, "Akkoord").status == 200
    late = second.answer(begun.dag, begun.run, POLICE, "Akkoord")
    assert late.status == 409
    assert "approved already" in late.body["detail"]
    assert first.answer(begun.dag, begun.run, POLICE, "Akkoord").status == 200
    until(lambda: len(begun.records("approval_requested")) == 2, pause=0.02)
    time.sleep(0.1)
    municipality = airflow.client(f"municipality-{TWO_OFFICERS}")
    task = "legal_approval.ask_municipality"
    assert municipality.answer(begun.dag, begun.run, task, "Akkoord").status == 200
    begun.until_asked("public_prosecutor")
    assert [record.data["authority"] for record in begun.records("approval_answered")] == [
        "police",
        "municipality",
    ]
    assert second.answer(begun.dag, begun.run, POLICE, "Niet akkoord: de tekst").status == 200
    is_destroyed_unsent(begun, "rejected")
    assert first.answer(begun.dag, begun.run, POLICE, "Niet akkoord: de tekst").status == 410


def test_an_answer_that_cannot_be_kept_is_refused_and_airflow_hears_nothing(
    airflow: Airflow,
) -> None:
    begun = begin(airflow, TWO_OFFICERS, "unkept")
    begun.until_asked()
    police = airflow.client(OFFICERS[0])
    database = airflow.home.answers / "answers.db"
    database.touch()
    aside = database.rename(database.with_name("aside"))
    database.mkdir()
    try:
        refused = police.answer(begun.dag, begun.run, POLICE, "Akkoord")
    finally:
        database.rmdir()
        aside.rename(database)
    assert refused.status == 503
    assert "[answer-not-kept]" in refused.body["detail"]
    (pending,) = police.pending_approvals(begun.dag, begun.run)
    assert (pending["response_received"], pending["responded_by_user"]) == (False, None)
    assert Answers(airflow.home).of_run(begun.run_key) == []
    assert police.answer(begun.dag, begun.run, POLICE, "Niet akkoord: de tekst").status == 200
    is_destroyed_unsent(begun, "rejected")


@pytest.mark.parametrize("command", ["stop", "withdraw"])
def test_a_command_while_somebody_is_asked_destroys_at_once_and_the_run_ends_by_itself(
    airflow: Airflow, command: str
) -> None:
    begun = begin(airflow, TWO_OFFICERS, command)
    begun.until_asked()
    assert begun.left() == {"vault", "keys", "working copy"}
    assert begun.campaign is not None
    more = ["--authority", "police", "--on-word-of", OFFICERS[1]] if command == "withdraw" else []
    shown = subprocess.run(
        [COMMAND, command, begun.campaign.id, *more],
        env={**os.environ, "EENMALIG_HOME": str(airflow.home.root)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert "what was taken in is destroyed" in shown.stdout
    assert not begun.left()
    police = airflow.client(OFFICERS[0])
    for option in ("Akkoord", "Niet akkoord: de tekst"):
        assert police.answer(begun.dag, begun.run, POLICE, option).status == 410
    is_destroyed_unsent(begun, "stopped" if command == "stop" else "withdrawn")
