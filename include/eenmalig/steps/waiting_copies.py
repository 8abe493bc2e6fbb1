"""Hand-overs that wait, tried on a worker before anybody triggers a campaign with one.

What came of it is kept in the inventory, with what is known of that working copy: counts, and
mistakes by position. So it is gone when the copy is changed or destroyed.
"""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from eenmalig import handover as handovers
from eenmalig.errors import EenmaligError
from eenmalig.steps.handover_check import check_declared
from eenmalig.steps.installation import Stores, now
from eenmalig.steps.known_copies import StandingCopy, look_at_copies, scratch_beside
from eenmalig.steps.told_check import mistakes, wrong
from eenmalig.steps.yielding import warnings
from eenmalig.stores.private_files import make_folder
from eenmalig.stores.removing import remove_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from eenmalig.domain.counting import Tally

log = logging.getLogger(__name__)


def check_waiting(stores: Stores, city: str, name: str | None) -> None:
    """Try the hand-over of a city, or without a ``name`` each that was not tried as it is now.

    Only what no campaign took in is tried. It gets its deadline here, if nobody saw it before.
    Fails when there is none of that name (``HANDOVER_NAME``, ``HANDOVER_MISSING``).
    """
    if name:
        handovers.resolve(stores.home, city, name)
    for copy in look_at_copies(stores).copies:
        is_of_city = copy.path.parent == stores.home.handover / city
        if not is_of_city or copy.known.campaign is not None:
            continue
        is_new = copy.known.checked is None and handovers.can_be_named(copy.path.name)
        if copy.path.name == name if name else is_new:
            _check(stores, city, copy)


def _check(stores: Stores, city: str, copy: StandingCopy) -> None:
    """Try one working copy, and keep what came of it unless it was changed meanwhile."""
    with _scratch(copy.path) as scratch:
        result = _tried(stores, city, copy.path, scratch)
    look_at_copies(stores)
    with stores.inventory.changing() as changes:
        kept = changes.keep_check(copy.known, {"at": now().isoformat(), **result})
    for line in result["wrong"]:
        log.warning("%s", line)
    if not kept:
        log.warning("The hand-over was changed meanwhile; nothing is kept of this check.")
    elif result["holds"]:
        log.info("The hand-over holds: %d recipients.", result["total"]["recipients"])
    else:
        log.warning("The hand-over does not hold; what is wrong stands above.")


def _tried(stores: Stores, city: str, folder: Path, scratch: Path) -> Mapping[str, Any]:
    try:
        given = handovers.load(folder, city)
        result = check_declared(given, stores.inventory, scratch)
    except EenmaligError as error:
        return {"holds": False, "exports": [], "total": None, "wrong": list(mistakes(error))}
    return {
        "holds": result.holds,
        "exports": [
            {
                "export": export.label,
                "is_list": export.is_list,
                "format": export.format,
                "counts": export.tally.per_source() if export.tally else None,
                "warnings": list(warnings(export, kept=True)),
                "code": export.error.code if export.error else None,
            }
            for export in result.tried
        ],
        "total": {**result.total.per_source(), **_exact(result.total)},
        "wrong": list(wrong(result)),
    }


def _exact(total: Tally) -> Mapping[str, int]:
    """Return what points at nobody; a small count by reason stays one that is not told."""
    return {
        "read": total.read,
        "duplicates": total.duplicates,
        "recipients": total.recipients,
    }


@contextmanager
def _scratch(copy: Path) -> Iterator[Path]:
    """Give a folder for copies in the clear, beside the working copy.

    Whoever is killed leaves it there: as any working copy it has a deadline, it goes with the one
    that it is beside, and the next check removes it first.
    """
    scratch = scratch_beside(copy)
    remove_all(scratch)
    make_folder(scratch)
    try:
        yield scratch
    finally:
        remove_all(scratch)
