"""``eenmalig install``: makes the stores of an installation, once, and brings them up to date."""

from __future__ import annotations

import click

from eenmalig.cli.ending import fail
from eenmalig.errors import EenmaligError
from eenmalig.steps.install import install as made
from eenmalig.stores.engine import is_made
from eenmalig.stores.home import Home
from eenmalig.stores.inventory import inventory_file
from eenmalig.stores.machine_account import machine_account


@click.command()
@click.option(
    "--replace-lost",
    is_flag=True,
    help="Make anew what was lost, once evidence/ is restored: the inventory from what signed "
    "ledgers show. A case whose ledger is gone is forgotten.",
)
def install(*, replace_lost: bool) -> None:
    """Make the stores below EENMALIG_HOME, or bring those of an earlier version up to date.

    Nothing that is there is replaced. What is missing beside evidence, keys or vaults was lost:
    read the runbook before --replace-lost.
    """
    try:
        home = Home.from_environment()
        is_new = not is_made(inventory_file(home))
        stores = made(home, machine_account(), replace_lost=replace_lost)
    except EenmaligError as error:
        fail(error)
    open_now = len(stores.inventory.known().open_ids)
    began = "A new inventory was made" if is_new else "Already installed"
    click.echo(f"{began} in {stores.home.root}; {open_now} campaigns are open.")
