"""Evidence of format 2, which an earlier program closed: it is checked for good."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests import second_checker

from eenmalig.evidence.ledger import LEDGER
from eenmalig.evidence.verifying import verify_evidence

KEPT = Path(__file__).parent / "format_2"
TRUST = KEPT / "trust"
CAMPAIGNS = sorted(path.parent for path in KEPT.glob(f"*/*/{LEDGER}"))
OUTCOMES = {
    "lelystad-2026-11-26-sedu": {"recipients": 8, "delivered": 8},
    "lelystad-2026-11-26-blba": {"recipients": 8, "delivered": 5, "failed": 2, "unknown": 1},
    "lelystad-2026-11-26-wvrq": {"recipients": 8, "delivered": 4, "not_sent": 4},
}


def test_the_ways_to_end_are_kept() -> None:
    endings = {folder.parent.name for folder in CAMPAIGNS}
    assert endings == {"completed", "failed", "lapsed", "rejected", "stopped"}


@pytest.mark.parametrize("folder", CAMPAIGNS, ids=[f"{p.parent.name} {p.name}" for p in CAMPAIGNS])
def test_evidence_of_format_2_holds_and_ended_as_it_did(folder: Path) -> None:
    verdict = verify_evidence(folder, TRUST)
    assert (verdict.campaign, verdict.ending) == (folder.name, folder.parent.name)
    assert (verdict.looks, verdict.in_time, verdict.key_kind) == (1, True, "rehearsal")
    outcomes = {name: n for name, n in (verdict.outcomes or {}).items() if n}
    assert outcomes == OUTCOMES.get(folder.name, {})
    assert verdict.provider == ("not_proved" if outcomes.get("unknown") else "absent")
    assert second_checker.complaints(folder, TRUST) == []
