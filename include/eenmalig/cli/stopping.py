"""``eenmalig stop`` and ``eenmalig withdraw``: no further message, from the next call on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from eenmalig.cli.ending import fail
from eenmalig.cli.installation import stores
from eenmalig.domain.approvals import AUTHORITIES
from eenmalig.errors import EenmaligError
from eenmalig.steps.stop import Stopped, stop_campaign, withdraw_approval
from eenmalig.stores.machine_account import machine_account

if TYPE_CHECKING:
    from datetime import datetime

_ENDED = {
    Stopped.DESTROYED: "{done}. Nothing was sent, and what was taken in is destroyed.",
    Stopped.NOW: "{done}. Nothing more is sent; the run goes on to destruction.",
    Stopped.BEFORE: "It was stopped before, at {since}. Nothing more is sent.",
    Stopped.REFUSED_BEFORE: "Nothing to end: it was decided before that nothing is sent, and that "
    "stays how it ended. What was taken in is destroyed now, or else by its run.",
    Stopped.TOO_LATE: "Nothing to end: its sending is over, and its run destroys it.",
    Stopped.CLOSED: "Nothing to end: it is destroyed, and was closed at {since}.",
}


@click.command()
@click.argument("campaign_id")
def stop(campaign_id: str) -> None:
    """Stop a campaign: no further message is sent, from the next call on.

    What was sent stays counted, and is destroyed by the run. While nothing was sent yet, what was
    taken in is destroyed at once. A stop is final: sending the rest needs a new campaign, with
    new approvals.
    """
    try:
        came_to, since = stop_campaign(stores(), campaign_id, machine_account())
    except EenmaligError as error:
        fail(error)
    _tell("Stopped", came_to, since)


@click.command()
@click.argument("campaign_id")
@click.option("--authority", required=True, type=click.Choice(AUTHORITIES), help="Whose approval.")
@click.option(
    "--on-word-of", required=True, help="Staff id of the approver who withdraws, as in the dossier."
)
def withdraw(campaign_id: str, authority: str, on_word_of: str) -> None:
    """Withdraw an authority's approval, or reject for it, on the word of one of its approvers.

    It ends the campaign as a stop does, and is signed: who withdrew, who entered it here, when.
    For whom Airflow's own request is out of reach, such as after it was answered.
    """
    try:
        came_to, since = withdraw_approval(
            stores(), campaign_id, authority, on_word_of, machine_account()
        )
    except EenmaligError as error:
        fail(error)
    _tell("Withdrawn", came_to, since)


def _tell(done: str, came_to: Stopped, since: datetime) -> None:
    click.echo(_ENDED[came_to].format(done=done, since=f"{since:%Y-%m-%d %H:%M} UTC"))
