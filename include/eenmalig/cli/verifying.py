"""``eenmalig verify``: tell whether a campaign's evidence holds."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from eenmalig.cli.arguments import FILE, FOLDER
from eenmalig.cli.ending import fail
from eenmalig.cli.traced import lines_of
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.trace_reading import tell_trace
from eenmalig.evidence.verifying import verify_evidence
from eenmalig.stores.home import Home

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from eenmalig.evidence.trace_reading import Traced
    from eenmalig.evidence.verdict import Verdict

_PROVIDER = {
    "absent": "absent",
    "not_proved": "nothing is listed, but some messages stayed in doubt",
    "not_looked": "NOBODY COULD LOOK",
}
_KINDS = {"rehearsal": "rehearsals only", "live": "live campaigns"}


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

    EVIDENCE_DIR is one campaign's folder, such as var/evidence/lelystad-2026-05-01-abcd. Its
    certificate and report are made again from the ledger, and all records are held against each
    other. Whether somebody looked each day is read from the installation's verifications.jsonl
    beside that folder. The exit code is 0 if all of it holds. Otherwise everything that does not is
    told, and it is 1.
    """
    try:
        trusted = trust or Home.from_environment().trust
        verdict, traced = _checked(evidence_dir.resolve(), trusted, verifications)
    except EenmaligError as error:
        if as_json:
            told = {"holds": False, "code": error.code, "findings": error.mistakes}
            click.echo(json.dumps(told))
        fail(error)
    if as_json:
        click.echo(json.dumps({"holds": True, **asdict(verdict), "trace": asdict(traced)}))
        return
    for line in (*_lines(verdict), *lines_of(traced), f"fingerprint: {verdict.fingerprint}"):
        click.echo(line)
    if verdict.campaign != evidence_dir.resolve().name:
        click.echo("This folder bears another name than the campaign's.")


def _checked(folder: Path, trust: Path, trace: Path | None) -> tuple[Verdict, Traced]:
    """Return what evidence and trace tell. Fails with all that does not hold of either."""
    if not any(trust.glob("*.pem")):
        raise EenmaligError(Code.TRUST_EMPTY)
    try:
        traced = tell_trace(folder, trust, trace)
    except EenmaligError as of_trace:
        try:
            verify_evidence(folder, trust)
        except EenmaligError as error:
            wrong = dict.fromkeys((*error.mistakes, *of_trace.mistakes))
            raise EenmaligError(of_trace.code, *wrong) from None
        raise
    return verify_evidence(folder, trust), traced


def _lines(verdict: Verdict) -> Iterator[str]:
    yield f"HOLDS: {verdict.campaign}, ending: {verdict.ending}"
    yield f"format {verdict.format}: {verdict.records} signed records, {verdict.looks} later looks"
    yield f"signed by key {verdict.key}, which is for {_KINDS[verdict.key_kind]}"
    for change in verdict.replaced_keys:
        yield (
            f"KEY REPLACED: {change['old']} signed before, and was lost; {change['new']} took its "
            f"place at {change['at']}, by {change['by'] or 'nobody on record'}"
        )
    yield (
        f"last look {verdict.last_look_at}, {verdict.days_looked} days after destruction: "
        f"at the provider {_PROVIDER[verdict.provider]}"
    )
    yield f"destroyed {'before' if verdict.in_time else 'AFTER'} the deadline"
    if verdict.outcomes:
        yield _counted(verdict.outcomes)
    if verdict.listing:
        yield f"in the provider's list: {_counted(verdict.listing)}"
    if verdict.not_provable:
        yield f"{verdict.not_provable} messages: NOT PROVED that the provider deleted them"
    if verdict.late_deleted:
        yield f"{verdict.late_deleted} messages turned up after destruction, and were deleted"
    if verdict.given_up:
        yield f"GIVEN UP, not proved to be destroyed: {', '.join(verdict.given_up)}"
    if verdict.findings:
        yield f"{verdict.findings} findings of destruction: see certificate.pdf"


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in counts.items())
