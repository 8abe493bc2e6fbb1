"""Where our pages stand below Airflow's own address: for routes, links and mails alike."""

from __future__ import annotations

# Below it the campaigns are listed; whatever is named here comes after it.
PREFIX = "/eenmalig"
DECISION = "/besluit"


def campaign_path(campaign: str) -> str:
    """Return the path of a campaign's page; what else there is of it comes after that."""
    return f"/campagnes/{campaign}"


def decision_path(campaign: str) -> str:
    """Return the path of the page on which a campaign is decided."""
    return f"{campaign_path(campaign)}{DECISION}"
