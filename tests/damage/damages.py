"""What can happen to a store: each damage, done to the files of one home."""

from __future__ import annotations

import shutil
from enum import StrEnum
from typing import TYPE_CHECKING

from tests.damage.states import INSTALLED, STAGES, Kept, Stage

from eenmalig.cleartext.vault.vault import VAULT_FILE
from eenmalig.evidence.ledger import LEDGER
from eenmalig.evidence.signing import SIGNING_FILE
from eenmalig.stores.answers import answers_file
from eenmalig.stores.home import Home
from eenmalig.stores.inventory import inventory_file

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_TORN_BYTES = 40
_PAGE = 4096


class Place(StrEnum):
    """Which store."""

    LEDGER = "ledger"
    INVENTORY = "inventory"
    SIGNING = "signing"
    TRUST = "trust"
    VAULT = "vault"
    ANSWERS = "answers"


class Damage(StrEnum):
    """What happened to it."""

    CUT = "cut"
    TORN = "torn"
    REPLACED = "replaced"
    EMPTIED = "emptied"
    GONE = "gone"
    OLDER = "older copy"
    MODE = "wrong mode"
    BESIDE = "file beside"


# What stands in a database's place is one file; nothing but these is in such a folder.
_DATABASES = (Place.INVENTORY, Place.VAULT, Place.ANSWERS)
# Writable by all, or readable by all where that alone is wrong.
_MODES = {Place.LEDGER: 0o666, Place.TRUST: 0o666}


def file_of(kept: Kept, home: Home, place: Place) -> Path:
    """Return the file that a store is, or the one that matters most in it."""
    files: dict[Place, Callable[[], Path]] = {
        Place.LEDGER: lambda: home.evidence / kept.campaign / LEDGER,
        Place.INVENTORY: lambda: inventory_file(home),
        Place.SIGNING: lambda: home.signing / SIGNING_FILE,
        Place.TRUST: lambda: next(home.trust.glob("*.pem")),
        Place.VAULT: lambda: home.vault / kept.campaign / VAULT_FILE,
        Place.ANSWERS: lambda: answers_file(home),
    }
    return files[place]()


def older(stage: Stage) -> str:
    """Return the stage of which an older copy is."""
    return str(STAGES[STAGES.index(stage) - 1])


def makes_sense(kept: Kept, place: Place, damage: Damage, stage: Stage) -> bool:
    """Whether a store is there to be damaged so, and would then be another than it was."""
    if damage is not Damage.OLDER:
        return place is not Place.VAULT or stage is not Stage.CLOSED
    before = Home(kept.home(older(stage)))
    if place in {Place.SIGNING, Place.TRUST} or not file_of(kept, before, place).exists():
        return False
    now = file_of(kept, Home(kept.home(stage)), place)
    return not now.exists() or now.read_bytes() != file_of(kept, before, place).read_bytes()


def do(kept: Kept, home: Home, place: Place, damage: Damage, stage: Stage) -> None:
    """Damage a store of a home."""
    if damage is Damage.OLDER:
        _put(_folder_of(kept, Home(kept.home(older(stage))), place), _folder_of(kept, home, place))
    elif damage is Damage.REPLACED:
        _replace(kept, home, place)
    elif damage is Damage.GONE:
        _gone(kept, home, place)
    else:
        _IN_PLACE[damage](file_of(kept, home, place), place)


def undo(kept: Kept, home: Home, place: Place, stage: Stage) -> None:
    """Put a store back as it stood when it was damaged."""
    _put(_folder_of(kept, Home(kept.home(stage)), place), _folder_of(kept, home, place))


def _folder_of(kept: Kept, home: Home, place: Place) -> Path:
    if place is Place.TRUST:
        return home.trust
    return file_of(kept, home, place).parent


def _put(source: Path, target: Path) -> None:
    if target.exists():
        shutil.rmtree(target)
    shutil.copytree(source, target)


def _replace(kept: Kept, home: Home, place: Place) -> None:
    """Put what is another campaign's, or another installation's, in the place of ours."""
    there = Home(kept.elsewhere)
    if place is Place.LEDGER:
        source = home.evidence / kept.other_campaign / LEDGER
    elif place is Place.VAULT:
        source = kept.other_vault / VAULT_FILE
    else:
        source = file_of(kept, there, place)
    target = file_of(kept, home, place)
    target.unlink()
    shutil.copy2(source, target.with_name(source.name))


def _gone(kept: Kept, home: Home, place: Place) -> None:
    """Remove the folder of a ledger or vault, or the file of which there is one for all."""
    if place in {Place.LEDGER, Place.VAULT}:
        shutil.rmtree(_folder_of(kept, home, place))
    else:
        file_of(kept, home, place).unlink()


def _cut(path: Path, place: Place) -> None:
    content = path.read_bytes()
    if place in _DATABASES:
        path.write_bytes(content[: max(_PAGE, len(content) // 2 // _PAGE * _PAGE)])
    else:
        path.write_bytes(b"".join(content.splitlines(keepends=True)[:-1]))


def _torn(path: Path, _: Place) -> None:
    path.write_bytes(path.read_bytes()[:-_TORN_BYTES])


def _emptied(path: Path, _: Place) -> None:
    path.write_bytes(b"")


def _mode(path: Path, place: Place) -> None:
    path.chmod(_MODES.get(place, 0o644))


def _beside(path: Path, _: Place) -> None:
    path.with_name("copy-of-it").write_bytes(path.read_bytes())


_IN_PLACE = {
    Damage.CUT: _cut,
    Damage.TORN: _torn,
    Damage.EMPTIED: _emptied,
    Damage.MODE: _mode,
    Damage.BESIDE: _beside,
}
__all__ = ["INSTALLED", "Damage", "Place", "do", "file_of", "makes_sense", "older", "undo"]
