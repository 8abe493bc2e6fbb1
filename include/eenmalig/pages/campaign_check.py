"""``verify`` run now, on one campaign's folder: offline, read only, nothing kept of it.

It takes as long as the evidence is large. So that no page holds the API server up, a folder larger
than any campaign's is left to the command, and few are checked at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.ledger import CLOSED, DOCUMENTS, LEDGER, VERIFICATIONS
from eenmalig.evidence.trace_reading import tell_trace
from eenmalig.evidence.verifying import verify_evidence
from eenmalig.pages.campaign_seen import committed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eenmalig.evidence.trace_reading import Traced
    from eenmalig.evidence.verdict import Verdict
    from eenmalig.pages.readable_stores import ReadableStores

# Some fifty times what a whole campaign leaves, and seconds to check; the command checks any size.
LARGEST = 8 * 2**20
AT_A_TIME = BoundedSemaphore(2)
_NAMES = (LEDGER, VERIFICATIONS, *sorted(DOCUMENTS))


@dataclass(frozen=True)
class Checked:
    """What a check came to.

    ``verdict`` is there when everything holds. Otherwise ``findings`` are all that does not, or
    ``busy`` or ``too_large`` is why nothing was checked. ``unlooked`` is whether only one of them
    is there: that nobody but the destroyer looked yet. Of a campaign that has no end yet,
    ``so_far`` is how many records hold; nothing more can be said of it. ``rehearsal`` is whether it
    is no more than that, as far as is known.
    """

    verdict: Verdict | None = None
    traced: Traced | None = None
    findings: Sequence[str] = ()
    so_far: int | None = None
    unlooked: bool = False
    rehearsal: bool = False
    busy: bool = False
    too_large: bool = False


def check(stores: ReadableStores, campaign: str) -> Checked:
    """Return what a check of a campaign's evidence comes to now."""
    if not AT_A_TIME.acquire(blocking=False):
        return Checked(busy=True)
    try:
        folder = stores.folder(campaign)
        if _size(folder) > LARGEST:
            return Checked(too_large=True)
        return _checked(stores, campaign, folder)
    finally:
        AT_A_TIME.release()


def _checked(stores: ReadableStores, campaign: str, folder: Path) -> Checked:
    findings: list[str] = []
    rehearsal = False
    try:
        records = committed(stores, campaign).records
        rehearsal = any(record.rehearsal for record in records)
        if not records or records[-1].kind != CLOSED:
            return Checked(so_far=len(records), rehearsal=rehearsal)
    except EenmaligError as error:
        findings += error.mistakes
    verdict, traced, unlooked = None, None, False
    try:
        verdict = verify_evidence(folder, stores.home.trust)
    except EenmaligError as error:
        unlooked = error.code is Code.EVIDENCE_UNLOOKED
        findings += error.mistakes
    if verdict or unlooked:
        try:
            traced = tell_trace(folder, stores.home.trust)
        except EenmaligError as error:
            findings += error.mistakes
    if findings:
        only_unlooked = unlooked and len(findings) == 1
        return Checked(findings=findings, unlooked=only_unlooked, rehearsal=rehearsal)
    return Checked(verdict, traced, rehearsal=rehearsal)


def _size(folder: Path) -> int:
    """Return how much there is to read, without following a link."""
    there = (folder / name for name in _NAMES)
    return sum(path.lstat().st_size for path in there if path.is_file() and not path.is_symlink())
