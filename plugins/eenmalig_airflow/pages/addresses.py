"""Where our pages stand in Airflow's interface."""

from __future__ import annotations

from urllib.parse import urlsplit

from airflow.configuration import conf

PREFIX = "/eenmalig"


def base_path() -> str:
    """Return the path below which Airflow itself stands, without a slash at its end."""
    url: str = conf.get("api", "base_url", fallback="")
    return urlsplit(url).path.rstrip("/")


def address_of(page: str) -> str:
    """Return the address of a page of ours, by its path below ours."""
    return f"{base_path()}{PREFIX}{page}"
