"""The search of a run for its own numbers in all that is kept, before anything is destroyed.

Only then are there numbers to search for. It holds nothing up: it is bounded, runs in a process of
its own that only reads, and whatever it meets is recorded instead of raised. What it found is told
once destruction is complete.
"""

from __future__ import annotations

import logging
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from eenmalig.cleartext.leak_scan import LeakScan, OutOfTimeError, ScanResult
from eenmalig.cleartext.leak_scan.leak_search import FORMS, until
from eenmalig.cleartext.leak_scan.planted import planted
from eenmalig.cleartext.selecting.intake import scratch_in
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import CERTIFIED
from eenmalig.evidence.reading import latest
from eenmalig.steps.bounded_process import told_within
from eenmalig.steps.installation import now
from eenmalig.steps.kept_places import kept_places, not_covered
from eenmalig.steps.known_copies import look_at_copies
from eenmalig.steps.scan import numbers_of
from eenmalig.stores.control_files import control_file, plant, remove_controls

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from eenmalig.cleartext.leak_scan.planted import Planted
    from eenmalig.domain.campaign import Campaign
    from eenmalig.evidence.records import Record
    from eenmalig.steps.installation import Stores
    from eenmalig.steps.kept_places import KeptPlace
    from eenmalig.stores.changes import Unsigned

log = logging.getLogger(__name__)

MOST_SECONDS = 600.0
# Of it the search itself leaves so much to tell what it came to.
_TO_TELL = 5.0
_KIND = "scanned"
_NO_NUMBERS, _OUT_OF_TIME, _FAILED = "no_numbers", "out_of_time", "failed"


def check_for_leaks(stores: Stores, campaign: Campaign) -> Mapping[str, Any] | None:
    """Search all that is kept for the numbers of the working copy, once, and record the result.

    Returns what is on record, also of an earlier try. Fails never: destruction follows.
    """
    data: Mapping[str, Any] | None = None
    try:
        data = _recorded(stores, campaign.id)
        if data is None and campaign.open and not _is_too_late(stores, campaign.id):
            data = _searched(stores, campaign)
            _tell(data)
            _record(stores, campaign, data)
    except Exception as error:  # noqa: BLE001 - nothing may hold up destruction
        log.warning("The search for numbers is not recorded (%s).", type(error).__name__)
    return data


def require_no_leak(data: Mapping[str, Any] | None) -> None:
    """Fail when the search found a number (``LEAK_FOUND``), could not prove itself, or failed."""
    if data is None:
        return
    hits = [f"{place['hits']} in {place['place']}" for place in data["places"] if place["hits"]]
    if hits:
        raise EenmaligError(Code.LEAK_FOUND, *hits)
    blind = [place["place"] for place in data["places"] if not place["control_found"]]
    if data["ran"] and blind:
        raise EenmaligError(Code.SCAN_NOT_PROVED, *blind)
    if data["why"] == _FAILED:
        raise EenmaligError(Code.SCAN_NOT_PROVED, "the search did not run to its end")


def _tell(data: Mapping[str, Any]) -> None:
    """Say in the log what the search covered, or why it did not come to its end."""
    if not data["ran"]:
        log.warning("The search for numbers did not come to its end (%s).", data["why"])
    log.info(
        "%d numbers were searched for in %d files (%.1f MB) of what is kept: %d hits, in %.1f s.",
        data["numbers"],
        sum(place["files"] for place in data["places"]),
        sum(place["bytes"] for place in data["places"]) / 1e6,
        sum(place["hits"] for place in data["places"]),
        data["seconds"],
    )


def _searched(stores: Stores, campaign: Campaign) -> dict[str, Any]:
    began = time.monotonic()
    left = (campaign.deadline - now()).total_seconds()
    seconds = min(MOST_SECONDS, left)
    places = kept_places(stores.home)
    data: dict[str, Any] = {"ran": False, "why": _OUT_OF_TIME, "numbers": 0, "places": []}
    try:
        if seconds > _TO_TELL:
            data |= _found(stores, campaign, places, seconds)
    except Exception as error:  # noqa: BLE001 - it is recorded that it did not run
        log.warning("The search for numbers failed (%s).", type(error).__name__)
        data["why"] = _FAILED
    finally:
        remove_controls(
            [place.folder for place in places],
            stores.inventory.known().open_ids - {campaign.id},
        )
    seconds = round(time.monotonic() - began, 3)
    return {**data, "seconds": seconds, "not_covered": not_covered(places)}


