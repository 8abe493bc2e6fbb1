"""A demonstration leaves nothing of its campaign, wherever it was interrupted."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from eenmalig.errors import EenmaligError
from eenmalig.steps.destruction import destroy_campaign
from eenmalig.steps.installation import Stores
from eenmalig.steps.stop import stop_campaign
from eenmalig.stores.machine_account import machine_account
from eenmalig.stores.removing import remove_folder

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from eenmalig.domain.campaign import Campaign
    from eenmalig.domain.gateway_settings import GatewaySettings
    from eenmalig.stores.home import Home
    from rehearsal.gateway import Running

# By then every message of the stand-in has come to its end, so that it can be deleted.
_SECONDS_TO_THE_END = 600.0


@dataclass(frozen=True)
class Trial:
    """What one demonstration works with: a working copy, and where its messages go.

    ``stand_in`` is None where ``settings`` are of a gateway of somebody's own.
    """

    home: Home
    city: str
    handover: str
    settings: GatewaySettings
    stand_in: Running | None

    @property
    def working_copy(self) -> Path:
        """The working copy of the hand-over."""
        return self.home.handover / self.city / self.handover

    def campaign(self, stores: Stores) -> Campaign | None:
        """Return the campaign that took the working copy in, as long as it is open."""
        for campaign in stores.inventory.open_campaigns():
            if (campaign.city, campaign.handover) == (self.city, self.handover):
                return campaign
        return None


def stop_sending(trial: Trial, say: Callable[[str], None]) -> None:
    """Stop the demonstration's own campaign if its run has not ended: nothing more is sent."""
    stores = Stores(trial.home)
    campaign = trial.campaign(stores)
    if campaign is not None:
        say("Interrupted: nothing more is sent. Airflow ends ...")
        stop_campaign(stores, campaign.id, machine_account())


def leave_nothing(trial: Trial, say: Callable[[str], None]) -> None:
    """Destroy the demonstration's own campaign if its run did not, and its working copy.

    Nobody else's campaign in the same home is touched. Says what could not be destroyed; the
    verification of destruction then goes on with it.
    """
    stores = Stores(trial.home)
    campaign = trial.campaign(stores)
    if campaign is not None:
        say(f"{campaign.id} did not end: what it took in is destroyed ...")
        _destroy(stores, campaign, trial, say)
    elif os.path.lexists(trial.working_copy):
        remove_folder(trial.working_copy)
        say("Nothing was taken in. The working copy is removed; the original is left alone.")


def _destroy(stores: Stores, campaign: Campaign, trial: Trial, say: Callable[[str], None]) -> None:
    try:
        if trial.stand_in is not None:
            trial.stand_in.forward(_SECONDS_TO_THE_END)
    except OSError:
        say("The stand-in is gone, and with it all messages that it held.")
    try:
        destroy_campaign(stores, campaign.id, trial.settings, by="interrupted")
    except EenmaligError as error:
        say(f"NOT EVERYTHING IS GONE: {error}")
    else:
        say(f"{campaign.id}: keys, vault, working copy and messages are gone.")
        say(f"What was done is signed in {trial.home.evidence / campaign.id}")
