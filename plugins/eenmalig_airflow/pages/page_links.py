"""Where the pages stand, for whoever leads to them."""

from __future__ import annotations

from airflow.configuration import conf

PREFIX = "/eenmalig"


def decision_url(campaign: str) -> str:
    """Return the address of the page on which a campaign is decided."""
    base = conf.get("api", "base_url", fallback="").rstrip("/")
    return f"{base}{PREFIX}/campagnes/{campaign}/besluit"