def _found(
    stores: Stores, campaign: Campaign, places: list[KeptPlace], seconds: float
) -> dict[str, Any]:
    """Plant a control in each place, and search in a process of its own."""
    controls = {place.name: planted(in_database=place.holds_database) for place in places}
    for place in places:
        if not plant(place.folder, campaign.id, controls[place.name].content):
            log.warning("No control could be planted in %s.", place.name)
    began = time.monotonic()
    copies = look_at_copies(stores).of(campaign.id)
    search = partial(_search, stores, campaign, copies, places, controls, seconds - _TO_TELL)
    data: dict[str, Any] = {"places": []}
    for told in told_within(seconds, search):
        data["places"] += told.pop("places", [])
        data |= told
    if "ran" not in data:
        is_late = time.monotonic() - began >= seconds
        data |= {"ran": False, "why": _OUT_OF_TIME if is_late else _FAILED}
    return data


def _search(  # noqa: PLR0913, PLR0917 - what is searched for, and where
    stores: Stores,
    campaign: Campaign,
    copies: list[Path],
    places: list[KeptPlace],
    controls: Mapping[str, Planted],
    seconds: float,
    tell: Callable[[Mapping[str, Any]], None],
) -> None:
    """Read the numbers of the working copies, search each place, and tell what came of it."""
    go_on = until(time.monotonic() + seconds)
    try:
        with scratch_in(stores.vault_folder(campaign.id)) as scratch:
            read = [numbers_of(copy, scratch, go_on) for copy in copies]
        numbers = set().union(*(found for found, _ in read))
        tell({"numbers": len(numbers), "exports_not_read": sum(unread for _, unread in read)})
        if not numbers:
            tell({"ran": False, "why": _NO_NUMBERS})
            return
        scan = LeakScan(numbers | {control.number for control in controls.values()})
        for place in places:
            _search_place(scan, place, control_file(place.folder, campaign.id), go_on, tell)
        tell({"ran": True, "why": None})
    except OutOfTimeError:
        tell({"ran": False, "why": _OUT_OF_TIME})


def _search_place(
    scan: LeakScan,
    place: KeptPlace,
    control: Path,
    go_on: Callable[[], None],
    tell: Callable[[Mapping[str, Any]], None],
) -> None:
    """Search a place, its control first; tell what was found, also when time is up meanwhile."""
    tried, result = ScanResult(), ScanResult()
    try:
        scan.search_file(control, tried, go_on)
        for path in place.files(result.skip):
            scan.search_file(path, result, go_on)
    finally:
        found = {
            "place": place.name,
            "files": result.files,
            "bytes": result.bytes,
            "unread": result.unread_files,
            "control_found": tried.found.get(control, 0) >= FORMS,
            "hits": sum(result.found.values()),
        }
        tell({"places": [found]})


def _recorded(stores: Stores, campaign: str) -> Mapping[str, Any] | None:
    """Return what is on record of the search, signed or not yet; None too where it is damaged."""
    with stores.inventory.reading() as look:
        records: list[Record | Unsigned] = [*look.unsigned(campaign)]
    with suppress(EenmaligError):
        records += stores.evidence(campaign).records()
    return next((record.data for record in records if record.kind == _KIND), None)


def _is_too_late(stores: Stores, campaign: str) -> bool:
    """Whether another destroyed it already, and its documents may be made just now."""
    with suppress(EenmaligError):
        return latest(stores.evidence(campaign).records(), CERTIFIED) is not None
    return False


def _record(stores: Stores, campaign: Campaign, data: Mapping[str, Any]) -> None:
    """Sign what the search came to; what cannot be signed now is signed later.

    Where another destroyed it meanwhile, the certificate says that it did not run.
    """
    try:
        with stores.evidence(campaign.id).commit(destroys=True) as commit:
            if not commit.ended:
                commit.record(_KIND, data, now(), once=True)
    except Exception as error:  # noqa: BLE001 - damaged evidence keeps nothing alive
        log.warning("The search is not signed yet (%s).", type(error).__name__)
        with stores.inventory.changing() as changes:
            changes.leave_unsigned(campaign.id, _KIND, data, now())
