"""Which version of this software is running, so that approvals are bound to it."""

from __future__ import annotations

import hashlib

from eenmalig import __version__
from eenmalig.stores.home import PROJECT

_PARTS = ("dags", "include", "plugins")
_ENDINGS = {".py", ".yaml", ".j2"}


def software() -> dict[str, str]:
    """Return the version and the SHA-256 of all source files that can change what is sent."""
    total = hashlib.sha256()
    for part in _PARTS:
        for path in sorted((PROJECT / part).rglob("*")):
            if path.suffix in _ENDINGS and path.is_file():
                total.update(str(path.relative_to(PROJECT)).encode() + b"\0")
                total.update(hashlib.sha256(path.read_bytes()).digest())
    return {"version": __version__, "digest": total.hexdigest()}
