"""``eenmalig destroy``: what cron runs, whatever becomes of Airflow."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from eenmalig.cli.connection_files import stated_connection
from eenmalig.cli.ending import fail
from eenmalig.cli.installation import stores
from eenmalig.cli.mailing import MAIL_CONNECTION, mail_findings
from eenmalig.domain.gateway_settings import parse_connection
from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.expired_keys import destroy_expired
from eenmalig.steps.installation import now
from eenmalig.steps.lost_journals import tell_lost_journals
from eenmalig.steps.overdue import code_of, destroy_overdue, destroy_without_inventory
from eenmalig.stores.home import Home

if TYPE_CHECKING:
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.steps.findings import Findings
    from eenmalig.steps.installation import Stores

CONNECTION = "AIRFLOW_CONN_TWILIO_DEFAULT"


@click.command()
@click.option("--overdue", is_flag=True, required=True, help="Destroy what is past its deadline.")
@click.option(
    "--connection",
    type=click.Path(path_type=Path),
    help=f"File of mode 0600 that holds what {CONNECTION} would.",
)
@click.option(
    "--mail-connection",
    type=click.Path(path_type=Path),
    help=f"File of mode 0600 that holds what {MAIL_CONNECTION} would.",
)
def destroy(*, overdue: bool, connection: Path | None, mail_connection: Path | None) -> None:
    """Destroy everything overdue: for cron or a systemd timer.

    It works from key files and the inventory, without Airflow; keys past their own deadline go
    first, also where the inventory is gone. The gateway's connection comes from
    AIRFLOW_CONN_TWILIO_DEFAULT or from a file; whatever is wrong with it is told at the end. Then
    mails that are due are sent; one that cannot be sent changes no exit code.
    Exit code 0 only if nothing overdue is left.
    """
    del overdue
    home = Home.from_environment()
    expired = destroy_expired(home)
    settings, complaint = connected(connection)
    installation = None
    try:
        installation = stores()
        standing = _standing(installation)
    except Exception as error:  # noqa: BLE001 - it holds up nothing that does without it
        if isinstance(error, EenmaligError) and error.code is Code.HOME_EMPTY:
            fail(error)
        findings = destroy_without_inventory(home, code_of(error), expired)
        if isinstance(error, EenmaligError):
            click.echo(str(error), err=True)
    else:
        click.echo(f"Looking in {home.root}: {standing}")
        findings = destroy_overdue(installation, settings, expired)
        tell_lost_journals(installation, findings)
    tell(findings)
    mail_findings(home, findings, mail_connection)
    if complaint is not None:
        click.echo(f"The gateway's connection was not used. {complaint}", err=True)
    if findings.wrong:
        sys.exit(1)
    if installation is not None:
        _tell_of_signer(installation)
    click.echo("Nothing overdue is left.")
    if complaint is not None:
        sys.exit(1)


def tell(findings: Findings) -> None:
    """Print what was destroyed, what is left, and what is wrong besides."""
    for name in findings.destroyed:
        click.echo(f"destroyed: {name}")
    for finding in findings.wrong:
        click.echo(f"{_word(finding, findings)}: {finding}")
    if findings.wrong and findings.nothing_is_left():
        click.echo("Nothing overdue is left, but what is kept is not as it should be.")


def _word(finding: str, findings: Findings) -> str:
    if finding in findings.unsound:
        return "UNSOUND"
    if finding in findings.met:
        return "FOUND"
    return "UNKNOWN" if finding in findings.unknown else "LEFT"


def connected(connection: Path | None) -> tuple[GatewaySettings | None, EenmaligError | None]:
    """Return the gateway's settings, None when there are none; and what is wrong with them."""
    try:
        return _settings(connection), None
    except EenmaligError as error:
        return None, error
    except Exception:  # noqa: BLE001 - however it is malformed, it holds up nothing else
        return None, EenmaligError(Code.GATEWAY_SETTINGS, "it cannot be read")


def _tell_of_signer(installation: Stores) -> None:
    try:
        installation.evidence_keys.require_signer()
    except (EenmaligError, OSError) as error:
        click.echo(f"Nothing can be signed or sent here meanwhile. {error}", err=True)


def _standing(installation: Stores) -> str:
    known = installation.inventory.known()
    overdue = sum(now() >= campaign.deadline for campaign in known.open)
    standing = f"{len(known.open)} campaigns are open, {overdue} of them overdue."
    unreadable = f" {len(known.unreadable)} cannot be read." if known.unreadable else ""
    return standing + unreadable


def _settings(connection: Path | None) -> GatewaySettings | None:
    what = "the file with the gateway's connection"
    text = stated_connection(connection, CONNECTION, Code.GATEWAY_SETTINGS, what)
    return parse_connection(text) if text else None
