"""Checking evidence offline."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from eenmalig.evidence.trace_reading import TRACE

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
    assert "[trust-empty]" in shown.stderr
    assert "--trust" in shown.stderr


def test_evidence_that_only_the_destroyer_saw_is_no_proof_yet_and_not_called_wrong(
    command: Command,
) -> None:
    command.take_in(hours=-1)
    command.run("destroy", "--overdue")
    shown = command.run("verify", command.evidence)
    assert shown.exit_code == 1
    assert "[evidence-unlooked] All that is on record holds" in shown.stderr
    assert "does not hold" not in shown.output


def test_it_tells_when_somebody_last_looked_and_the_days_without(command: Command) -> None:
    evidence = command.destroyed_and_looked_at()
    trace = json.loads(command.run("verify", evidence, "--json").output)["trace"]
    assert (trace["there"], trace["verifications"]) == (True, 1)
    shown = command.run("verify", evidence)
    assert f"1 verifications looked at it, the last on {trace['last_at']}\n" in shown.output
    stores, now = command.stores, datetime.now(UTC)
    stores.trace.begin(now + timedelta(days=2))
    shown = command.run("verify", evidence)
    assert shown.exit_code == 0
    until = (now + timedelta(days=2)).isoformat(timespec="milliseconds")
    assert f"NOBODY LOOKED from {trace['last_at']} to {until}\n" in shown.output
    assert f"a verification that began on {until} has not ended\n" in shown.output


def test_a_folder_by_itself_still_verifies_and_says_what_cannot_be_told(
    command: Command, tmp_path: Path
) -> None:
    evidence = command.destroyed_and_looked_at()
    alone = tmp_path / "alone" / evidence.name
    shutil.copytree(evidence, alone)
    shown = command.run("verify", alone)
    assert shown.exit_code == 0
    assert "no trace of verifications here" in shown.output
    named = command.run("verify", alone, "--verifications", command.home.evidence / TRACE)
    assert "1 verifications looked at it" in named.output


def test_a_trace_that_does_not_hold_makes_it_fail(command: Command) -> None:
    evidence = command.destroyed_and_looked_at()
    trace = command.home.evidence / TRACE
    trace.write_bytes(trace.read_bytes().replace(b'"findings":0', b'"findings":1'))
    shown = command.run("verify", evidence)
    assert shown.exit_code == 1
    assert "the trace of verifications: record 2: a signature does not hold" in shown.stderr


def test_what_is_wrong_with_evidence_and_with_the_trace_is_told_at_once(command: Command) -> None:
    evidence = command.destroyed_and_looked_at()
    report, trace = evidence / "report.json", command.home.evidence / TRACE
    report.write_bytes(report.read_bytes() + b" ")
    trace.write_bytes(trace.read_bytes().replace(b'"findings":0', b'"findings":1'))
    both = [
        "report.json was changed",
        "the trace of verifications: record 2: a signature does not hold",
    ]
    shown = command.run("verify", evidence)
    assert all(f"  - {finding}\n" in shown.stderr for finding in both)
    told = json.loads(command.run("verify", evidence, "--json").stdout)
    assert (told["holds"], told["findings"]) == (False, both)


def test_where_evidence_is_too_damaged_to_hold_a_trace_against_that_is_told_too(
    command: Command,
) -> None:
    evidence = command.destroyed_and_looked_at()
    (evidence / "ledger.jsonl").write_bytes(b"no ledger\n")
    shown = command.run("verify", evidence)
    assert shown.exit_code == 1
    assert "record 1 is not as it was written" in shown.stderr
    assert "it cannot be held against evidence that does not hold" in shown.stderr
