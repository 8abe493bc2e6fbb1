"""Campaigns that an earlier program closed: their decisions are read, and nobody decides again."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from eenmalig.evidence.ledger import open_ledger
from eenmalig.evidence.signing import Trust
from eenmalig.pages.decision_view import Onlooker, decision_view
from eenmalig.pages.rendering import render

EVIDENCE = Path(__file__).parents[1] / "evidence"
KEPT = [
    pytest.param(ledger.parent, id="/".join(ledger.parts[-4:-2]))
    for ledger in sorted(EVIDENCE.glob("format_*/*/*/ledger.jsonl"))
]
POLICE = Onlooker("police-lelystad", "11", answers=True, sees_small=True)
FRAME = {"base": "", "navigation": [], "visitor": "", "here": "", "token": "", "refused": ""}


@pytest.mark.parametrize("folder", KEPT)
def test_what_was_decided_is_shown_and_nothing_can_be(folder: Path) -> None:
    trust = Trust(folder.parents[1] / "trust")
    stores: Any = SimpleNamespace(
        records=lambda _: open_ledger(folder, trust),
        folder=lambda _: folder,
        answers=SimpleNamespace(of_run=lambda _: [], stopped=lambda _: None),
        inventory=SimpleNamespace(vault_holds=lambda _: (0, 0)),
    )
    campaign: Any = SimpleNamespace(
        id=folder.name, run="", stopped_at=None, requested_by="x", case_reference="y"
    )
    view = decision_view(stores, campaign, POLICE, "nl", datetime.now(UTC))
    page = render("decision", "nl", **FRAME, **view)
    assert "De campagne is geëindigd en alles binnen ons bereik is vernietigd" in page
    assert "is niet het dossier dat is ondertekend" not in page
    assert "<button" not in page
    answered = sum(record.kind == "approval_answered" for record in open_ledger(folder, trust))
    assert page.count('class="mark ') == answered
