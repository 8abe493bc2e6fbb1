"""A share of the guard's worst days, and whether who judges them would see what is left."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING

import pytest
from tests.guard.bystander import Bystander
from tests.guard.every_trial import pairs, singles, tried, worlds_in_memory
from tests.guard.overdue_world import Age
from tests.guard.scene import Left, Scene
from tests.guard.what_is_left import Trial, left_of

from eenmalig.documents.certificate_pdf import render_certificate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.guard.overdue_world import World

# The same in every run; python -m tests.guard tries all.
SAMPLE, PAIRS, SEED = 14, 4, 9


@pytest.fixture(scope="module")
def worlds() -> Iterator[list[World]]:
    with worlds_in_memory() as made:
        yield made


@pytest.fixture
def bystander() -> Iterator[Bystander]:
    made = Bystander()
    yield made
    made.stop()


def sample() -> list[Trial]:
    """Draw a share of all cases, without those that a trouble makes long."""
    short = [trial for trial in singles() if trial.short]
    return random.Random(SEED).sample(short, SAMPLE) + pairs(PAIRS, SEED)


def test_what_can_be_gone_is_and_words_and_exit_code_are_true(worlds: list[World]) -> None:
    wrong = {str(each.trial): each.wrong for each in tried(worlds, sample()) if each.wrong}
    assert wrong == {}


def test_the_judge_sees_all_that_is_left_of_a_campaign(
    worlds: list[World], bystander: Bystander, tmp_path: Path
) -> None:
    scene = Scene.made(worlds[0], Age.SENT, tmp_path)
    its = bystander.look(scene)["campaigns"]["subject"]
    assert left_of(its) == set(Left) - {Left.SCRATCH}
    assert its["clear"] == ["handover/lelystad/overdracht/berichten.db"]


def test_the_judge_sees_scratch_copies(
    worlds: list[World], bystander: Bystander, tmp_path: Path
) -> None:
    scene = Scene.made(worlds[0], Age.TAKING_IN, tmp_path)
    its = bystander.look(scene)["campaigns"]["subject"]
    assert Left.SCRATCH in left_of(its)
    assert any("/scratch/" in place for place in its["clear"])


@pytest.mark.parametrize("place", ["evidence/list.txt", "inventory/copy", "answers/answers.db"])
def test_the_judge_finds_numbers_and_keys_wherever_they_are(
    worlds: list[World], bystander: Bystander, tmp_path: Path, place: str
) -> None:
    scene = Scene.made(worlds[0], Age.CLOSED, tmp_path)
    assert left_of(bystander.look(scene)["campaigns"]["subject"], doubts=1) == set()
    number, key = min(scene.subject.numbers), scene.subject.keys[0]
    with (scene.home.root / place).open("ab") as file:
        file.write(f"0{number[3:]} {key}".encode())
    its = bystander.look(scene)["campaigns"]["subject"]
    assert its["clear"] == its["opens"] == [place]
    assert left_of(its, doubts=1) == {Left.KEYS}


def test_the_judge_finds_a_number_in_a_certificate(
    worlds: list[World], bystander: Bystander, tmp_path: Path
) -> None:
    scene = Scene.made(worlds[0], Age.CLOSED, tmp_path)
    paper = next(scene.home.evidence.glob("*/certificate.pdf"))
    told = json.loads(paper.with_suffix(".json").read_bytes())
    number = min(scene.subject.numbers)
    paper.write_bytes(render_certificate({**told, "criterion": f"wie 0{number[3:]} belde"}))
    its = bystander.look(scene)["campaigns"]["subject"]
    assert its["clear"] == [str(paper.relative_to(scene.home.root))]


def test_the_judge_sees_that_another_campaign_was_touched(
    worlds: list[World], bystander: Bystander, tmp_path: Path
) -> None:
    scene = Scene.made(worlds[0], Age.CLOSED, tmp_path)
    before = bystander.look(scene)["innocent"]
    (scene.home.keys / scene.world.innocent.id / "number.key").unlink()
    assert bystander.look(scene)["innocent"] != before
