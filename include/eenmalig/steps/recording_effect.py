"""Recording the effect of a campaign: totals by week of what was named before it was sent."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.domain.effect_added import added
from eenmalig.domain.effect_cells import current
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.effect_chain import EFFECT, KIND, MOST, Effect, misfits, read_effect
from eenmalig.evidence.records import Record, line_of, link
from eenmalig.steps.effect_totals import read_totals
from eenmalig.steps.installation import PATIENCE, now
from eenmalig.stores.private_files import (
    AS_THE_UMASK_SAYS,
    FOLDER_AS_THE_UMASK_SAYS,
    is_folder,
    make_folder,
    remove_drafts,
    write_whole,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from eenmalig.domain.effect_added import Added
    from eenmalig.domain.effect_cells import Cell
    from eenmalig.steps.effect_totals import Totals
    from eenmalig.steps.installation import Stores


class EffectRecorded(NamedTuple):
    """What was recorded: how many totals are new, and how many were corrected.

    ``waits`` is the first week that waits for later ones, by measure. ``head`` is the SHA-256 of
    the file's last line.
    """

    new: int
    corrected: int
    waits: Mapping[str, str]
    head: str


def record_effect(  # noqa: PLR0913 - who records what, and how
    stores: Stores, campaign: str, file: Path, by: str, *, final: bool, correct: bool
) -> EffectRecorded:
    """Sign the totals in a file and add them to the campaign's effect. Doing it again adds nothing.

    ``by`` is the account on this machine. With ``final`` no later weeks are waited for; with
    ``correct`` totals may differ from those on record, of the same weeks.

    Fails, and records nothing, when the campaign is open, sent nothing or named no measure
    (``EFFECT_REFUSED``), when totals cannot be recorded (``TOTALS_INVALID``), and when what is on
    record does not hold (``EVIDENCE_INVALID``).
    """
    folder = stores.home.effect / campaign
    with stores.inventory.lease(campaign, PATIENCE):
        effect = _on_record(stores, campaign, folder)
        totals = read_totals(file, effect.measures, effect.sent, now())
        by_measure = _added(effect, totals, final=final)
        corrected = [cell for its in by_measure.values() for cell in its.other]
        if corrected and not correct:
            raise EenmaligError(Code.TOTALS_INVALID, *_contradicted(effect, corrected))
        new = [cell for its in by_measure.values() for cell in its.new.cells]
        waits = {
            measure: its.new.waits_from
            for measure, its in by_measure.items()
            if its.new.waits_from is not None
        }
        head = _add(stores, effect, [*corrected, *new], by) if corrected or new else effect.head
        return EffectRecorded(len(new), len(corrected), waits, head)


def _on_record(stores: Stores, campaign: str, folder: Path) -> Effect:
    known = stores.inventory.get(campaign)
    if os.path.lexists(folder) and not is_folder(folder):
        raise EenmaligError(Code.EFFECT_REFUSED, "something stands in the place of its folder")
    if known.open:
        raise EenmaligError(Code.EFFECT_REFUSED, "the campaign is still open")
    if known.sending_began_at is None:
        raise EenmaligError(Code.EFFECT_REFUSED, "nothing was sent")
    effect = read_effect(folder, stores.home.evidence / campaign, stores.trust)
    if not effect.measures:
        raise EenmaligError(Code.EFFECT_REFUSED, "its hand-over named no measure beforehand")
    return effect


def _added(effect: Effect, totals: Totals, *, final: bool) -> Mapping[str, Added]:
    """Return what is added of each measure. Fails with all that is wrong with any."""
    known = current(effect.cells)
    by_measure = {
        measure: added(measure, known.get(measure, []), its, effect.sent, final=final)
        for measure, its in totals.items()
    }
    wrong = [
        f"measure {effect.measures.index(measure) + 1}: {what}"
        for measure, its in by_measure.items()
        for what in its.wrong
    ]
    wrong += [
        f"measure {effect.measures.index(cell.measure) + 1}: {cell.first} to {cell.last} come to "
        f"more than {MOST}, which no total may be"
        for its in by_measure.values()
        for cell in (*its.new.cells, *its.other)
        if cell.number is not None and cell.number > MOST
    ]
    if wrong:
        raise EenmaligError(Code.TOTALS_INVALID, *wrong)
    return by_measure


def _contradicted(effect: Effect, cells: list[Cell]) -> list[str]:
    return [
        f"measure {effect.measures.index(cell.measure) + 1}: another total is on record for "
        f"{cell.first} to {cell.last}; is it corrected on purpose, add --correct"
        for cell in cells
    ]


def _add(stores: Stores, effect: Effect, cells: list[Cell], by: str) -> str:
    """Write the file anew with one more line, whole or not at all; return its new end."""
    folder = stores.home.effect / effect.campaign
    path = folder / EFFECT
    record = Record(
        seq=len(effect.records) + 1,
        prev=effect.head,
        at=now().isoformat(timespec="milliseconds"),
        campaign=effect.campaign,
        kind=KIND,
        rehearsal=True,
        data={"by": by, "cells": [cell._asdict() for cell in cells]},
    )
    wrong = misfits(effect, record)
    if wrong:
        raise EenmaligError(Code.TOTALS_INVALID, *wrong)
    line = line_of(record, stores.evidence_keys.signer)
    make_folder(folder, FOLDER_AS_THE_UMASK_SAYS)
    remove_drafts(folder)
    before = path.read_bytes() if effect.records else b""
    write_whole(path, before + line + b"\n", AS_THE_UMASK_SAYS)
    return link(line)
