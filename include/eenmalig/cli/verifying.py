"""``eenmalig verify``: tell whether a campaign's evidence holds."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import click

from eenmalig.cli.arguments import FOLDER
from eenmalig.cli.ending import fail
from eenmalig.errors import EenmaligError
from eenmalig.evidence.verifying import verify_evidence
from eenmalig.stores.home import Home

if TYPE_CHECKING:
    from pathlib import Path

_PROVIDER = {
    "absent": "absent",
    "not_proved": "nothing is listed, but some messages stayed in doubt",
    "not_looked": "NOBODY COULD LOOK",
}


@click.command()
@click.argument("evidence_dir", type=FOLDER)
@click.option("--trust", type=FOLDER, help="Public keys that count. Default: EENMALIG_HOME/trust.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def verify(evidence_dir: Path, trust: Path | None, *, as_json: bool) -> None:
    """Check a campaign's evidence, offline.

    EVIDENCE_DIR is one campaign's folder, such as var/evidence/lelystad-2026-05-01-abcd. Chain,
    signatures, counts, approvals and certificate must all hold; then the exit code is 0.
    """
    try:
        verdict = verify_evidence(evidence_dir.resolve(), trust or Home.from_environment().trust)
    except EenmaligError as error:
        if as_json:
            click.echo(json.dumps({"holds": False, "code": error.code, "why": error.mistakes}))
        fail(error)
    if as_json:
        click.echo(json.dumps({"holds": True, **dataclasses.asdict(verdict)}))
        return
    click.echo(f"HOLDS: {verdict.campaign}, ending: {verdict.ending}")
    click.echo(f"{verdict.records} signed records, {verdict.looks} later looks")
    click.echo(f"last look {verdict.last_look_at}: at the provider {_PROVIDER[verdict.provider]}")
    click.echo(f"destroyed {'before' if verdict.in_time else 'AFTER'} the deadline")
    for what in verdict.given_up:
        click.echo(f"GIVEN UP by a person, and not proved to be destroyed: {what}")
    if verdict.campaign != evidence_dir.resolve().name:
        click.echo("This folder bears another name than the campaign's.")
    if verdict.outcomes:
        click.echo(", ".join(f"{count} {name}" for name, count in verdict.outcomes.items()))
    click.echo(f"fingerprint: {verdict.fingerprint}")
