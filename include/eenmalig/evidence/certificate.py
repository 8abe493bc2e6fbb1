"""The certificate of destruction as data. It follows from the ledger, and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.evidence.facts import certified, destroyed, opened, shared

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eenmalig.evidence.records import Record


def certificate_of(records: Sequence[Record], ledger_head: str) -> dict[str, Any]:
    """Return the certificate.

    ``records`` are those before the ledger's end, ``ledger_head`` the SHA-256 of the last line
    among them.
    """
    began, end = opened(records), certified(records)
    return {
        **shared(records),
        **destroyed(records),
        "case_reference": began["case_reference"],
        "ground": "promise_of_destruction",
        "taken_in_at": began["taken_in_at"],
        "deadline": began["deadline"],
        "destroyed_at": end.at,
        "destroyed_by": end.data["by"],
        "ledger_head": ledger_head,
    }
