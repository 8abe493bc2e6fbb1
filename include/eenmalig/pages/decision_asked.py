"""What somebody is asked to decide, and what follows once they approve: a sentence for each."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from babel.lists import format_list

from eenmalig.documents import counts
from eenmalig.documents.moments import counted, duration, moment
from eenmalig.domain.approvals import AUTHORITIES
from eenmalig.domain.window import Window

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.pages.decisions import Standings
    from eenmalig.pages.page_words import PageWords

    Data = Mapping[str, Any]


def what_is_asked(
    standings: Standings, dossier: Data, authority: str | None, wording: PageWords
) -> str:
    """Return what is decided: exactly which text, to how many.

    ``authority`` is the one that the reader decides for; then it says so, and until when.
    """
    total = counts.total(dossier["counts"], "recipients")
    recipients = counted(total, "recipient", wording.documents)
    until = standings.until(authority, dossier) if authority else None
    if authority is None or until is None:
        return wording.say("decision", "asked", recipients=recipients)
    left = max((until - standings.now).total_seconds(), 0)
    return wording.say(
        "decision",
        "asked_you",
        authority=wording.name("authority_within", authority),
        when=moment(until.isoformat(), wording.documents),
        left=duration(left, wording.documents),
        recipients=recipients,
    )


def what_follows(standings: Standings, dossier: Data, authority: str, wording: PageWords) -> str:
    """Return what follows once an authority approves: who is asked then, or when sending begins."""
    others = [
        wording.name("authority_within", each)
        for each in AUTHORITIES
        if each != authority and not standings.has_answered(each)
    ]
    if others:
        names = format_list(others, locale=wording.language)
        return wording.say("decision", "asks_then", names=names)
    opens = Window.from_record(dossier["window"]).opens_at(standings.now)
    if opens == standings.now:
        return wording.say("decision", "sends_at_once")
    reports = timedelta(seconds=dossier["receipt_window_seconds"])
    if opens >= datetime.fromisoformat(dossier["deadline"]) - reports:
        return wording.say("decision", "sends_never")
    when = moment(opens.isoformat(), wording.documents)
    return wording.say("decision", "sends_later", when=when)
