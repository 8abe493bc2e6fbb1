"""The installation that a command works on."""

from __future__ import annotations

from eenmalig.errors import Code, EenmaligError
from eenmalig.steps.installation import Stores
from eenmalig.stores.home import Home


def stores() -> Stores:
    """Return the stores. Fails when there are none: a wrong home must not look like a clean one."""
    home = Home.from_environment()
    if not (home.inventory / "inventory.db").is_file():
        raise EenmaligError(Code.HOME_EMPTY, f"looked in {home.root}")
    return Stores(home)
