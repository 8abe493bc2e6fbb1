"""What pages read: the inventory's campaigns and signed evidence. Nothing is written, no vault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.evidence.ledger import committed_ledger
from eenmalig.evidence.signing import Trust
from eenmalig.evidence.summary import ODD, summary_of
from eenmalig.pages.campaign_seen import committed
from eenmalig.stores.answers import Answers
from eenmalig.stores.inventory import Inventory

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eenmalig.evidence.records import Record
    from eenmalig.evidence.summary import CampaignSummary
    from eenmalig.stores.home import Home


class ReadableStores:
    """The stores that a page may look into. Fails when they are not there or cannot be read."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.inventory = Inventory(home)
        self.answers = Answers(home)
        self.trust = Trust(home.trust)

    def folder(self, campaign: str) -> Path:
        """Return a campaign's evidence folder."""
        return self.home.evidence / campaign

    def records(self, campaign: str) -> Sequence[Record]:
        """Return the checked records that are committed of a campaign; none before the first."""
        return committed_ledger(self.inventory, campaign, self.trust)

    def summary(self, campaign: str) -> CampaignSummary | None:
        """Return what the signed records say of a campaign, for when no summary of it is kept.

        None where they do not hold: that is told by its own page.
        """
        try:
            found = committed(self, campaign)
            return summary_of(found.records, found.looks)
        except ODD:
            return None
