"""How all campaigns together stand, in a few figures: for monitoring, with nothing personal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from eenmalig.evidence.summary import sound_summary
from eenmalig.stores.inventory import Inventory

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from eenmalig.stores.home import Home
    from eenmalig.stores.summaries import ListedCampaign

_HOUR = 3600


def figures_of_all(home: Home, now: datetime) -> Mapping[str, float]:
    """Return how many campaigns are open, and how many messages of these are in doubt.

    Also how many hours are left until the first of them must be gone, less than none when it is
    late, and not there when none is open; and how many findings all campaigns have, ended ones too.
    They are those of the list: see ``eenmalig.evidence.summary``. A campaign of which the row
    cannot be read is open and a finding, until somebody knows better.
    """
    inventory = Inventory(home)
    campaigns, unreadable = inventory.listed(), inventory.known().unreadable
    still_open = [each for each in campaigns if each.campaign.open]
    figures: dict[str, float] = {
        "open_campaigns": len(still_open) + len(unreadable),
        "in_doubt": sum(_said(each, "in_doubt") for each in still_open),
        "findings": sum(_said(each, "findings") for each in campaigns) + len(unreadable),
    }
    told = [each.deadline for each in unreadable if each.deadline is not None]
    deadlines = [*(each.campaign.deadline for each in still_open), *told]
    if deadlines:
        nearest = min(deadlines)
        figures["hours_to_nearest_deadline"] = (nearest - now).total_seconds() / _HOUR
    return figures


def _said(listed: ListedCampaign, figure: Literal["in_doubt", "findings"]) -> int:
    summary = sound_summary(listed.said)
    return summary[figure] if summary else 0
