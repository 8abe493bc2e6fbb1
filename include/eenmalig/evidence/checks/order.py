"""Whether the records follow each other as a campaign goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.evidence.checks.case import told
from eenmalig.evidence.reading import ending_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from eenmalig.evidence.checks.case import Case

# What must stand before the first of each kind.
_NEEDS: Mapping[str, str] = {
    "extracted": "opened",
    "normalized": "extracted",
    "dossier": "normalized",
    "approval_requested": "dossier",
    "approval_answered": "approval_requested",
    "gate": "dossier",
    "sending_began": "gate",
    "sent": "sending_began",
    "outcomes": "sending_began",
    "destroyed": "destruction_began",
    "certified": "destruction_began",
}
# What may stand after none of the other.
_NOT_AFTER: Mapping[str, tuple[str, ...]] = {
    "sent": ("outcomes",),
    "extracted": ("destruction_began",),
    "normalized": ("destruction_began",),
    "dossier": ("destruction_began",),
    "sending_began": ("destruction_began",),
    # Sending that has ended can no more be ended.
    "stopped": ("sent",),
    "withdrawn": ("sent",),
}
# A ledger that was cut at the last moment is told of: the documents are made after that.
_AFTER_CERTIFIED = {"closed", "ledger_found", "key_replaced"}


def check(case: Case) -> Iterator[str]:
    """Tell which records do not stand where they must, and whether the ending is the right one."""
    if case.records[0].kind != "opened":
        yield "the first record is not of kind opened"
    seen: set[str] = set()
    for record in case.records:
        needed = None if case.begun_anew else _NEEDS.get(record.kind)
        if needed is not None and needed not in seen:
            yield f"{told(record)} stands before any record of kind {needed}"
        for other in _NOT_AFTER.get(record.kind, ()):
            if other in seen:
                yield f"{told(record)} stands after a record of kind {other}"
        if "certified" in seen and record.kind not in _AFTER_CERTIFIED:
            yield f"{told(record)} stands after the record of kind certified"
        seen.add(record.kind)


def check_ending(case: Case) -> Iterator[str]:
    """Tell where the ending on record is not the one that the records before it show."""
    shown = ending_of(case.records)
    for kind in ("certified", "closed"):
        for record in case.all(kind):
            if record.data["ending"] != shown:
                yield f"{told(record)}: the ending is not {shown}, which the records show"
