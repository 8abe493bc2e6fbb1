"""What signed records say: the last of a kind, the answers, and how a campaign ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.domain.approvals import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eenmalig.evidence.ledger import Record


def latest(records: Sequence[Record], kind: str) -> Record | None:
    """Return the last record of a kind, if there is one."""
    return next((record for record in reversed(records) if record.kind == kind), None)


def answers(records: Sequence[Record]) -> list[Answer]:
    """Return the answers on record, in order."""
    return [Answer.from_data(each.data) for each in records if each.kind == "approval_answered"]


def ending_of(records: Sequence[Record]) -> str:
    """Return how a campaign ended, from its signed records alone."""
    sent, gate = latest(records, "sent"), latest(records, "gate")
    normalized = latest(records, "normalized")
    if sent is not None:
        return "stopped" if sent.data["ended_early"] else "completed"
    if latest(records, "stopped") is not None:
        return "stopped"
    if gate is not None and gate.data["standing"] in ("rejected", "lapsed"):
        return str(gate.data["standing"])
    if normalized is not None and normalized.data["counts"]["recipients"] == 0:
        return "nothing_to_send"
    return "failed"
