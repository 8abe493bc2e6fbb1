"""Making an installation, and what is said where something of one was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from eenmalig.cli import main
from eenmalig.errors import Code
from eenmalig.stores import schema
from eenmalig.stores.engine import engine, writing
from eenmalig.stores.inventory import inventory_file

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command


def stands(command: Command) -> dict[Path, bytes]:
    return {
        path: path.read_bytes()
        for path in command.home.root.rglob("*")
        if path.is_file() and not path.name.endswith((".lock", "-journal"))
    }


def refused(command: Command, code: Code, *says: str) -> None:
    """Check that it fails with a code and words, shows nothing but these, and changes nothing."""
    before = stands(command)
    shown = command.run("install")
    assert (shown.exit_code, shown.stdout) == (1, "")
    assert shown.stderr.splitlines()[0].startswith(f"[{code}] ")
    for each in ("Kept safe: ", "What to do: ", *says):
        assert each in shown.stderr
    assert "Traceback" not in shown.output
    assert stands(command) == before


def test_it_makes_an_installation_and_says_where(bare: Command) -> None:
    shown = bare.run("install")
    assert shown.exit_code == 0, shown.output
    assert shown.stdout == f"A new inventory was made in {bare.home.root}; 0 campaigns are open.\n"
    assert bare.inventory.campaigns() == []
    assert bare.stores.evidence_keys.signer


def test_a_second_time_changes_nothing_and_tells_what_is_open(command: Command) -> None:
    command.take_in(hours=2)
    before = stands(command)
    for flags in ([], ["--replace-lost"]):
        shown = command.run("install", *flags)
        assert shown.exit_code == 0, shown.output
        assert shown.stdout == f"Already installed in {command.home.root}; 1 campaigns are open.\n"
    assert stands(command) == before


def test_no_other_command_makes_one(bare: Command) -> None:
    for arguments in (
        ["destroy", "--overdue"],
        ["stop", bare.campaign],
        ["withdraw", bare.campaign, "--authority", "police", "--on-word-of", "police-lelystad"],
        ["handover", "refused", bare.campaign],
    ):
        shown = bare.run(*arguments)
        assert shown.exit_code == 1
        assert "[home-empty]" in shown.stderr
        assert "eenmalig install" in shown.stderr
        assert not bare.home.root.exists()


def test_a_lost_inventory_is_told_and_made_from_the_ledgers_when_that_is_said(
    command: Command,
) -> None:
    command.take_in(hours=2)
    inventory_file(command.home).unlink()
    refused(command, Code.INVENTORY_MISSING, "eenmalig install --replace-lost")
    shown = command.run("install", "--replace-lost")
    assert shown.exit_code == 0, shown.output
    assert "A new inventory was made in" in shown.stdout
    assert "; 1 campaigns are open.\n" in shown.stdout
    assert [each.id for each in command.inventory.campaigns()] == [command.campaign]


def test_a_damaged_inventory_is_told(command: Command) -> None:
    command.take_in(hours=2)
    inventory_file(command.home).write_bytes(b"nothing of a database" * 400)
    refused(command, Code.INVENTORY_DAMAGED, "eenmalig install --replace-lost")
    assert command.run("install", "--replace-lost").exit_code == 0


def test_a_lost_evidence_key_is_told(command: Command) -> None:
    command.take_in(hours=2)
    (command.home.signing / "rehearsal.pem").unlink()
    refused(command, Code.KEY_MISSING, "the evidence key")
    assert command.run("install", "--replace-lost").exit_code == 0


def test_a_trusted_key_that_is_missing_is_told(command: Command) -> None:
    next(command.home.trust.iterdir()).unlink()
    refused(command, Code.INSTALLATION_CHANGED, "trust: a key is missing", "--replace-lost")
    assert command.run("install", "--replace-lost").exit_code == 0


def test_a_key_that_others_can_read_is_told(command: Command) -> None:
    (command.home.signing / "rehearsal.pem").chmod(0o644)
    refused(command, Code.KEY_EXPOSED, "the evidence key")


@pytest.mark.parametrize("beyond", [1, 7])
def test_a_newer_programs_inventory_is_told(command: Command, beyond: int) -> None:
    to = str(schema.INVENTORY_REVISION + beyond)
    with writing(engine(inventory_file(command.home), Code.INVENTORY_DAMAGED)) as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (to,))
    refused(command, Code.DATABASE_NEWER, "the inventory", "Use the newer program")


def test_help_says_that_nothing_is_replaced(bare: Command) -> None:
    shown = " ".join(bare.run("install", "--help").output.split())
    assert "Nothing that is there is replaced" in shown
    assert "read the runbook before --replace-lost" in shown
    assert "install" in main.commands
