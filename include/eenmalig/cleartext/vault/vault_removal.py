"""Removing a vault, or only the copies in the clear that a killed intake left in its folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.vault.vault import SCRATCH
from eenmalig.stores.private_files import is_folder
from eenmalig.stores.removing import remove_all

if TYPE_CHECKING:
    from pathlib import Path


def remove_scratch(folder: Path) -> int:
    """Remove the copies in the clear in a vault's folder; return how many are left.

    A link in the folder's place leads to no vault of ours.
    """
    return remove_all(folder / SCRATCH) if is_folder(folder) else 0


def remove(folder: Path) -> int:
    """Remove a vault's folder, durably; return how much of it is left.

    Nothing was readable since its keys were destroyed.
    """
    return remove_all(folder)


def holds_scratch_alone(folder: Path) -> bool:
    """Whether a vault's folder holds copies in the clear, and nothing of a vault any more."""
    try:
        return is_folder(folder) and [path.name for path in folder.iterdir()] == [SCRATCH]
    except OSError:
        return False
