"""What pages read: the inventory's campaigns and signed evidence. Nothing is written, no vault."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from eenmalig.evidence.ledger import LEDGER, VERIFICATIONS, head, open_ledger, read_records
from eenmalig.evidence.signing import Trust
from eenmalig.evidence.summary import ODD, summary_of
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
        """Return the checked records of a campaign's ledger; none before the first."""
        folder = self.folder(campaign)
        return open_ledger(folder, self.trust) if folder.is_dir() else []

    def summary(self, campaign: str) -> CampaignSummary | None:
        """Return what the signed records say of a campaign, for when no summary of it is kept.

        None where they do not hold: that is told by its own page.
        """
        folder = self.folder(campaign)
        try:
            records = self.records(campaign)
            looks = folder / VERIFICATIONS
            later = (
                read_records(looks, self.trust, head(folder / LEDGER)) if looks.is_file() else []
            )
            return summary_of(records, later)
        except ODD:
            return None

    def document(self, campaign: str, name: str) -> dict[str, Any] | None:
        """Return ``dossier``, ``report`` or ``certificate`` as data; None where there is none.

        What it says is shown only beside what the ledger says: it is not checked here.
        """
        path = self.folder(campaign) / f"{name}.json"
        if not path.is_file():
            return None
        content: dict[str, Any] = json.loads(path.read_bytes())
        return content
