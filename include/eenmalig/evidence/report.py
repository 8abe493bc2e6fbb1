"""The report of a campaign as data. It follows from the ledger and the dossier that it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.evidence.facts import approvals, certified, destroyed, opened, shared
from eenmalig.evidence.reading import latest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eenmalig.evidence.records import Record

_FROM_DOSSIER = ("text", "sender_id", "segments")
_STEPS = {
    "extracted": "extract",
    "normalized": "normalize",
    "sent": "send",
    "outcomes": "collect_delivery_reports",
    "certified": "destroy",
}


def report_of(records: Sequence[Record], dossier: Mapping[str, Any]) -> dict[str, Any]:
    """Return the report.

    ``records`` are those before the ledger's end. ``dossier`` is the one that they name; empty
    where there is none, or it is another one.
    """
    began, end = opened(records), certified(records)
    normalized, outcomes = latest(records, "normalized"), latest(records, "outcomes")
    signed = latest(records, "dossier")
    return {
        **shared(records),
        **{name: dossier[name] for name in _FROM_DOSSIER if name in dossier},
        "digest": signed.data["digest"] if signed else None,
        "gateway": dossier.get("gateway") or began.get("gateway"),
        "started_at": began["taken_in_at"],
        "ended_at": end.at,
        "counts": normalized.data["counts"] if normalized else None,
        "sources": dossier.get("sources") or (normalized.data["sources"] if normalized else []),
        "failed_by_code": outcomes.data["failed_by_code"] if outcomes else {},
        "in_doubt": outcomes.data["in_doubt"] if outcomes else None,
        "accepted": outcomes.data["accepted"] if outcomes else 0,
        "sending_ended_early": _ended_early(records),
        "waited_seconds": outcomes.data.get("waited_seconds", 0) if outcomes else 0,
        "approvals": list(approvals(records)),
        "steps": [
            _step(records, record)
            for record in records
            if record.kind in _STEPS and record.data.get("seconds") is not None
        ],
        "destruction": {**destroyed(records), "completed_at": end.at},
    }


def _ended_early(records: Sequence[Record]) -> dict[str, Any] | None:
    """Return why sending ended before everybody was tried, and by which code of the provider's."""
    sent = latest(records, "sent")
    if sent is None or not sent.data["ended_early"]:
        return None
    return {"reason": sent.data["ended_early"], "code": sent.data.get("provider_code")}


def _step(records: Sequence[Record], record: Record) -> dict[str, Any]:
    """Return when a step began and how long it took: one that waits, from when it had to."""
    began, seconds = record.data["started_at"], record.data["seconds"]
    sent = latest(records, "sent")
    if record.data.get("waited_seconds") is not None and sent is not None:
        began, seconds = sent.at, record.data["waited_seconds"]
    return {"step": _STEPS[record.kind], "started_at": began, "seconds": seconds}
