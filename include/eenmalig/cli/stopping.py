"""``eenmalig stop``: no further message, from the next call on."""

from __future__ import annotations

import getpass

import click

from eenmalig.cli.ending import fail
from eenmalig.cli.installation import stores
from eenmalig.errors import EenmaligError
from eenmalig.steps.stop import Stopped, stop_campaign

_STOPPED = {
    Stopped.NOW: "Stopped. Nothing more is sent; destruction goes on as planned.",
    Stopped.BEFORE: "It was stopped before, at {since}. Nothing more is sent.",
    Stopped.TOO_LATE: "Nothing to stop: its sending is over and it is being, or was, destroyed.",
}


@click.command()
@click.argument("campaign_id")
def stop(campaign_id: str) -> None:
    """Stop a campaign: no further message is sent, from the next call on.

    What was sent stays counted, and destruction goes on as planned. A stop is final: sending
    the rest needs a new campaign, with new approvals.
    """
    try:
        came_to, since = stop_campaign(stores(), campaign_id, getpass.getuser())
    except EenmaligError as error:
        fail(error)
    click.echo(_STOPPED[came_to].format(since=f"{since:%Y-%m-%d %H:%M} UTC"))
