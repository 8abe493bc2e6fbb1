"""A share of the lies that are told in the world, and whether who judges them sees a lie."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from tests.lies.claims import false_claims
from tests.lies.every_lie import EVERY, IN_THE_WORLD, tell
from tests.lies.false_world import FalseWorld, false_world
from tests.lies.falsehoods import hides_from_get, hides_what_it_deleted
from tests.lies.lied_to import Before, lying, second_message
from tests.lies.statements import By, Row, Statement, is_admitted

from eenmalig.cleartext.vault.listed_messages import ListedMessages

if TYPE_CHECKING:
    from collections.abc import Iterator

# The same in every run; python -m tests.lies tells all.
OF_EACH, SEED = 2, 9


@pytest.fixture(scope="module")
def world() -> Iterator[FalseWorld]:
    with false_world() as made:
        yield made


def sample() -> list[Row]:
    """Draw some about each statement."""
    chance = random.Random(SEED)
    drawn: list[Row] = []
    for statement in Statement:
        rows = [row for row in IN_THE_WORLD if row.statement is statement]
        drawn += chance.sample(rows, min(len(rows), OF_EACH))
    return drawn


@pytest.mark.parametrize("row", sample(), ids=str)
def test_a_lie_in_the_world_is_named_or_admitted(world: FalseWorld, row: Row) -> None:
    (told,) = tell(world, [row])
    assert told.wrong == []


def test_each_statement_is_made_false_and_no_two_rows_are_one_lie() -> None:
    assert {row.statement for row in EVERY} == set(Statement)
    assert len({str(row) for row in EVERY}) == len(EVERY)


def test_what_nobody_can_know_stands_in_the_threat_model() -> None:
    unknown = [row for row in EVERY if row.by is By.NOBODY]
    assert unknown
    assert [row.lie for row in unknown if not is_admitted(row.said)] == []


def test_the_judge_sees_messages_that_are_certified_as_deleted_and_are_there(
    world: FalseWorld,
) -> None:
    with world.lied_to() as its:
        its.play({Before.DESTROYING: [lying(hides_what_it_deleted, hides_from_get())]})
        assert false_claims(its) == [
            "40 are certified as deleted, and 40 of 40 are there",
            "absent, says the look, and 40 are there",
        ]


def test_the_judge_sees_a_second_message_that_is_not_told(world: FalseWorld) -> None:
    with world.lied_to() as its:
        its.bench.patch.setattr(ListedMessages, "stray", lambda *_: None)
        its.play({Before.COLLECTING: [second_message], Before.LOOKING: [lying(hides_from_get())]})
        assert "somebody has two messages, and that is not told" in false_claims(its)


def test_the_judge_sees_that_a_strangers_message_was_deleted(world: FalseWorld) -> None:
    with world.lied_to() as its:
        its.play({})
        assert false_claims(its) == []
        its.liar.store.delete(its.strangers[0])
        assert false_claims(its) == ["1 messages of strangers were deleted"]
