"""What the page of a campaign shows, from what can be shown of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents.dossier_text import render_dossier
from eenmalig.documents.markup import as_html
from eenmalig.domain.approvals import AUTHORITIES
from eenmalig.domain.campaign import State
from eenmalig.evidence.reading import ended_by
from eenmalig.evidence.rules_3 import MALFORMED
from eenmalig.pages.campaign_history import history
from eenmalig.pages.campaign_seen import untold
from eenmalig.pages.counted import Figures, delivery, funnel, without_delivery
from eenmalig.pages.decisions import takes_back
from eenmalig.pages.destruction_seen import destruction, later_looks, traced_in_words
from eenmalig.pages.effect_view import effect_view
from eenmalig.pages.finding_words import in_words
from eenmalig.pages.page_words import page_words
from eenmalig.pages.unanswered import unanswered
from eenmalig.pages.what_now import outcome_of, what_now
from eenmalig.steps.taking_answers import question_to

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from eenmalig.pages.campaign_seen import SeenCampaign
    from eenmalig.pages.decisions import Decided
    from eenmalig.pages.page_words import PageWords

_UNDER_THE_PAGES_OWN = 3
# Nothing is left to stop.
_OVER = (State.SENT, State.DESTROYING, State.CLOSED)
# What dossiers of before did not state: then all authorities had until the same moment.
_EARLIER = {"minutes_for_each_authority": 0}


def campaign_view(
    seen: SeenCampaign, language: str, now: datetime, *, sees_small: bool
) -> dict[str, Any]:
    """Return what the page shows. ``sees_small`` is whether counts under 5 are shown.

    Records that lack what they must hold are not shown: then it says so.
    """
    figures = Figures(page_words(language), sees_small)
    try:
        return _view(seen, now, figures)
    except MALFORMED:
        return _view(untold(seen.campaign), now, figures)


def _view(seen: SeenCampaign, now: datetime, figures: Figures) -> dict[str, Any]:
    wording = figures.wording
    return {
        "campaign": seen.campaign,
        "rehearsal": seen.rehearsal,
        "city": _city(seen),
        "now": what_now(seen, now, figures),
        "untrusted": bool(seen.wrong),
        "wrong": in_words([*seen.wrong, *seen.changed, *seen.trace_wrong], wording),
        "history": history(seen, now, wording),
        "funnel": funnel(seen.records, figures),
        "dossier": _dossier(seen, sees_small=figures.sees_small),
        "decisions": list(_decisions(seen, now, wording)),
        "ended_by": _ended_by(seen),
        "over": outcome_of(seen) is not None or seen.campaign.state in _OVER,
        "delivery": delivery(seen.records, figures),
        "no_delivery": without_delivery(seen.campaign.sending_began_at, seen.records),
        "destruction": destruction(seen, figures),
        "looks": later_looks(seen.looks, figures),
        "trace": list(traced_in_words(seen.traced, wording)),
        "effect": effect_view(seen, wording),
        "is_closed": seen.is_closed,
        "sees_small": figures.sees_small,
    }


def _city(seen: SeenCampaign) -> str:
    """Return a city's name as people write it, where the ledger says it."""
    named = [record.data.get("display_name") for record in seen.records]
    return next((str(name) for name in named if name), seen.campaign.city.title())


def _dossier(seen: SeenCampaign, *, sees_small: bool) -> dict[str, Any]:
    """Return the dossier as approvers read it, or why it is not shown (a key of the words)."""
    if "dossier" not in seen.kinds:
        return {"html": "", "why_not": "dossier_none"}
    if seen.dossier is None:
        return {"html": "", "why_not": "dossier_changed"}
    if not sees_small:
        return {"html": "", "why_not": "dossier_not_yours"}
    page = as_html(render_dossier({**_EARLIER, **seen.dossier}), _UNDER_THE_PAGES_OWN)
    return {"html": page, "why_not": "", "language": seen.dossier["language"]}


def _decisions(
    seen: SeenCampaign, now: datetime, wording: PageWords
) -> Iterator[Mapping[str, Any]]:
    """Give a row for each decision, and for each authority that has not decided."""
    for authority in AUTHORITIES:
        its = [answer for answer in seen.decided if answer.authority == authority]
        name = wording.name("authority", authority)
        for answer in its:
            yield {
                "authority": name,
                "staff_id": answer.staff_id,
                "decision": _decision(answer, its),
                "at": answer.at.isoformat(),
                "reason": _reason(answer.reason, wording) if not answer.approves else "",
            }
        if not its:
            asked = question_to(seen.records, authority)
            decision = "not_asked"
            if asked is not None:
                decision = unanswered(seen, asked.get("answer_by"), now)
            yield {"authority": name, "staff_id": "", "decision": decision, "at": "", "reason": ""}


def _decision(answer: Decided, its: Sequence[Decided]) -> str:
    if answer.approves:
        return "approve"
    return "taken_back" if takes_back(answer, its) else "reject"


def _ended_by(seen: SeenCampaign) -> Mapping[str, Any] | None:
    """Return who stopped or withdrew a campaign; unsigned too unless it came too late."""
    told = ended_by(seen.records)
    if told is None and seen.stop is not None and "sent" not in seen.kinds:
        return {"by": seen.stop.staff_id, "authority": None, "at": seen.stop.at.isoformat()}
    return told


def _reason(reason: object, wording: PageWords) -> str:
    key = f"reason_{reason}" if reason else "no_reason_known"
    return wording.say("decision", key)
