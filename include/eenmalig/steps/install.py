"""Installing: stores and keys are made once, here and nowhere else, and brought up to date here.

What is missing beside evidence, keys or vaults was lost. It is never made anew in silence, since
an installation that forgets texts the same people again.
"""

from __future__ import annotations

import logging
import shutil
from typing import TYPE_CHECKING

import sqlalchemy as sa
from filelock import FileLock

from eenmalig.domain.campaign import State
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.signing import REHEARSAL, SIGNING_FILE, Signer, Trust
from eenmalig.looks_like_number import without_long_digits
from eenmalig.steps.installation import Stores, now
from eenmalig.steps.reconciling import reconcile
from eenmalig.steps.summarising import summarise_missing
from eenmalig.steps.superseding import supersede
from eenmalig.stores import schema
from eenmalig.stores.answers import answers_file
from eenmalig.stores.engine import (
    engine,
    is_made,
    make,
    make_ours_alone,
    revision,
    upgrade,
    writing,
)
from eenmalig.stores.inventory import inventory_file
from eenmalig.stores.private_files import OURS_ALONE

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from eenmalig.stores.home import Home

log = logging.getLogger(__name__)

_STATE = sa.table("campaigns", sa.column("state"), sa.column("deadline"))
# What earlier programs kept beside inventory and evidence key, and nobody needs any more.
_OUTDATED = ("inventory/locks", "inventory/schema.lock", "signing/lock")


def install(home: Home, by: str, *, replace_lost: bool = False) -> Stores:
    """Make what is not there yet and bring the rest up to date; return the stores, opened.

    Doing it again changes nothing. ``by`` is the account on this machine. With ``replace_lost``
    an inventory, an evidence key, a trusted key or the answers that are gone are made anew, the
    inventory from what signed ledgers show.

    Fails when something was lost, when a database is a newer program's (``DATABASE_NEWER``), and
    when one is to be upgraded while a campaign is sending (``UPGRADE_REFUSED``).
    """
    home.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(home.root / ".install.lock", mode=OURS_ALONE):
        before = _inventory(home, replace_lost=replace_lost)
        _evidence_key(home, replace_lost=replace_lost)
        _answers(home, before, replace_lost=replace_lost)
        stores = Stores(home)
        supersede(stores, by)
        reconciled = reconcile(stores)
        for campaign in reconciled.brought:
            log.info("%s is in the inventory again.", campaign)
        _tell_replaced_key(stores, by)
        summarise_missing(stores)
        reconciled.require_readable()
        # Everything that a step needs can be opened, or this says why not.
        stores.inventory.require_alone()
        log.info(
            "Evidence key %s: note it outside this machine.",
            stores.evidence_keys.signer.fingerprint,
        )
        return stores


def _inventory(home: Home, *, replace_lost: bool) -> int:
    """Make the inventory or bring it up to date; return which migration it had seen before."""
    path = inventory_file(home)
    beside = (home.evidence, home.keys, home.vault, home.signing)
    known = any(place.is_dir() and any(place.iterdir()) for place in beside)
    inventory = engine(path, Code.INVENTORY_DAMAGED)
    if not is_made(path):
        if known and not replace_lost:
            raise EenmaligError(Code.INVENTORY_MISSING)
        make(path)
        upgrade(inventory, "inventory")
        log.info("Made: the inventory.")
        if known:
            log.warning("A case whose ledger is not in evidence/ is forgotten by it.")
        return schema.INVENTORY_REVISION
    try:
        if not known and not sa.inspect(inventory).get_table_names():
            # Whoever made it was killed before anything else was made.
            upgrade(inventory, "inventory")
            return schema.INVENTORY_REVISION
        before = _revision_of_inventory(inventory)
    except EenmaligError as error:
        if error.code is not Code.INVENTORY_DAMAGED or not replace_lost:
            raise
        _set_aside(home, path)
        return _inventory(home, replace_lost=replace_lost)
    if before < schema.INVENTORY_REVISION:
        _require_quiet(inventory)
        upgrade(inventory, "inventory")
        make_ours_alone(path)
        for name in _OUTDATED:
            _remove(home.root / name)
    return before


def _revision_of_inventory(inventory: sa.Engine) -> int:
    """Return which migration it has seen. Fails when it is no inventory, or a newer program's."""
    found = revision(inventory)
    if found > schema.INVENTORY_REVISION:
        raise EenmaligError(Code.DATABASE_NEWER, "the inventory")
    if not sa.inspect(inventory).has_table(_STATE.name):
        raise EenmaligError(Code.INVENTORY_DAMAGED)
    return found


def _require_quiet(inventory: sa.Engine) -> None:
    """Fail when a campaign is sending, unless it should be gone by now."""
    in_time = _STATE.c.deadline > now().isoformat()
    sending = (
        sa.select(sa.func.count())
        .select_from(_STATE)
        .where((_STATE.c.state == State.SENDING) & in_time)
    )
    with inventory.begin() as connection:
        if connection.execute(sending).scalar_one():
            raise EenmaligError(Code.UPGRADE_REFUSED)


