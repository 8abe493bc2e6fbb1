"""Whose account on this machine runs us, as the system knows it and not as the environment says."""

from __future__ import annotations

import os
import pwd


def machine_account() -> str:
    """Return the account's name; ``uid-N`` where the system has no name for it."""
    uid = os.getuid()
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid-{uid}"
