"""Copies of keys below the home of an installation: of open campaigns, and of the evidence key.

A copy outlives its key's destruction: the vault that it opens may have been copied too.
"""

from __future__ import annotations

import base64
import json
import logging
import stat
from contextlib import suppress
from typing import TYPE_CHECKING

from eenmalig.cleartext.key_scan import KnownKey, search_for_keys
from eenmalig.errors import EenmaligError
from eenmalig.evidence.signing import SIGNING_FILE, Signer
from eenmalig.stores.keys import KeyName

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.cleartext.key_scan import KeySearch
    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)

_LONGEST_FILE = 4096
# Where a file may have the form of a key: its own store, what an installation set aside, and
# messages of others, into which somebody may have pasted one.
_MAY_HOLD = {
    "keys": ("campaign",),
    "signing": ("private",),
    "lost": ("private",),
    "handover": ("private",),
}


def search_for_copies(home: Home) -> KeySearch:
    """Search all that stands below ``home`` for copies of keys that are in use, and of any form."""
    keys = [*_campaign_keys(home), *_evidence_key(home)]
    search = search_for_keys(home.root, keys, _MAY_HOLD)
    log.info(
        "Searched %d files (%.1f MB) for copies of keys; %d of them in part%s.",
        search.files,
        search.bytes / 1e6,
        search.in_part,
        "" if search.whole else "; for the rest there was no time",
    )
    return search


def told_copies(search: KeySearch, home: Home) -> list[str]:
    """Return a line for each store with copies. Only stores of ours are named."""
    ours = {place.name for place in _stores(home)}
    named: dict[str, int] = {}
    for place, copies in search.copies.items():
        name = place if place in ours else "the home"
        named[name] = named.get(name, 0) + copies
    return [
        f"{name} holds files with a copy of a key: {copies}"
        for name, copies in sorted(named.items())
    ]


def _campaign_keys(home: Home) -> Iterator[KnownKey]:
    for folder in sorted(home.keys.glob("*")):
        for name in KeyName:
            path = folder / f"{name}.key"
            with suppress(OSError, ValueError, KeyError, TypeError, RecursionError):
                if stat.S_ISREG(path.lstat().st_mode):  # a pipe would be waited for
                    with path.open("rb") as file:
                        stored = json.loads(file.read(_LONGEST_FILE))
                    yield KnownKey(path, base64.b64decode(stored["key"], validate=True))


def _evidence_key(home: Home) -> Iterator[KnownKey]:
    path = home.signing / SIGNING_FILE
    with suppress(EenmaligError, OSError, IndexError):
        secret = Signer.load(home.signing).key.private_bytes_raw()
        yield KnownKey(path, secret, path.read_bytes().splitlines()[1])


def _stores(home: Home) -> tuple[Path, ...]:
    return (
        home.vault,
        home.keys,
        home.inventory,
        home.answers,
        home.outbox,
        home.evidence,
        home.signing,
        home.trust,
        home.handover,
        home.lost,
        home.airflow,
    )
