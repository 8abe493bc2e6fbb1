"""How all campaigns together stand, in a few figures: for monitoring, with nothing personal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.stores.inventory import Inventory

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from eenmalig.stores.home import Home

_HOUR = 3600


def figures_of_all(home: Home, now: datetime) -> Mapping[str, float]:
    """Return how many campaigns are open, and how many messages of these are in doubt.

    Also how many hours are left until the first of them must be gone, less than none when it is
    late, and not there when none is open; and how many findings all campaigns have, ended ones too.
    They are those of the list: see ``eenmalig.evidence.summary``.
    """
    campaigns = Inventory(home).listed()
    still_open = [each for each in campaigns if each.campaign.open]
    figures: dict[str, float] = {
        "open_campaigns": len(still_open),
        "in_doubt": sum(each.said["in_doubt"] for each in still_open if each.said),
        "findings": sum(each.said["findings"] for each in campaigns if each.said),
    }
    if still_open:
        nearest = min(each.campaign.deadline for each in still_open)
        figures["hours_to_nearest_deadline"] = (nearest - now).total_seconds() / _HOUR
    return figures
