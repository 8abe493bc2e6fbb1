"""Evidence of format 1, which an earlier program closed: it is checked for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from eenmalig.evidence.ledger import LEDGER
from eenmalig.evidence.verifying import verify_evidence

KEPT = Path(__file__).parent / "format_1"
TRUST = KEPT / "trust"
CAMPAIGNS = sorted(path.parent for path in KEPT.glob(f"*/*/{LEDGER}"))
OUTCOMES = {
    "lelystad-2026-11-26-mwcl": {"recipients": 7, "delivered": 7},
    "lelystad-2026-11-26-yvnf": {"recipients": 8, "delivered": 5, "failed": 2, "unknown": 1},
    "lelystad-2026-11-26-kzaa": {"recipients": 11, "delivered": 4, "not_sent": 7},
}


def test_every_way_to_end_that_there_was_is_kept() -> None:
    endings = {folder.parent.name for folder in CAMPAIGNS}
    assert endings == {"completed", "failed", "lapsed", "rejected", "stopped"}


@pytest.mark.parametrize("folder", CAMPAIGNS, ids=[f"{p.parent.name} {p.name}" for p in CAMPAIGNS])
def test_evidence_of_format_1_holds_and_ended_as_it_did(folder: Path) -> None:
    verdict = verify_evidence(folder, TRUST)
    assert (verdict.campaign, verdict.ending) == (folder.name, folder.parent.name)
    assert (verdict.looks, verdict.in_time) == (1, True)
    in_doubt = OUTCOMES.get(folder.name, {}).get("unknown", 0)
    assert verdict.provider == ("not_proved" if in_doubt else "absent")


@pytest.mark.parametrize("folder", CAMPAIGNS, ids=[f"{p.parent.name} {p.name}" for p in CAMPAIGNS])
def test_evidence_of_format_1_still_says_what_became_of_every_recipient(folder: Path) -> None:
    outcomes = verify_evidence(folder, TRUST).outcomes or {}
    assert {name: n for name, n in outcomes.items() if n} == OUTCOMES.get(folder.name, {})
