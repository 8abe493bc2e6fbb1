"""``eenmalig destroy``: what cron runs, whatever becomes of Airflow."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from eenmalig.cli.arguments import FILE
from eenmalig.cli.ending import fail
from eenmalig.cli.installation import stores
from eenmalig.domain.gateway_settings import parse_connection
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.installation import now
from eenmalig.steps.overdue import destroy_expired_keys, destroy_overdue
from eenmalig.stores.home import Home

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.steps.installation import Stores

CONNECTION = "AIRFLOW_CONN_TWILIO_DEFAULT"


@click.command()
@click.option("--overdue", is_flag=True, required=True, help="Destroy what is past its deadline.")
@click.option(
    "--connection",
    type=FILE,
    help=f"File of mode 0600 that holds what {CONNECTION} would.",
)
def destroy(*, overdue: bool, connection: Path | None) -> None:
    """Destroy everything overdue: for cron or a systemd timer.

    It works from key files and the inventory, without Airflow; keys past their own deadline go
    first, also where the inventory is gone. The gateway's connection comes from
    AIRFLOW_CONN_TWILIO_DEFAULT or from a file. Exit code 0 only if nothing overdue is left.
    """
    del overdue
    destroy_expired_keys(Home.from_environment())
    try:
        installation = stores()
        click.echo(f"Looking in {installation.home.root}: {_standing(installation)}")
        findings = destroy_overdue(installation, _settings(connection))
    except EenmaligError as error:
        fail(error)
    for name in findings.destroyed:
        click.echo(f"destroyed: {name}")
    for finding in findings.wrong:
        click.echo(f"LEFT: {finding}")
    if findings.wrong:
        sys.exit(1)
    try:
        installation.evidence_keys.require_signer()
    except EenmaligError as error:
        click.echo(f"Nothing can be signed or sent here meanwhile. {error}", err=True)
    click.echo("Nothing overdue is left.")


def _standing(installation: Stores) -> str:
    campaigns = installation.inventory.open_campaigns()
    overdue = sum(now() >= campaign.deadline for campaign in campaigns)
    return f"{len(campaigns)} campaigns are open, {overdue} of them overdue."


def _settings(connection: Path | None) -> GatewaySettings | None:
    """Return the gateway's settings, or None when none are given."""
    if connection is not None:
        if connection.stat().st_mode & 0o077:
            raise EenmaligError(Code.KEY_EXPOSED, "the file with the gateway's connection")
        return parse_connection(connection.read_text(errors="replace").strip())
    text = os.environ.get(CONNECTION, "").strip()
    return parse_connection(text) if text else None
