"""What the command says of itself."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import click
import pytest

from eenmalig.cli import main
from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.conftest import Command


def test_help_names_every_command(command: Command) -> None:
    for flag in ("-h", "--help"):
        shown = command.run(flag)
        assert shown.exit_code == 0
        assert all(name in shown.output for name in main.commands)
        assert "EENMALIG_HOME" in shown.output


def named(group: click.Group, *path: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command with the words that call it."""
    for name, each in group.commands.items():
        yield (*path, name), each
        if isinstance(each, click.Group):
            yield from named(each, *path, name)


COMMANDS = dict(named(main))


@pytest.mark.parametrize("name", sorted(COMMANDS), ids=" ".join)
def test_help_of_a_command_explains_it_its_options_and_its_arguments(
    command: Command, name: tuple[str, ...]
) -> None:
    shown = command.run(*name, "--help")
    assert shown.exit_code == 0
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help
            assert parameter.opts[0] in shown.output
        else:
            assert parameter.human_readable_name.upper().rstrip(".") in shown.output
    assert len((COMMANDS[name].help or "").split()) > 15


@pytest.mark.parametrize(
    ("name", "promised"),
    [
        ("verify", "exit code is 0"),
        ("destroy", "Exit code 0 only if nothing overdue is left"),
        ("scan", "Exit code 0 only if nothing is found"),
        ("stop", "A stop is final"),
        ("handover init", "Exit code 0 if it was written"),
        ("handover check", "Exit code 0 only if the declaration holds"),
        ("handover refused", "as long as the campaign's vault lives"),
    ],
)
def test_help_says_what_success_means(command: Command, name: str, promised: str) -> None:
    assert promised in " ".join(command.run(*name.split(), "--help").output.split())


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["nothing"],
        ["verify"],
        ["verify", "/nowhere"],
        ["destroy"],
        ["stop"],
        ["scan"],
        ["handover"],
        ["handover", "init"],
        ["handover", "check", "/nowhere"],
        ["handover", "refused"],
    ],
)
def test_a_wrong_call_is_explained_and_fails(bare: Command, arguments: list[str]) -> None:
    shown = bare.run(*arguments)
    assert shown.exit_code == 2
    assert "Usage: " in shown.output
    assert not bare.home.root.exists()


def test_the_command_is_installed_and_needs_no_airflow() -> None:
    check = "import eenmalig.cli, sys; sys.exit('airflow' in sys.modules)"
    environment = {**os.environ, "PYTHONPATH": f"{PROJECT}/include"}
    assert subprocess.call([sys.executable, "-c", check], env=environment) == 0
    assert 'eenmalig = "eenmalig.cli:main"' in (PROJECT / "pyproject.toml").read_text()
