"""Where the pages stand, for whoever leads to them."""

from __future__ import annotations

from urllib.parse import urlsplit

from airflow.configuration import conf

PREFIX = "/eenmalig"


def base_path() -> str:
    """Return the path below which Airflow itself stands, without a slash at its end."""
    return urlsplit(_base_url()).path.rstrip("/")


def path_of(page: str) -> str:
    """Return the path of a page of ours on this server, by its path below ours."""
    return f"{base_path()}{PREFIX}{page}"


def decision_url(campaign: str) -> str:
    """Return the address of the page on which a campaign is decided."""
    return f"{_base_url().rstrip('/')}{PREFIX}/campagnes/{campaign}/besluit"


def _base_url() -> str:
    return str(conf.get("api", "base_url", fallback="") or "")