def _evidence_key(home: Home, *, replace_lost: bool) -> None:
    """Draw the evidence key, once, and record the keys that count here."""
    inventory = engine(inventory_file(home), Code.INVENTORY_DAMAGED)
    table = schema.evidence_keys
    with inventory.begin() as connection:
        drawn = set(connection.execute(sa.select(table.c.fingerprint)).scalars())
    signer = _signer(home, drawn, replace_lost=replace_lost)
    if not drawn:
        signer.be_trusted(home.trust)
    # What somebody added to the trust folder is no more trusted for something else being lost.
    counted = {signer.fingerprint: REHEARSAL} if drawn else Trust(home.trust).kinds()
    rows = [
        {"fingerprint": fingerprint, "kind": kind, "drawn_at": now()}
        for fingerprint, kind in counted.items()
        if fingerprint not in drawn
    ]
    if rows:
        with writing(inventory) as connection:
            connection.execute(table.insert(), rows)
    if replace_lost:
        # Last, so that whoever is killed before leaves a key that is missing, and none too many.
        signer.be_trusted(home.trust)
        _forget_lost(inventory, Trust(home.trust).fingerprints)


def _tell_replaced_key(stores: Stores, by: str) -> None:
    """Record in each open ledger that another key signed it until here, where one did."""
    for campaign in stores.inventory.known().open:
        try:
            with stores.evidence(campaign.id).commit(destroys=True, by=without_long_digits(by)):
                pass
        except EenmaligError as error:
            log.warning("%s: nothing can be signed in its ledger (%s).", campaign.id, error.code)


def _forget_lost(inventory: sa.Engine, trusted: Collection[str]) -> None:
    """Forget the keys of which nobody has the public half any more: they verify nothing again."""
    table = schema.evidence_keys
    with writing(inventory) as connection:
        forgotten = connection.execute(table.delete().where(table.c.fingerprint.not_in(trusted)))
    if forgotten.rowcount:
        log.warning(
            "%d trusted keys are lost. What they signed does not hold here any more.",
            forgotten.rowcount,
        )


def _signer(home: Home, drawn: Collection[str], *, replace_lost: bool) -> Signer:
    """Return the evidence key, drawn where there was never one.

    ``drawn`` are the fingerprints of those that were. Fails when another one is there.
    """
    path = home.signing / SIGNING_FILE
    counted = drawn or any(home.trust.glob("*.pem")) or any(home.evidence.glob("*"))
    if not path.exists() and not counted:
        return Signer.draw(home.signing)
    try:
        signer = Signer.load(home.signing)
    except EenmaligError as error:
        if error.code is not Code.KEY_MISSING or (counted and not replace_lost):
            raise
    else:
        if not drawn or signer.fingerprint in drawn:
            return signer
        trusted = Trust(home.trust).fingerprints
        if signer.fingerprint in trusted and not trusted & set(drawn):
            # Key and trust belong together. What does not know them is the inventory.
            raise EenmaligError(
                Code.INVENTORY_OLDER, "it is another installation's: nothing was replaced"
            )
        if not replace_lost:
            raise EenmaligError(Code.INSTALLATION_CHANGED, "signing: another evidence key")
    _set_aside(home, path)
    return Signer.draw(home.signing)


def _answers(home: Home, before: int, *, replace_lost: bool) -> None:
    """Make room for answers, or bring it up to date."""
    path = answers_file(home)
    answers = engine(path, Code.ANSWERS_DAMAGED)
    try:
        is_empty = not is_made(path) or not sa.inspect(answers).get_table_names()
    except EenmaligError:
        if not replace_lost:
            raise
        _set_aside(home, path)
        is_empty = True
    needed = before == schema.INVENTORY_REVISION and _answers_count(home)
    if is_empty and needed and not replace_lost:
        raise EenmaligError(Code.ANSWERS_DAMAGED)
    if not is_made(path):
        make(path)
    seen = revision(answers)
    if seen > schema.ANSWERS_REVISION:
        raise EenmaligError(Code.DATABASE_NEWER, "the answers")
    if seen < schema.ANSWERS_REVISION:
        upgrade(answers, "answers")


def _answers_count(home: Home) -> bool:
    """Whether a campaign is asked about, or is sending, which a no ends."""
    count = sa.select(sa.func.count()).select_from(_STATE)
    query = count.where(_STATE.c.state.in_([State.ASKING, State.SENDING]))
    with engine(inventory_file(home), Code.INVENTORY_DAMAGED).begin() as connection:
        return bool(connection.execute(query).scalar_one())


def _set_aside(home: Home, path: Path) -> None:
    """Keep what is damaged for whoever looks into it, where nothing reads it."""
    if path.exists():
        home.lost.mkdir(mode=0o700, exist_ok=True)
        log.warning("Set aside below lost/: what stood at %s/%s.", path.parent.name, path.name)
        # Not a rename: in containers each store is a disk of its own.
        shutil.move(path, home.lost / f"{now():%Y%m%dT%H%M%S}-{path.name}")


def _remove(path: Path) -> None:
    if path.is_dir():
        for inner in path.iterdir():
            inner.unlink()
        path.rmdir()
    else:
        path.unlink(missing_ok=True)
