"""Steps die at durable operations, are tried again, and the campaign ends as if nothing had been.

Here some of the matrix; ``python -m tests.faults.kills`` tries all of it.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
from random import Random, SystemRandom
from typing import TYPE_CHECKING

import pytest
from tests.faults.kills.cases import Case, Trials, cases
from tests.faults.kills.matrix import prepared_in_memory, tried
from tests.faults.kills.power_cuts import unsynced
from tests.faults.kills.preparing import Prepared, copied
from tests.faults.kills.steps import REFUSED, STEPS
from tests.faults.kills.tracing import Death

from eenmalig.cleartext.sending.twilio import Gateway
from rehearsal.numbers import mobiles

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

# For each step. All of them together take about two minutes on two processors that are free.
SAMPLE = 12
ENDED = Case("destroy", Death(0))


@pytest.fixture(scope="module")
def prepared() -> Iterator[Prepared]:
    with prepared_in_memory() as homes:
        yield homes


@pytest.fixture
def undisturbed(prepared: Prepared, tmp_path: Path) -> Iterator[tuple[Trials, Path]]:
    """How the campaign ends when nothing dies, and who can judge it."""
    place = copied(prepared.undisturbed(ENDED.step), tmp_path / "copy")
    trials = Trials(prepared)
    trials.gateway.remember(place / "gateway.db")
    yield trials, place
    trials.stop()


@pytest.mark.timeout(1800)
def test_a_step_killed_at_any_operation_goes_on_as_if_it_had_not_been(prepared: Prepared) -> None:
    seed = os.environ.get("SEED") or secrets.token_hex(4)
    sys.stdout.write(f"SEED={seed}\n")
    luck = Random(seed)
    chosen = []
    for step in STEPS:
        every_case = list(cases(prepared, step))
        # What is refused is taken in just as far, twice.
        many = SAMPLE // len(REFUSED) if step in REFUSED else SAMPLE
        chosen += luck.sample(every_case, min(many, len(every_case)))
    wrong = [f"{result.case}: {result.wrong}" for result in tried(prepared, chosen) if result.wrong]
    assert wrong == []


@pytest.mark.parametrize("step", STEPS)
def test_no_power_cut_undoes_what_is_relied_on(prepared: Prepared, step: str) -> None:
    assert unsynced(step, prepared.trace(step)) == []


def test_the_judge_finds_nothing_wrong_where_nothing_died(
    undisturbed: tuple[Trials, Path],
) -> None:
    trials, place = undisturbed
    assert trials.judged(ENDED, place) == []


def a_stranger() -> str:
    return next(mobiles(SystemRandom()))


def texts_somebody_twice(prepared: Prepared, trials: Trials, _: Path) -> None:
    number = json.loads(prepared.truth.read_text())[0]
    Gateway(trials.gateway.settings).create(number, "Politie", "Nog eens.", 60)


def texts_a_stranger(_: Prepared, trials: Trials, __: Path) -> None:
    Gateway(trials.gateway.settings).create(a_stranger(), "Politie", "Goedendag.", 60)


def drops_a_line(_: Prepared, __: Trials, place: Path) -> None:
    (ledger,) = place.glob("home/evidence/*/ledger.jsonl")
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[:3] + lines[4:]))


def loses_a_recipient(prepared: Prepared, _: Trials, __: Path) -> None:
    numbers = json.loads(prepared.truth.read_text())
    prepared.truth.write_text(json.dumps([*numbers, a_stranger()]))


def leaves_a_key(_: Prepared, __: Trials, place: Path) -> None:
    (place / "home/keys/lelystad-2026-05-01-abcd").mkdir()


@pytest.mark.parametrize(
    ("misdeed", "complaint"),
    [
        (texts_somebody_twice, "somebody was texted twice"),
        (texts_a_stranger, "somebody was texted who is no recipient"),
        (drops_a_line, "ledger.jsonl, line 4: seq is wrong"),
        (loses_a_recipient, "5 should be texted, the ledger knows 4"),
        (leaves_a_key, "something is left below keys"),
    ],
)
def test_the_judge_names(
    prepared: Prepared,
    undisturbed: tuple[Trials, Path],
    misdeed: Callable[[Prepared, Trials, Path], None],
    complaint: str,
) -> None:
    truth = prepared.truth.read_text()
    trials, place = undisturbed
    misdeed(prepared, trials, place)
    complaints = trials.judged(ENDED, place)
    prepared.truth.write_text(truth)
    assert complaint in complaints
