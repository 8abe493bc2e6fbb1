"""The command ``eenmalig``: what must work without Airflow, and years later."""

from __future__ import annotations

import dataclasses
import getpass
import json
import logging
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from eenmalig.domain.gateway import GatewaySettings, parse_connection
from eenmalig.errors import Code, EenmaligError
from eenmalig.home import Home
from eenmalig.steps.scan import scan_for_numbers
from eenmalig.steps.stop import Stopped, stop_campaign
from eenmalig.steps.stores import Stores, now
from eenmalig.steps.verify_destruction import destroy_overdue
from eenmalig.steps.verify_evidence import verify_evidence

if TYPE_CHECKING:
    from collections.abc import Sequence

CONNECTION = "AIRFLOW_CONN_TWILIO_DEFAULT"
_PROVIDER = {
    "absent": "absent",
    "not_proved": "nothing is listed, but some messages stayed in doubt",
    "not_looked": "NOBODY COULD LOOK",
}
_STOPPED = {
    Stopped.NOW: "Stopped. Nothing more is sent; destruction goes on as planned.",
    Stopped.BEFORE: "It was stopped before, at {since}. Nothing more is sent.",
    Stopped.TOO_LATE: "Nothing to stop: its sending is over and it is being, or was, destroyed.",
}
_FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Eenmalig: one message to each number, then nothing is left.

    These commands need no Airflow. The stores stand below EENMALIG_HOME (default: var/).
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)


@main.command()
@click.argument("evidence_dir", type=_FOLDER)
@click.option("--trust", type=_FOLDER, help="Public keys that count. Default: EENMALIG_HOME/trust.")
@click.option("--json", "as_json", is_flag=True, help="Print the verdict as JSON.")
def verify(evidence_dir: Path, trust: Path | None, *, as_json: bool) -> None:
    """Check a campaign's evidence, offline.

    EVIDENCE_DIR is one campaign's folder, such as var/evidence/lelystad-2026-05-01-abcd. Chain,
    signatures, counts, approvals and certificate must all hold; then the exit code is 0.
    """
    try:
        found = verify_evidence(evidence_dir.resolve(), trust or Home.from_environment().trust)
    except EenmaligError as error:
        if as_json:
            click.echo(json.dumps({"holds": False, "code": error.code, "why": error.mistakes}))
        _fail(error)
    verdict = dataclasses.asdict(found)
    if as_json:
        click.echo(json.dumps({"holds": True, **verdict}))
        return
    click.echo(f"HOLDS: {found.campaign}, ending: {found.ending}")
    click.echo(f"{found.records} signed records, {found.looks} later looks")
    click.echo(f"last look {found.last_look_at}: at the provider {_PROVIDER[found.provider]}")
    click.echo(f"destroyed {'before' if found.in_time else 'AFTER'} the deadline")
    if found.campaign != evidence_dir.resolve().name:
        click.echo("This folder bears another name than the campaign's.")
    if found.outcomes:
        click.echo(", ".join(f"{count} {name}" for name, count in found.outcomes.items()))
    click.echo(f"fingerprint: {found.fingerprint}")


@main.command()
@click.option("--overdue", is_flag=True, required=True, help="Destroy what is past its deadline.")
@click.option(
    "--connection",
    type=_FILE,
    help=f"File of mode 0600 that holds what {CONNECTION} would.",
)
def destroy(*, overdue: bool, connection: Path | None) -> None:
    """Destroy everything overdue: for cron or a systemd timer.

    It works from the inventory, without Airflow. The gateway's connection comes from
    AIRFLOW_CONN_TWILIO_DEFAULT or from a file. Exit code 0 only if nothing overdue is left.
    """
    del overdue
    try:
        stores = _stores()
        click.echo(f"Looking in {stores.home.root}: {_standing(stores)}")
        findings = destroy_overdue(stores, _settings(connection))
    except EenmaligError as error:
        _fail(error)
    for each in findings.destroyed:
        click.echo(f"destroyed: {each}")
    for each in findings.wrong:
        click.echo(f"LEFT: {each}")
    if findings.wrong:
        sys.exit(1)
    click.echo("Nothing overdue is left.")


@main.command()
@click.argument("campaign_id")
def stop(campaign_id: str) -> None:
    """Stop a campaign: no further message is sent, from the next call on.

    What was sent stays counted, and destruction goes on as planned. A stop is final: sending
    the rest needs a new campaign, with new approvals.
    """
    try:
        came_to, since = stop_campaign(_stores(), campaign_id, getpass.getuser())
    except EenmaligError as error:
        _fail(error)
    click.echo(_STOPPED[came_to].format(since=f"{since:%Y-%m-%d %H:%M} UTC"))


@main.command()
@click.argument("hand_over", type=_FOLDER)
@click.argument("places", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def scan(hand_over: Path, places: Sequence[Path]) -> None:
    """Search PLACES for every number of HAND_OVER, in any spelling or as an unkeyed hash.

    HAND_OVER is a folder with handover.yaml; it is only read. What is found is told by place and
    count, never by number. Exit code 0 only if nothing is found.
    """
    try:
        result = scan_for_numbers(hand_over, places)
    except EenmaligError as error:
        _fail(error)
    for path, count in result.found.items():
        click.echo(f"FOUND: {count} in {path}")
    click.echo(f"{result.numbers} numbers, {result.files} files searched.")
    if result.unread:
        click.echo(f"{result.unread} exports cannot be read; their numbers were not searched for.")
    if result.found:
        _fail(EenmaligError(Code.LEAK_FOUND, f"in {len(result.found)} files"))
    click.echo("A number planted as a trial was found; otherwise nothing was found.")


def _stores() -> Stores:
    """Return the stores. Fails when there are none: a wrong home must not look like a clean one."""
    home = Home.from_environment()
    if not (home.inventory / "inventory.db").is_file():
        raise EenmaligError(Code.HOME_EMPTY, f"looked in {home.root}")
    return Stores(home)


def _standing(stores: Stores) -> str:
    campaigns = stores.inventory.open_campaigns()
    overdue = sum(now() >= each.deadline for each in campaigns)
    return f"{len(campaigns)} campaigns are open, {overdue} of them overdue."


def _settings(connection: Path | None) -> GatewaySettings | None:
    """Return the gateway's settings, or None when none are given."""
    if connection is not None:
        if connection.stat().st_mode & 0o077:
            raise EenmaligError(Code.KEY_EXPOSED, "the file with the gateway's connection")
        return parse_connection(connection.read_text(errors="replace").strip())
    held = os.environ.get(CONNECTION, "").strip()
    return parse_connection(held) if held else None


def _fail(error: EenmaligError) -> NoReturn:
    click.echo(str(error), err=True)
    sys.exit(1)
