"""What is told of the verifications of destruction: the last one, and whether one is under way.

Whether one is under way, Airflow knows. When one ended, and what it came to, the signed trace says.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.errors import EenmaligError
from eenmalig.evidence.reading import latest, of_kind
from eenmalig.evidence.rules_3 import MALFORMED
from eenmalig.evidence.trace_reading import BEGAN, TRACE, VERIFIED, read_trace

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eenmalig.evidence.records import Record
    from eenmalig.pages.asked_run import AskedRun
    from eenmalig.pages.readable_stores import ReadableStores


class EndedVerification(NamedTuple):
    """A verification that ended, and when. ``findings`` is how much was not as it should be.

    ``counts`` holds the campaigns that were looked at, those that could not be, those that are
    open, and what was destroyed because it was overdue.
    """

    at: str
    findings: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class VerificationSeen:
    """What a page tells. Moments are in ISO 8601.

    ``run`` is the run that is under way, else the last one. ``last`` is the last that ended,
    ``unfinished`` when one began after it that is not under way any more and left no end.
    ``unreadable`` is whether the trace cannot be trusted; then nothing of it is told.
    """

    run: AskedRun | None
    last: EndedVerification | None = None
    unfinished: str | None = None
    unreadable: bool = False

    @property
    def under_way(self) -> bool:
        """Whether one waits or runs."""
        return self.run is not None and self.run.under_way


def verification_seen(stores: ReadableStores, run: AskedRun | None) -> VerificationSeen:
    """Return what is known of verifications; ``run`` is the last one that was asked for."""
    try:
        records = read_trace(stores.home.evidence / TRACE, stores.trust)
        return VerificationSeen(run, _last(records), _unfinished(records, run))
    except FileNotFoundError:
        return VerificationSeen(run, None, _unfinished([], run))
    except (EenmaligError, OSError, *MALFORMED):
        return VerificationSeen(run, unreadable=True)


def _last(records: Sequence[Record]) -> EndedVerification | None:
    ended = latest(records, VERIFIED)
    if ended is None:
        return None
    told = ended.data
    counts = {
        "looked_at": told["looked_at"],
        "not_looked": len(told["not_looked"]),
        "open": told["open"],
        "destroyed": told["destroyed"],
    }
    return EndedVerification(ended.at, told["findings"], counts)


def _unfinished(records: Sequence[Record], run: AskedRun | None) -> str | None:
    """Return when the last one began, if it left no end and does not go on."""
    if run is not None and run.under_way:
        return None
    begun = [record.at for record in of_kind(records, BEGAN)[-1:]]
    failed = [run.asked_at.isoformat()] if run is not None and run.failed else []
    last = max([*begun, *failed], key=datetime.fromisoformat, default=None)
    ended = latest(records, VERIFIED)
    if last is None or ended is None:
        return last
    return last if datetime.fromisoformat(last) > datetime.fromisoformat(ended.at) else None
