"""What may be wrong with what a whole installation has: signing, trust, inventory, answers."""

from __future__ import annotations

import shutil
from functools import partial
from typing import TYPE_CHECKING

from tests.guard.doing_harm import (
    answers,
    emptied,
    garbled,
    gone,
    inventory,
    mode,
    restored,
    signing_key,
    trusted_key,
    written,
)
from tests.guard.meddling import command, run
from tests.guard.scene import ALWAYS, OPEN, TAKEN_IN, Left, Scene, Trouble

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.guard.doing_harm import Do

_UNWRITTEN = (Left.MESSAGES, Left.VAULT, Left.RECORDS)
_UNREAD = (Left.COPY, *_UNWRITTEN)
_STANDS_STILL = 300.0


def of_installation() -> Iterator[Trouble]:
    """Yield all of them."""
    yield from _of_signing()
    yield from _of_inventory()
    for name, harm in (("damaged", garbled), ("missing", gone), ("exposed", mode)):
        yield Trouble(f"answers {name}", "answers", harm(answers), restored("answers"))


def _of_signing() -> Iterator[Trouble]:
    says = r"sign|evidence|key-missing|key-exposed|installation-changed"
    unsigned = partial(Trouble, spares_all=(Left.RECORDS,), says=says)
    signing = partial(unsigned, place="signing")
    back = restored("signing")
    yield signing("signing key of mode 0644", do=mode(signing_key), cure=mode(signing_key, 0o600))
    lost = partial(signing, cure=_replace_lost, anew=True)
    yield lost("signing key missing", do=gone(signing_key))
    yield lost("signing key empty", do=emptied(signing_key))
    yield signing("signing key damaged", do=garbled(signing_key), cure=back)
    yield signing("signing folder missing", do=gone(lambda scene: scene.home.signing), cure=back)
    trust = partial(unsigned, place="trust", cure=restored("trust"))
    yield trust("stray file in trust", do=_stray_trust)
    yield trust("trusted key missing", do=gone(trusted_key))
    yield trust("trusted key damaged", do=garbled(trusted_key))
    yield trust("trust folder missing", do=gone(lambda scene: scene.home.trust))


def _of_inventory() -> Iterator[Trouble]:
    of_it = partial(Trouble, place="inventory")
    back = restored("inventory")
    unread = partial(of_it, spares_all=_UNREAD, says="inventory", hides="inventory")
    yield unread("inventory missing", do=gone(inventory), cure=back)
    yield unread("inventory empty", do=emptied(inventory), cure=back)
    yield unread("inventory damaged", do=garbled(inventory), cure=back)
    yield of_it("inventory exposed", do=mode(inventory), cure=mode(inventory, 0o600))
    yield of_it("inventory of before", do=_older, ages=TAKEN_IN, alarms=True)
    still = partial(of_it, cure=Scene.end_beside, longest_seconds=_STANDS_STILL)
    yield still(
        "a writer of the inventory stands still", do=_locked("IMMEDIATE"), spares_all=_UNWRITTEN
    )
    yield still(
        "who keeps the inventory from being read stands still",
        do=_locked("EXCLUSIVE"),
        spares_all=_UNREAD,
        hides="inventory",
    )
    yield still(
        "another process holds the lease",
        place="lease",
        do=_leased,
        ages=OPEN,
        spares=_UNWRITTEN,
        says="busy|lease|another process",
    )


def _stray_trust(scene: Scene) -> None:
    written(scene.home.trust / "iets.txt", b"iets")


def _replace_lost(scene: Scene) -> None:
    """Do what the runbook says where there is no copy."""
    done = run(command("install", "--replace-lost"), scene.environment(), 60)
    assert done.returncode == 0, done.stderr


def _older(scene: Scene) -> None:
    """Put an inventory there that stands before the last thing that happened."""
    before = scene.world.home(ALWAYS[ALWAYS.index(scene.age) - 1])
    place = inventory(scene)
    shutil.copy2(before / place.relative_to(scene.home.root), place)


def _locked(how: str) -> Do:
    return lambda scene: scene.start_beside("lock", str(inventory(scene)), how)


def _leased(scene: Scene) -> None:
    scene.start_beside("hold", scene.subject.id)
