"""What is told of a hand-over that was tried: counts by source, and what is wrong, never a value.

A terminal prints it, and a page shows what the inventory kept of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.domain.shares import shares
from eenmalig.error_explanations import EXPLANATIONS
from eenmalig.steps.yielding import warning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eenmalig.errors import EenmaligError
    from eenmalig.steps.handover_check import Check


def as_record(result: Check) -> Mapping[str, Any]:
    """Return what came of every export, as JSON can hold it."""
    return {
        "holds": result.holds,
        "exports": [
            {
                "export": export.label,
                "declared": list(export.declared),
                "format": export.format,
                "counts": export.tally.totals() if export.tally else None,
                "shares": shares(export.tally)._asdict() if export.tally else None,
                "warning": warning(export.tally) if export.tally else None,
                "unreadable": export.unreadable,
                "places": [str(place) for place in export.places],
                "code": export.error.code if export.error else None,
                "why": list(export.error.mistakes) if export.error else [],
            }
            for export in result.tried
        ],
        "total": result.total.totals(),
        "listed": result.listed,
        "unreadable": result.unreadable,
        "follows": list(result.follows.mistakes) if result.follows else [],
    }


def wrong(result: Check) -> Iterator[str]:
    """Yield a line for every mistake, then what to do about each kind."""
    for error in result.errors:
        yield from mistakes(error)
    for code in dict.fromkeys(error.code for error in result.errors):
        yield f"What to do about {code}: {EXPLANATIONS[code].next_step}"
    if not result.total.recipients:
        yield "No recipient is left."


def mistakes(error: EenmaligError) -> Iterator[str]:
    """Yield a line for every mistake that an error tells; one for an error that tells none."""
    for mistake in error.mistakes or [EXPLANATIONS[error.code].happened]:
        yield f"[{error.code}] {mistake}"
