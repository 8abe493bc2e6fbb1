"""Recording and checking the effect from a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from tests.effects import MEASURES, folder_of, weeks_since

from eenmalig.cli import main

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from tests.bench import Bench


@pytest.fixture
def totals(weeks_ago: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Totals as Excel saves them in Dutch, with a byte order mark."""
    monkeypatch.setenv("EENMALIG_HOME", str(weeks_ago.home.root))
    _, week, after = weeks_since(weeks_ago)
    file = tmp_path / "totalen.csv"
    rows = ["Week;Maatstaf;Aantal", f"{week};{MEASURES[0].upper()};17", f"{after};2;3", ";;"]
    file.write_text("\r\n".join(rows), encoding="utf-8-sig")
    return file


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(each) for each in arguments])


def test_totals_are_recorded_and_checked(weeks_ago: Bench, totals: Path) -> None:
    _, week, after = weeks_since(weeks_ago)
    recorded = run("effect", "record", weeks_ago.campaign.id, totals)
    assert recorded.exit_code == 0, recorded.output
    assert "Recorded: 1 new totals, 0 corrected." in recorded.output
    assert f"Waits from {after}, fewer than 5 so far: {MEASURES[1]}" in recorded.output
    checked = run("effect", "verify", folder_of(weeks_ago))
    assert checked.exit_code == 0, checked.output
    assert f"  {week} to {week} (from the week of sending on): 17" in checked.output
    assert "  nothing recorded" in checked.output
    assert recorded.output.splitlines()[-1] == checked.output.splitlines()[-1]


def test_a_copy_is_checked_beside_a_copy_of_the_evidence(
    weeks_ago: Bench,
    totals: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run("effect", "record", weeks_ago.campaign.id, totals, "--final").exit_code == 0
    away = tmp_path / "away"
    evidence = weeks_ago.home.evidence.rename(tmp_path / "evidence") / weeks_ago.campaign.id
    weeks_ago.home.effect.rename(away)
    monkeypatch.setenv("EENMALIG_HOME", str(tmp_path / "nowhere"))
    checked = run(
        *("effect", "verify", away / weeks_ago.campaign.id),
        *("--evidence", evidence, "--trust", weeks_ago.home.trust),
    )
    assert "fewer than 5" in checked.output
    assert checked.exit_code == 0


def test_what_cannot_be_recorded_ends_with_one(weeks_ago: Bench, totals: Path) -> None:
    totals.write_text("week;number\n")
    refused = run("effect", "record", weeks_ago.campaign.id, totals)
    assert refused.exit_code == 1
    assert "the first row must name the columns week, measure and number" in refused.output
    assert run("effect", "record", "lelystad-2026-01-01-none", totals).exit_code == 1


def test_what_was_changed_ends_with_one(weeks_ago: Bench, totals: Path) -> None:
    run("effect", "record", weeks_ago.campaign.id, totals)
    (file,) = folder_of(weeks_ago).iterdir()
    file.write_bytes(file.read_bytes().replace(b"17", b"71"))
    refused = run("effect", "verify", folder_of(weeks_ago))
    assert refused.exit_code == 1
    assert "effect.jsonl: record 1: a signature does not hold" in refused.output
