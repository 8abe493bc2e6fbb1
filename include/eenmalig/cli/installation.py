"""The installation that a command works on."""

from __future__ import annotations

from eenmalig.errors import Code, EenmaligError
from eenmalig.home import Home
from eenmalig.steps.stores import Stores


def stores() -> Stores:
    """Return the stores. Fails when there are none: a wrong home must not look like a clean one."""
    home = Home.from_environment()
    if not (home.inventory / "inventory.db").is_file():
        raise EenmaligError(Code.HOME_EMPTY, f"looked in {home.root}")
    return Stores(home)
