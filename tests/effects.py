"""What tests of the effect share: totals that somebody hands in, and where they are recorded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.faults.dying_step import TOTALS

from eenmalig.domain.effect_cells import week_after, week_of
from eenmalig.domain.window import ZONE
from eenmalig.steps.recording_effect import EffectRecorded, record_effect

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.bench import Bench

MEASURES = ["Gesprekken met de hulp uit het bericht", "Aanmeldingen voor hulp"]


def weeks_since(bench: Bench) -> list[str]:
    """Return the week before sending, that of sending, and the one after it."""
    began = datetime.fromisoformat(bench.records("sending_began")[0].at).astimezone(ZONE).date()
    week = week_of(began)
    return [week_of(began - timedelta(days=7)), week, week_after(week)]


def record(
    bench: Bench, rows: Sequence[str], *, final: bool = False, correct: bool = False
) -> EffectRecorded:
    return record_effect(
        *(bench.stores, bench.campaign.id, written(bench, rows), "tests"),
        final=final,
        correct=correct,
    )


def written(bench: Bench, rows: Sequence[str]) -> Path:
    """Write totals where a dying step finds them too."""
    file: Path = bench.home.root.parent / TOTALS
    file.write_text("\n".join(["week;measure;number", *rows, ""]))
    return file


def folder_of(bench: Bench) -> Path:
    return bench.home.effect / bench.campaign.id
