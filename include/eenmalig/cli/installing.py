"""``eenmalig install``: makes the stores of an installation, once, and brings them up to date."""

from __future__ import annotations

import getpass

import click

from eenmalig.cli.ending import fail
from eenmalig.errors import EenmaligError
from eenmalig.steps.install import install as made
from eenmalig.stores.home import Home


@click.command()
@click.option(
    "--replace-lost",
    is_flag=True,
    help="Make anew what was lost; the inventory from what signed ledgers show.",
)
def install(*, replace_lost: bool) -> None:
    """Make the stores below EENMALIG_HOME, or bring those of an earlier version up to date.

    Nothing that is there is replaced. What is missing beside evidence, keys or vaults was lost:
    read the runbook before --replace-lost.
    """
    try:
        stores = made(Home.from_environment(), getpass.getuser(), replace_lost=replace_lost)
    except EenmaligError as error:
        fail(error)
    open_now = len(stores.inventory.open_campaigns())
    click.echo(f"Installed in {stores.home.root}; {open_now} campaigns are open.")
