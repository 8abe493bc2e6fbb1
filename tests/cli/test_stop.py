"""Stopping a campaign from a terminal."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Command


@pytest.fixture(autouse=True)
def _something_was_once_taken_in(command: Command) -> None:
    _ = command.inventory


def test_a_stop_is_recorded_and_says_so(command: Command) -> None:
    command.take_in(hours=2)
    shown = command.run("stop", command.campaign)
    assert (shown.exit_code, shown.output.split(".")[0]) == (0, "Stopped")
    assert command.inventory.stop_reason(command.campaign)
    again = command.run("stop", command.campaign)
    assert (again.exit_code, "before" in again.output) == (0, True)
    ledger = (command.evidence / "ledger.jsonl").read_text()
    assert '"kind":"stopped"' in ledger


@pytest.mark.parametrize("end", [["stop"], ["withdraw", "--authority", "police"]])
def test_what_was_decided_before_stays_and_the_command_says_so(
    command: Command, end: list[str]
) -> None:
    command.take_in(hours=2)
    with command.stores.evidence(command.campaign).commit() as commit:
        commit.record("gate", {"standing": "rejected"}, datetime.now(UTC))
    on_word_of = ["--on-word-of", "police-lelystad"] if len(end) > 1 else []
    shown = command.run(*end, *on_word_of, command.campaign)
    assert shown.exit_code == 0
    assert "it was decided before that nothing is sent, and that stays how it ended" in shown.output
    assert command.inventory.stop_reason(command.campaign) is None
    assert command.left() == 0


def test_stopping_what_nobody_knows_fails(command: Command) -> None:
    shown = command.run("stop", "lelystad-2026-05-01-none")
    assert shown.exit_code == 1
    assert "[campaign-unknown]" in shown.stderr
    assert command.home.inventory.exists()
