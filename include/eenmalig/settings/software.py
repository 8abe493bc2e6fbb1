"""Which version of this software runs a campaign, so that approvals are bound to it."""

from __future__ import annotations

import hashlib
import tomllib
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from eenmalig import __version__
from eenmalig.stores.home import PROJECT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PARTS = ("dags", "include/eenmalig", "plugins")
_ENDINGS = {".py", ".yaml", ".j2", ".css", ".typ"}


def software(city: str) -> dict[str, str]:
    """Return the version and the SHA-256 of all that can change what a city's campaign sends.

    That is our code, this city's own file, and the versions of the packages that we depend on;
    not another city's file, nor what only rehearses or supervises.
    """
    total = hashlib.sha256()
    for path in _sources(city):
        total.update(str(path.relative_to(PROJECT)).encode() + b"\0")
        total.update(hashlib.sha256(path.read_bytes()).digest())
    for name in sorted(_dependencies()):
        total.update(f"{name}\0{_version(name)}\0".encode())
    return {"version": __version__, "digest": total.hexdigest()}


def _sources(city: str) -> Iterator[Path]:
    for part in _PARTS:
        for path in sorted((PROJECT / part).rglob("*")):
            if path.suffix in _ENDINGS and path.is_file():
                yield path
    own = PROJECT / "include" / "campaigns" / f"{city}.yaml"
    if own.is_file():
        yield own


def _dependencies() -> list[str]:
    """Return the packages that a campaign needs: those of no extra."""
    stated = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    named = " ".join(stated["project"]["dependencies"])
    return [name.lower() for name in named.split()]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "absent"
