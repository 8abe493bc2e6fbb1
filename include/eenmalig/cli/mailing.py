"""The mails that the last guard sends by itself, without Airflow."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from eenmalig.cli.connection_files import stated_connection
from eenmalig.domain.mail_server import parse_smtp_connection
from eenmalig.errors import Code, EenmaligError
from eenmalig.mails.happenings import Occasion
from eenmalig.mails.telling import tell_and_go_on

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.domain.mail_server import MailServer
    from eenmalig.steps.findings import Findings
    from eenmalig.stores.home import Home

MAIL_CONNECTION = "AIRFLOW_CONN_SMTP_DEFAULT"
# Where Airflow's interface stands, as its own programs are told.
_BASE_URL = "AIRFLOW__API__BASE_URL"


def mail_findings(home: Home, findings: Findings, connection: Path | None) -> None:
    """Send all mails that are due, and what was just found. It stops nothing, whatever comes."""
    guard = None
    if findings.wrong:
        guard = Occasion.FINDING if findings.nothing_is_left() else Occasion.NOT_DESTROYED
    tell_and_go_on(home, _server(connection), os.environ.get(_BASE_URL, ""), guard)


def _server(connection: Path | None) -> MailServer | None:
    what = "the file with the mail server's connection"
    try:
        text = stated_connection(connection, MAIL_CONNECTION, Code.MAIL_SETTINGS, what)
        return parse_smtp_connection(text) if text else None
    except EenmaligError as error:
        click.echo(f"The mail server's connection was not used. {error}", err=True)
    except Exception:  # noqa: BLE001 - however it is malformed, it holds up nothing
        click.echo("The mail server's connection was not used: it cannot be read.", err=True)
    return None
