"""``eenmalig give-up``: the way out where destruction would never end."""

from __future__ import annotations

from pathlib import Path

import click

from eenmalig.cli.destroying import connected
from eenmalig.cli.ending import fail
from eenmalig.cli.installation import stores
from eenmalig.errors import EenmaligError
from eenmalig.steps.giving_up import WHAT, WHY, give_up
from eenmalig.stores.machine_account import machine_account


@click.command(name="give-up")
@click.argument("campaign_id")
@click.option("--what", required=True, type=click.Choice(WHAT), help="What is given up.")
@click.option("--why", required=True, type=click.Choice(WHY), help="Why, for the certificate.")
@click.option("--connection", type=click.Path(path_type=Path), help="As for destroy.")
def giving_up(campaign_id: str, what: str, why: str, connection: Path | None) -> None:
    """Give up what can be neither destroyed nor proved any more.

    Only past the campaign's deadline, and only what destruction, which is tried once more, fails
    at. It is signed with your account's name; the certificate lists it, and calls it not
    destroyed. Destruction then ends. This is final.
    """
    settings, complaint = connected(connection)
    if complaint is not None:
        fail(complaint)
    try:
        had_to = give_up(stores(), campaign_id, settings, what, why, machine_account())
    except EenmaligError as error:
        fail(error)
    if had_to:
        click.echo(f"Given up: {what}. All else is destroyed, and the certificate says so.")
    else:
        click.echo("Nothing had to be given up: it is destroyed.")
