"""Stopping a campaign from a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Command


def test_a_stop_is_recorded_and_says_so(command: Command) -> None:
    command.take_in(hours=2)
    shown = command.run("stop", command.campaign)
    assert (shown.exit_code, shown.output.split(".")[0]) == (0, "Stopped")
    assert command.inventory.stopped(command.campaign)
    assert command.run("stop", command.campaign).exit_code == 0


def test_stopping_what_nobody_knows_fails(command: Command) -> None:
    shown = command.run("stop", "lelystad-2026-05-01-none")
    assert shown.exit_code == 1
    assert "[campaign-unknown]" in shown.stderr
    assert command.home.inventory.exists()
