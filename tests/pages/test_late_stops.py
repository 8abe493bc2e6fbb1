"""A stop that came too late leaves its row, and nothing says that it stopped what was sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from tests.bench import STAFF

from eenmalig.documents.ended_by import ended_by
from eenmalig.documents.words import words
from eenmalig.pages.campaign_seen import see
from eenmalig.pages.campaign_view import campaign_view
from eenmalig.pages.decisions import Course, Standings, course
from eenmalig.pages.readable_stores import ReadableStores
from eenmalig.stores.answers import GivenStop

if TYPE_CHECKING:
    from tests.bench import Bench

TEAM = "data-team-lelystad"


def test_what_was_sent_is_not_shown_as_stopped(bench: Bench) -> None:
    bench.approve()
    bench.send()
    late = GivenStop(str(STAFF[TEAM]), TEAM, datetime.now(UTC))
    bench.stores.answers.stop(bench.campaign.run, late)
    seen = see(ReadableStores(bench.home), bench.campaign)
    assert seen.stop == late
    standings = Standings(seen.records, seen.decided, stopped=True, now=late.at)
    assert course(standings, seen.dossier) is Course.SENT
    assert campaign_view(seen, "nl", late.at, sees_small=True)["ended_by"] is None


@pytest.mark.parametrize("ending", ["completed", "stopped", "withdrawn", "rejected"])
def test_documents_name_who_ended_only_what_a_person_ended(ending: str) -> None:
    by = {"by": TEAM, "authority": None, "staff_id": None, "at": "2026-01-01T12:00:00+00:00"}
    named = bool(ended_by({"ending": ending, "ended_by": by}, words("nl")))
    assert named is (ending in ("stopped", "withdrawn"))
