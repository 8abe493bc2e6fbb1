"""Whose account on this machine runs us, as the system knows it and not as the environment says."""

from __future__ import annotations

import os
import pwd

_LETTERS = str.maketrans("0123456789", "abcdefghij")


def machine_account() -> str:
    """Return the account's name, or ``uid-`` and its number where the system has no name for it.

    That number is spelled in letters, a for 0 to j for 9: long digits are kept nowhere.
    """
    uid = os.getuid()
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid-{str(uid).translate(_LETTERS)}"
