"""What must hold of closed evidence of the second format.

Its first record says what began, both counts of cells are on record, and what destruction found to
be cut, changed or lost is told in the certificate.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.evidence import rules_1
from eenmalig.evidence.reading import findings, given_up, is_journal_lost, latest
from eenmalig.evidence.rules_1 import require

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from eenmalig.evidence.records import Record


def check(folder: Path, records: Sequence[Record], looks: Sequence[Record]) -> dict[str, Any]:
    """Return the certificate. Fails with the first thing that does not hold."""
    _opened(records)
    rules_1.counts(records)
    _cells(records)
    _accepted(records)
    rules_1.approvals(folder, records)
    certificate = rules_1.certificate(folder, records, looks)
    require(certificate["findings"] == findings(records), "the certificate hides a finding")
    if is_journal_lost(records):
        require(looks[-1].data["result"]["provider"] != "absent", "a lost journal proves nothing")
    elif "provider_messages" not in given_up(records):
        rules_1.deleted(records)
    return certificate


def _opened(records: Sequence[Record]) -> None:
    kinds = [record.kind for record in records]
    require(kinds[0] == "opened" and kinds.count("opened") == 1, "it does not begin as it should")
    certified = latest(records, "certified")
    require(certified is not None and kinds.count("certified") == 1, "it is not certified once")


def _accepted(records: Sequence[Record]) -> None:
    """Fails where a later record knows of fewer accepted messages than an earlier one."""
    kinds = ("sent", "outcomes")
    known = [rules_1.accepted(record) for record in records if record.kind in kinds]
    require(known == sorted(known), "accepted messages were forgotten")


def _cells(records: Sequence[Record]) -> None:
    """Fails unless as many cells were worked through as were sealed."""
    sealed, worked = latest(records, "extracted"), latest(records, "normalized")
    if worked is None:
        return
    require(sealed is not None, "nothing is on record as taken in")
    if sealed is not None:
        same = all(sealed.data[name] == worked.data[name] for name in ("cells", "list_cells"))
        require(same, "not as many cells were worked through as were sealed")
