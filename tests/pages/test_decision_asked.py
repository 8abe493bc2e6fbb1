"""What an approver is told to follow on their yes: computed of the signed dossier and the hour."""

from __future__ import annotations

import copy
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.documents.moments import moment
from eenmalig.documents.words import words
from eenmalig.domain.approvals import AUTHORITIES, Decision
from eenmalig.pages.decision_asked import what_follows
from eenmalig.pages.decisions import Decided, Standings
from eenmalig.pages.page_words import page_words

if TYPE_CHECKING:
    from tests.bench import Bench

FRIDAY_EVENING = datetime(2026, 11, 27, 20, 30, tzinfo=UTC)
MONDAY_MORNING = datetime(2026, 11, 30, 8, tzinfo=UTC)
WINDOW = {"days": ["mon", "fri"], "from": "09:00", "until": "21:00"}


def followed(dossier: dict[str, Any], language: str, now: datetime, *given: str) -> str:
    """Return what follows on the yes of the prosecutor, after those of ``given``."""
    decided = [Decided(each, each, Decision.APPROVE, now, None) for each in given]
    standings = Standings((), decided, stopped=False, now=now)
    return what_follows(standings, dossier, "public_prosecutor", page_words(language))


@pytest.fixture
def dossier(bench: Bench) -> dict[str, Any]:
    """A dossier with an ordinary window, and a week until destruction."""
    kept: dict[str, Any] = copy.deepcopy(bench.kept("dossier.json"))
    deadline = FRIDAY_EVENING + timedelta(days=7)
    return {**kept, "window": WINDOW, "deadline": deadline.isoformat()}


def test_the_last_one_is_told_when_sending_begins(dossier: dict[str, Any]) -> None:
    others = AUTHORITIES[:-1]
    open_now = followed(dossier, "nl", MONDAY_MORNING, *others)
    assert open_now == "U bent de laatste. Na uw akkoord begint het versturen meteen."
    later = followed(dossier, "nl", FRIDAY_EVENING, *others)
    opens = moment(MONDAY_MORNING.isoformat(), words("nl"))
    assert later == f"U bent de laatste. Na uw akkoord begint het versturen op {opens}."
    assert "begins at once" in followed(dossier, "en", MONDAY_MORNING, *others)


def test_the_last_one_is_told_where_the_window_opens_too_late(dossier: dict[str, Any]) -> None:
    dossier["deadline"] = MONDAY_MORNING.isoformat()
    told = followed(dossier, "nl", FRIDAY_EVENING, *AUTHORITIES[:-1])
    assert "Er wordt ook na uw akkoord niets verstuurd" in told
    assert "begint" not in told


def test_who_is_not_the_last_is_told_who_is_asked_then(dossier: dict[str, Any]) -> None:
    told = followed(dossier, "nl", MONDAY_MORNING)
    assert told == "Daarna wordt nog gevraagd: de politie en de gemeente."
    told = followed(dossier, "en", MONDAY_MORNING, "police")
    assert told == "Still asked after that: the municipality."
