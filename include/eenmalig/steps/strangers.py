"""What stands in an open campaign's stores and is not what the campaign put there."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

from eenmalig.cleartext.vault.vault import SCRATCH, VAULT_FILE
from eenmalig.stores.keys import KeyName

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from eenmalig.steps.installation import Stores

_VAULT: Mapping[str, Callable[[int], bool]] = {
    VAULT_FILE: stat.S_ISREG,
    f"{VAULT_FILE}-journal": stat.S_ISREG,
    SCRATCH: stat.S_ISDIR,
}
_KEYS: Mapping[str, Callable[[int], bool]] = {f"{name}.key": stat.S_ISREG for name in KeyName}


def strangers_among(stores: Stores, campaign: str) -> list[str]:
    """Return a line for each store of an open campaign in which something is not its own.

    A link is never its own, wherever it leads; nor is a file where a folder should be.
    """
    places = {
        "vault": (stores.vault_folder(campaign), _VAULT),
        "keys": (stores.home.keys / campaign, _KEYS),
    }
    return [
        f"{campaign}: {store} holds something that is not the campaign's"
        for store, (folder, own) in places.items()
        if _is_other(folder, stat.S_ISDIR) or _holds_others(folder, own)
    ]


def _holds_others(folder: Path, own: Mapping[str, Callable[[int], bool]]) -> bool:
    try:
        inside = list(folder.iterdir())
    except FileNotFoundError:
        return False
    return any(_is_other(path, own.get(path.name, lambda _: False)) for path in inside)


def _is_other(path: Path, kind: Callable[[int], bool]) -> bool:
    """Whether something stands there that is not of a kind, by itself and not as a link.

    What vanishes meanwhile does not.
    """
    try:
        return not kind(path.lstat().st_mode)
    except FileNotFoundError:
        return False
