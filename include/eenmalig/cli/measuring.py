"""``eenmalig effect``: totals of what was named before sending, recorded and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from eenmalig.cli.arguments import FILE, FOLDER
from eenmalig.cli.ending import fail
from eenmalig.cli.installation import stores
from eenmalig.domain.counting import SMALL_CELL
from eenmalig.domain.effect_cells import current
from eenmalig.errors import EenmaligError
from eenmalig.evidence.effect_chain import read_effect
from eenmalig.evidence.signing import Trust
from eenmalig.steps.recording_effect import record_effect
from eenmalig.stores.home import Home
from eenmalig.stores.machine_account import machine_account

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.evidence.effect_chain import Effect


@click.group()
def effect() -> None:
    """Record and check what was measured after a campaign: totals by week, never a small one."""


@effect.command()
@click.argument("campaign_id")
@click.argument("totals", type=FILE)
@click.option("--final", is_flag=True, help="No later weeks will come: leave nothing waiting.")
@click.option("--correct", is_flag=True, help="Totals on record may be replaced by these.")
def record(campaign_id: str, totals: Path, *, final: bool, correct: bool) -> None:
    """Sign totals and add them to a closed campaign's effect.

    TOTALS is a CSV with the columns week (2026-W49), measure (as the hand-over named it, or its
    position) and number; a week without anything is 0. Weeks are added up until they make 5
    together; what is less waits for later weeks and is not recorded. Recording the same file again
    adds nothing.
    """
    try:
        came_to = record_effect(
            stores(), campaign_id, totals, machine_account(), final=final, correct=correct
        )
    except EenmaligError as error:
        fail(error)
    click.echo(f"Recorded: {came_to.new} new totals, {came_to.corrected} corrected.")
    for measure, week in came_to.waits.items():
        click.echo(f"Waits from {week}, fewer than {SMALL_CELL} so far: {measure}")
    click.echo(f"fingerprint: {came_to.head}")


@effect.command()
@click.argument("effect_dir", type=FOLDER)
@click.option("--evidence", type=FOLDER, help="The campaign's. Default: in EENMALIG_HOME/evidence.")
@click.option("--trust", type=FOLDER, help="Public keys that count. Default: EENMALIG_HOME/trust.")
def verify(effect_dir: Path, evidence: Path | None, trust: Path | None) -> None:
    """Check a campaign's effect, offline, and print it.

    EFFECT_DIR is one campaign's folder, such as var/effect/lelystad-2026-05-01-abcd. Signatures,
    the chain from the ledger's end on, measures and weeks are checked; the ledger itself by
    eenmalig verify. Compare the fingerprint with what was noted: a file that was cut holds too.
    """
    home, folder = Home.from_environment(), effect_dir.resolve()
    try:
        of = evidence or home.evidence / folder.name
        found = read_effect(folder, of.resolve(), Trust(trust or home.trust))
    except EenmaligError as error:
        fail(error)
    click.echo(f"HOLDS: {found.campaign}, {len(found.records)} signed records")
    for line in _lines(found):
        click.echo(line)
    click.echo(f"fingerprint: {found.head}")


def _lines(found: Effect) -> Iterator[str]:
    cells = current(found.cells)
    for measure in found.measures:
        yield measure
        for cell in cells.get(measure, []):
            number = f"fewer than {SMALL_CELL}" if cell.number is None else str(cell.number)
            when = "before" if cell.last < found.sent else "from the week of sending on"
            yield f"  {cell.first} to {cell.last} ({when}): {number}"
        if measure not in cells:
            yield "  nothing recorded"
