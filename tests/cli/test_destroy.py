"""Destroying what is overdue, as cron does, and the gateway's connection in a file."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from eenmalig.cli import CONNECTION
from eenmalig.cli.destroying import tell
from eenmalig.steps import overdue
from eenmalig.steps.findings import Findings

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

TOKEN = "geheim-woord"
SETTINGS = json.dumps(
    {"login": "ACx", "password": TOKEN, "extra": {"base_url": "http://127.0.0.1:9"}}
)


def connection_file(folder: Path, mode: int, content: str = SETTINGS) -> Path:
    file = folder / "connection"
    file.write_text(content)
    file.chmod(mode)
    return file


def test_with_nothing_overdue_there_is_nothing_to_destroy(command: Command) -> None:
    command.take_in(hours=2)
    shown = command.run("destroy", "--overdue")
    assert shown.exit_code == 0
    assert shown.stdout.splitlines() == [
        f"Looking in {command.home.root}: 1 campaigns are open, 0 of them overdue.",
        "Nothing overdue is left.",
    ]
    assert command.left() == 3


def test_what_is_overdue_is_destroyed_without_airflow_or_gateway(command: Command) -> None:
    command.take_in(hours=-1)
    shown = command.run("destroy", "--overdue")
    assert shown.exit_code == 0
    assert shown.stdout.splitlines()[1:] == [
        f"destroyed: {command.campaign}",
        "Nothing overdue is left.",
    ]
    assert command.left() == 0
    assert (command.evidence / "certificate.pdf").read_bytes().startswith(b"%PDF")


def test_what_could_not_be_destroyed_is_named_and_fails(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    command.take_in(hours=-1)
    monkeypatch.setattr(overdue, "LEASES_WAIT", 0.1)
    with command.inventory.lease(command.campaign):
        shown = command.run("destroy", "--overdue")
    assert shown.exit_code == 1
    _, line = shown.stdout.splitlines()
    assert line == f"LEFT: {command.campaign} is not destroyed: vault-busy (journal key, vault)"
    assert not (command.home.handover / "lelystad/eerste").exists()


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o604, 0o620])
def test_a_connection_that_others_can_reach_is_not_used_or_shown_and_holds_up_nothing(
    command: Command, tmp_path: Path, mode: int
) -> None:
    command.take_in(hours=-1)
    shown = command.run("destroy", "--overdue", "--connection", connection_file(tmp_path, mode))
    assert shown.exit_code == 1
    assert "[key-exposed]" in shown.stderr
    assert TOKEN not in shown.output
    assert f"destroyed: {command.campaign}" in shown.stdout
    assert command.left() == 0


def test_a_connection_of_mode_0600_is_read(command: Command, tmp_path: Path) -> None:
    file = connection_file(tmp_path, 0o600, f"\n{SETTINGS}\n")
    assert command.run("destroy", "--overdue", "--connection", file).exit_code == 0
    assert command.inventory.campaigns() == []


@pytest.mark.parametrize("content", ["{", "{}", "no connection", ""])
def test_a_connection_that_is_none_fails_without_being_quoted(
    command: Command, tmp_path: Path, content: str
) -> None:
    file = connection_file(tmp_path, 0o600, content + TOKEN)
    shown = command.run("destroy", "--overdue", "--connection", file)
    assert shown.exit_code == 1
    assert "[gateway-settings]" in shown.stderr
    assert TOKEN not in shown.output
    assert command.home.inventory.exists()


def test_a_broken_connection_in_the_environment_fails_too(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CONNECTION, "{" + TOKEN)
    shown = command.run("destroy", "--overdue")
    assert shown.exit_code == 1
    assert TOKEN not in shown.output
    assert command.home.inventory.exists()


def test_a_home_without_an_inventory_never_looks_clean(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("EENMALIG_HOME", str(tmp_path / "mistyped"))
    shown = command.run("destroy", "--overdue")
    assert shown.exit_code == 1
    assert "[home-empty]" in shown.stderr
    assert not (tmp_path / "mistyped").exists()


def test_what_was_met_is_not_called_left(capsys: pytest.CaptureFixture[str]) -> None:
    findings = Findings()
    findings.find_met("a campaign was unknown")
    tell(findings)
    told = capsys.readouterr().out.splitlines()
    assert told == [
        "FOUND: a campaign was unknown",
        "Nothing overdue is left, but what is kept is not as it should be.",
    ]
