"""Checking evidence offline."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command


def test_evidence_that_holds_is_told_with_its_fingerprint(command: Command) -> None:
    evidence = command.destroyed_and_looked_at()
    shown = command.run("verify", evidence)
    assert shown.exit_code == 0
    assert shown.output.startswith(f"HOLDS: {command.campaign}, ending: failed\n")
    told = json.loads(command.run("verify", evidence, "--json").output)
    assert told["holds"] is True
    assert f"fingerprint: {told['fingerprint']}\n" in shown.output
    assert told["campaign"] == command.campaign
    assert told["looks"] == 1


def test_evidence_that_does_not_hold_fails_and_says_why(command: Command) -> None:
    evidence = command.destroyed_and_looked_at()
    report = evidence / "report.json"
    report.write_bytes(report.read_bytes() + b" ")
    shown = command.run("verify", evidence)
    assert shown.exit_code == 1
    assert "HOLDS" not in shown.output
    assert "report.json was changed" in shown.stderr
    as_json = command.run("verify", evidence, "--json")
    assert as_json.exit_code == 1
    told = json.loads(as_json.stdout)
    assert told == {
        "holds": False,
        "code": "evidence-invalid",
        "findings": ["report.json was changed"],
    }


def test_evidence_is_checked_against_the_trust_that_is_named(
    command: Command, tmp_path: Path
) -> None:
    evidence = command.destroyed_and_looked_at()
    nobody = tmp_path / "nobody"
    nobody.mkdir()
    assert command.run("verify", evidence, "--trust", command.home.trust).exit_code == 0
    shown = command.run("verify", evidence, "--trust", nobody)
    assert shown.exit_code == 1
    assert "a key that is not in the trust folder used (see --trust)" in shown.stderr


def test_evidence_that_only_the_destroyer_saw_does_not_hold_yet(command: Command) -> None:
    command.take_in(hours=-1)
    command.run("destroy", "--overdue")
    shown = command.run("verify", command.evidence)
    assert shown.exit_code == 1
    assert "run the DAG destruction_verification (as admin), then verify again" in shown.stderr
