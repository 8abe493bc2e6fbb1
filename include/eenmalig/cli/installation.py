"""The installation that a command works on."""

from __future__ import annotations

from eenmalig.errors import EenmaligError
from eenmalig.steps.installation import Stores
from eenmalig.stores.home import Home


def stores() -> Stores:
    """Return the stores. Fails when there are none: a wrong home must not look like a clean one."""
    home = Home.from_environment()
    try:
        return Stores(home)
    except EenmaligError as error:
        raise EenmaligError(error.code, *error.mistakes, f"looked in {home.root}") from None
