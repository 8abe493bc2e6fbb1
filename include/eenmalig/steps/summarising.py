"""Summarising the campaigns of which nothing is said: those of before, and those brought in."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from eenmalig.errors import EenmaligError
from eenmalig.evidence.ledger import LEDGER
from eenmalig.evidence.records import START, chained
from eenmalig.evidence.summary import keep_summary, sound_summary

if TYPE_CHECKING:
    from eenmalig.steps.installation import Stores

log = logging.getLogger(__name__)


def summarise_missing(stores: Stores) -> None:
    """Keep a summary of each campaign that has none, or an odd one.

    One whose lines do not hold stays without.
    """
    for campaign, said, _ in stores.inventory.listed():
        if sound_summary(said) is None:
            with stores.inventory.changing() as changes:
                try:
                    lines = changes.lines(campaign.id, LEDGER)
                    records = chained(lines, stores.trust, START)
                except EenmaligError as error:
                    log.warning("%s: there is no summary of it (%s).", campaign.id, error.code)
                else:
                    keep_summary(changes, campaign.id, records, stores.trust)
