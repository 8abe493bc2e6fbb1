"""``eenmalig verify``: tell whether a campaign's evidence holds."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from eenmalig.cli.arguments import FILE, FOLDER
from eenmalig.cli.ending import fail
from eenmalig.cli.traced import lines_of
from eenmalig.errors import EenmaligError
from eenmalig.evidence.trace_reading import tell_trace
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
@click.option(
    "--verifications",
    type=FILE,
    help="The installation's trace of verifications. Default: verifications.jsonl beside it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def verify(
    evidence_dir: Path, trust: Path | None, verifications: Path | None, *, as_json: bool
) -> None:
    """Check a campaign's evidence, offline.

    EVIDENCE_DIR is one campaign's folder, such as var/evidence/lelystad-2026-05-01-abcd. Chain,
    signatures, counts, approvals and certificate must all hold; then the exit code is 0. Whether
    somebody looked each day is read from the installation's verifications.jsonl beside that folder.
    """
    try:
        trusted = trust or Home.from_environment().trust
        verdict = verify_evidence(evidence_dir.resolve(), trusted)
        traced = tell_trace(evidence_dir.resolve(), trusted, verifications)
    except EenmaligError as error:
        if as_json:
            click.echo(json.dumps({"holds": False, "code": error.code, "why": error.mistakes}))
        fail(error)
    if as_json:
        click.echo(json.dumps({"holds": True, **asdict(verdict), "trace": asdict(traced)}))
        return
    click.echo(f"HOLDS: {verdict.campaign}, ending: {verdict.ending}")
    click.echo(f"{verdict.records} signed records, {verdict.looks} later looks")
    click.echo(f"last look {verdict.last_look_at}: at the provider {_PROVIDER[verdict.provider]}")
    for line in lines_of(traced):
        click.echo(line)
    click.echo(f"destroyed {'before' if verdict.in_time else 'AFTER'} the deadline")
    if verdict.campaign != evidence_dir.resolve().name:
        click.echo("This folder bears another name than the campaign's.")
    if verdict.outcomes:
        click.echo(", ".join(f"{count} {name}" for name, count in verdict.outcomes.items()))
    click.echo(f"fingerprint: {verdict.fingerprint}")
