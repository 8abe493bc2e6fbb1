"""What happens to a campaign now, and who must do what by when: a mark, and a sentence."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.documents.moments import moment
from eenmalig.domain.approvals import AUTHORITIES
from eenmalig.domain.campaign import State
from eenmalig.evidence.endings import ending_once_decided
from eenmalig.evidence.reading import latest
from eenmalig.steps.taking_answers import question_to

if TYPE_CHECKING:
    from eenmalig.pages.campaign_seen import SeenCampaign
    from eenmalig.pages.counted import Figures
    from eenmalig.pages.page_words import PageWords

_GOOD = ("completed",)
# Nobody was sent to, or a person ended it: that is no fault.
_AS_DECIDED = ("rejected", "lapsed", "stopped", "withdrawn", "superseded", "nothing_to_send")


class Now(NamedTuple):
    """How a campaign stands.

    ``mark`` says it in a few words and ``sentence`` in full, each with how it looks: good, bad,
    warn or soft.
    """

    mark: str
    looks: str
    sentence: str
    sentence_looks: str


def what_now(seen: SeenCampaign, now: datetime, figures: Figures) -> Now:
    """Return how a campaign stands. Without records it is what the inventory knows."""
    outcome, wording = outcome_of(seen), figures.wording
    mark, looks = wording.name("state", seen.campaign.state), "soft"
    if outcome is not None:
        mark, looks = wording.name("ended", outcome), _looks(outcome)
    if seen.wrong:
        return Now(mark, looks, wording.say("campaign", "now_untrusted"), "bad")
    if not seen.campaign.open:
        return Now(mark, looks, *_closed(seen, wording))
    deadline = moment(seen.campaign.deadline.isoformat(), wording.documents)
    if now >= seen.campaign.deadline:
        return Now(mark, "bad", wording.say("campaign", "now_overdue", deadline=deadline), "bad")
    if outcome is not None:
        said = "now_destroying" if "destruction_began" in seen.kinds else "now_ended"
        return Now(mark, looks, wording.say("campaign", said, deadline=deadline), "")
    return Now(mark, looks, _under_way(seen, now, deadline, figures), "")


def outcome_of(seen: SeenCampaign) -> str | None:
    """Return how a campaign ended, once that is decided; a no and a stop count unsigned too."""
    stopped = None
    if seen.stop is not None or seen.campaign.stopped_at is not None:
        reason = seen.campaign.stop_reason or "stopped"
        stopped = reason if reason in _AS_DECIDED else "ended_early"
    return ending_once_decided(seen.records, seen.decided, stopped)


def _looks(outcome: str) -> str:
    if outcome in _GOOD:
        return "good"
    return "soft" if outcome in _AS_DECIDED else "warn"


def _closed(seen: SeenCampaign, wording: PageWords) -> tuple[str, str]:
    when = moment(_iso(seen.campaign.closed_at), wording.documents)
    if not seen.looks:
        return wording.say("campaign", "now_closed_unseen", when=when), "warn"
    last = seen.looks[-1]
    result = last.data["result"]
    given_up = set(result.get("given_up", ()))
    left = result["left"] or (
        result["provider"] == "present" and "provider_messages" not in given_up
    )
    looked = moment(last.at, wording.documents)
    if left:
        return wording.say("campaign", "now_closed_left", when=when, looked=looked), "bad"
    if result["provider"] == "not_looked":
        return wording.say("campaign", "now_closed_not_looked", when=when), "warn"
    return wording.say("campaign", "now_closed", when=when), "good"


def _under_way(seen: SeenCampaign, now: datetime, deadline: str, figures: Figures) -> str:
    state, wording = seen.campaign.state, figures.wording
    if state in (State.EXTRACTING, State.EXTRACTED):
        return wording.say("campaign", f"now_{state}", deadline=deadline)
    if "sent" in seen.kinds:
        until = _reports_until(seen)
        when = moment(until, wording.documents) if until else deadline
        return wording.say("campaign", "now_sent", when=when, deadline=deadline)
    if "sending_began" in seen.kinds:
        attempts = figures.shown(seen.attempts)
        return wording.say("campaign", "now_sending", attempts=attempts, deadline=deadline)
    return _asking(seen, now, deadline, wording)


def _asking(seen: SeenCampaign, now: datetime, deadline: str, wording: PageWords) -> str:
    answered = {answer.authority for answer in seen.decided}
    authority = next((each for each in AUTHORITIES if each not in answered), None)
    if authority is None:
        return wording.say("campaign", "now_approved", deadline=deadline)
    named = wording.name("authority_first", authority)
    question = question_to(seen.records, authority)
    if question is None:
        return wording.say("campaign", "now_to_ask", authority=named)
    until = question["answer_by"]
    said = "now_lapsing" if now >= datetime.fromisoformat(until) else "now_asked"
    when = moment(until, wording.documents)
    return wording.say("campaign", said, authority=named, when=when, deadline=deadline)


def _reports_until(seen: SeenCampaign) -> str | None:
    sent = latest(seen.records, "sent")
    if sent is None or seen.dossier is None:
        return None
    window = timedelta(seconds=seen.dossier["receipt_window_seconds"])
    return (datetime.fromisoformat(sent.at) + window).isoformat()


def _iso(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
