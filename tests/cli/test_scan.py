"""Searching for numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rehearsal.handovers import make_handover

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command


def test_a_search_finds_a_number_that_is_there_and_does_not_show_it(
    bare: Command, tmp_path: Path
) -> None:
    given = tmp_path / "given"
    truth = make_handover(given, city="lelystad", case_reference="PL-2026-0001", recipients=30)
    clean, leaking = tmp_path / "clean.log", tmp_path / "leaking.log"
    number = min(truth.recipient_numbers)
    clean.write_text("nothing of anybody")
    leaking.write_text(f"sent to 0{number.removeprefix('+31')}")
    assert bare.run("scan", given, clean).exit_code == 0
    shown = bare.run("scan", given, clean, leaking)
    assert shown.exit_code == 1
    assert f"FOUND: 1 in {leaking}" in shown.stdout
    assert "[leak-found]" in shown.stderr
    assert number[-8:] not in shown.output
    assert not bare.home.root.exists()
