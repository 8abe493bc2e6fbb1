"""What is done to a file of an installation, and how it is undone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from eenmalig.evidence.ledger import LEDGER
from eenmalig.evidence.signing import SIGNING_FILE
from eenmalig.stores.answers import answers_file
from eenmalig.stores.inventory import inventory_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.guard.scene import Scene

    Do = Callable[[Scene], None]
    PathOf = Callable[[Scene], Path]


def mode(path_of: PathOf, bits: int = 0o644) -> Do:
    """Return what sets a mode."""
    return lambda scene: path_of(scene).chmod(bits)


def emptied(path_of: PathOf) -> Do:
    """Return what empties a file."""
    return lambda scene: written(path_of(scene), b"")


def garbled(path_of: PathOf) -> Do:
    """Return what writes something else into a file."""
    return lambda scene: written(path_of(scene), b"\x00garbage" * 40)


def gone(path_of: PathOf) -> Do:
    """Return what removes a file or folder."""
    return lambda scene: removed(path_of(scene))


def a_folder(path_of: PathOf) -> Do:
    """Return what puts a folder with a file in the place of a file."""

    def do(scene: Scene) -> None:
        path = path_of(scene)
        removed(path)
        path.mkdir()
        (path / "iets").write_text("iets")

    return do


def a_file(path_of: PathOf) -> Do:
    """Return what puts an empty file in the place of a folder."""

    def do(scene: Scene) -> None:
        removed(path_of(scene))
        written(path_of(scene), b"")

    return do


def restored(name: str) -> Do:
    """Return what puts a store back as it was."""
    return lambda scene: scene.restore(name)


def written(path: Path, content: bytes) -> None:
    """Write a file, whatever it was."""
    path.write_bytes(content)


def removed(path: Path) -> None:
    """Remove a file or folder, if it is there."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def signing_key(scene: Scene) -> Path:
    return scene.home.signing / SIGNING_FILE


def trusted_key(scene: Scene) -> Path:
    return next(scene.home.trust.glob("*.pem"))


def inventory(scene: Scene) -> Path:
    return inventory_file(scene.home)


def answers(scene: Scene) -> Path:
    return answers_file(scene.home)


def vault(scene: Scene) -> Path:
    return scene.vault / "vault.db"


def key(name: str) -> PathOf:
    return lambda scene: scene.keys / f"{name}.key"


def ledger(scene: Scene) -> Path:
    return scene.evidence / LEDGER


def evidence(scene: Scene) -> Path:
    return scene.evidence
