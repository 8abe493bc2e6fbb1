"""What the page of a decision shows: read from signed records, the signed dossier and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.documents import counts
from eenmalig.documents.dossier_text import render_dossier
from eenmalig.documents.markup import as_html
from eenmalig.documents.moments import duration, figure, moment
from eenmalig.documents.settings_in_words import window_in_words
from eenmalig.domain.approvals import AUTHORITIES, Reason
from eenmalig.domain.gsm7 import units
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.reading import latest
from eenmalig.evidence.signed_dossier import signed_dossier
from eenmalig.pages.counted import Figures, reasons_shown
from eenmalig.pages.decision_asked import what_follows, what_is_asked
from eenmalig.pages.decisions import Course, May, Standings, course, decided, may, takes_back
from eenmalig.pages.departures import departures
from eenmalig.pages.page_words import page_words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from eenmalig.domain.campaign import Campaign
    from eenmalig.pages.decisions import Decided
    from eenmalig.pages.page_words import PageWords
    from eenmalig.pages.readable_stores import ReadableStores

    Data = Mapping[str, Any]

_UNDER_THE_PAGES_OWN = 3


class Onlooker(NamedTuple):
    """Who looks at a decision.

    ``answers`` is whether Airflow lets them answer for the city, ``sees_small`` whether counts
    under 5 are shown to them.
    """

    staff_id: str
    user_id: str
    answers: bool
    sees_small: bool


def decision_view(
    stores: ReadableStores, campaign: Campaign, looker: Onlooker, language: str, now: datetime
) -> dict[str, Any]:
    """Return what the page shows. Fails when the records cannot be read.

    A dossier that is not the one that was signed is not shown: then nobody may approve.
    """
    records = stores.records(campaign.id)
    given = stores.answers.of_run(campaign.run)
    stopped = campaign.stopped_at is not None or stores.answers.stopped(campaign.run) is not None
    standings = Standings(records, decided(records, given), stopped, now)
    dossier = _dossier(stores, campaign, standings)
    wording = page_words(language)
    allowed = May(why_not="why_no_right")
    if looker.answers:
        allowed = may(standings, dossier, looker.staff_id, looker.user_id)
    stands = course(standings, dossier)
    figures = Figures(wording, looker.sees_small)
    decides = allowed.authority if allowed.reject else None
    normalized = latest(records, "normalized")
    recipients = normalized.data["counts"]["recipients"] if normalized else 0
    # Counted before each call, and again when an attempt is taken back: what went is not more.
    attempts = stores.inventory.vault_holds(campaign.id)[1]
    return {
        "campaign": campaign,
        "rehearsal": any(record.rehearsal for record in records),
        "course": stands,
        "next_step": _next_step(standings, stands, dossier, wording),
        "may": allowed,
        **_asked(standings, dossier if stands is Course.ASKING else None, decides, wording),
        "own": _own(standings, looker.staff_id),
        "authorities": _authorities(standings, dossier, wording),
        "until": _until(standings, allowed, dossier, wording),
        "reasons": [(str(each), wording.say("decision", f"reason_{each}")) for each in Reason],
        "unsigned": dossier is None and latest(records, "dossier") is not None,
        "sent_at_most": figure(min(attempts, recipients), wording.documents),
        "recipients": figure(recipients, wording.documents),
        "dossier": None if dossier is None else _shown(dossier, figures),
    }


def _dossier(
    stores: ReadableStores, campaign: Campaign, standings: Standings
) -> dict[str, Any] | None:
    try:
        return signed_dossier(stores.folder(campaign.id), standings.records)
    except EenmaligError as error:
        if error.code is not Code.DOSSIER_CHANGED:
            raise
        return None


def _next_step(
    standings: Standings, stands: Course, dossier: Data | None, wording: PageWords
) -> str:
    """Return what happens next, in a sentence."""
    authority = standings.unanswered
    if stands is not Course.ASKING or authority is None:
        return wording.say("decision", f"next_{stands}")
    until = standings.until(authority, dossier)
    when = moment(until.isoformat() if until else None, wording.documents)
    asked = standings.asked_of(authority) is not None
    return wording.say(
        "decision",
        "next_asking" if asked else "next_to_ask",
        authority=wording.name("authority_first" if asked else "authority_within", authority),
        when=when,
    )


def _asked(
    standings: Standings, dossier: Data | None, authority: str | None, wording: PageWords
) -> dict[str, str]:
    """Return what is asked, and what follows on a yes for ``authority``; empty without dossier."""
    if dossier is None:
        return {"asked": "", "follows": ""}
    return {
        "asked": what_is_asked(standings, dossier, authority, wording),
        "follows": what_follows(standings, dossier, authority, wording) if authority else "",
    }


def _own(standings: Standings, staff_id: str) -> tuple[str, Decided] | None:
    """Return what the onlooker decided last, and which sentence says so (a key of the words)."""
    own = [answer for answer in standings.decided if answer.staff_id == staff_id]
    if not own:
        return None
    last = own[-1]
    if last.approves:
        return "confirmed_approve", last
    withdraws = takes_back(last, standings.decided)
    return "confirmed_withdraw" if withdraws else "confirmed_reject", last


def _authorities(
    standings: Standings, dossier: Data | None, wording: PageWords
) -> list[dict[str, Any]]:
    """Return a row for each authority and answer, in the order in which they are asked."""
    rows: list[dict[str, Any]] = []
    for authority in AUTHORITIES:
        name = wording.name("authority", authority)
        its = [answer for answer in standings.decided if answer.authority == authority]
        rows += [
            {"name": name, "answer": answer, "takes_back": takes_back(answer, its)}
            for answer in its
        ]
        if not its:
            question = standings.asked_of(authority)
            listed = dossier["authorities"].get(authority, ()) if dossier else ()
            people = question["asked"] if question else listed
            told = {"asked": question is not None, "people": ", ".join(people)}
            rows.append({"name": name, "answer": None, **told})
    return rows


def _until(
    standings: Standings, allowed: May, dossier: Data | None, wording: PageWords
) -> dict[str, Any] | None:
    """Return the onlooker's own last moment, and what is left of it while they may decide."""
    if not (allowed.reject and allowed.authority):
        return None
    at = standings.until(allowed.authority, dossier)
    if at is None:
        return None
    left = (at - standings.now).total_seconds()
    return {"at": at.isoformat(), "left": duration(max(left, 0), wording.documents)}


def _shown(dossier: Data, figures: Figures) -> dict[str, Any]:
    wording = figures.wording
    totals = {column: counts.total(dossier["counts"], column) for column in counts.COLUMNS}
    shown = {column: figure(count, wording.documents) for column, count in totals.items()}
    return {
        "departures": list(departures(dossier, wording)),
        "digest": dossier["digest"],
        "display_name": dossier["display_name"],
        "case_reference": dossier["case_reference"],
        "requested_by": dossier["requested_by"],
        "language": dossier["language"],
        "sender": dossier["sender_id"],
        "text": dossier["text"],
        "size": wording.say(
            "decision",
            "size_value",
            characters=units(dossier["text"]),
            segments=dossier["segments"],
        ),
        "authenticity": dossier["authenticity"],
        "criterion": dossier["criterion"],
        "basis": [
            (wording.name("basis", ground), stated)
            for ground, stated in (dossier["legal_basis"] or {}).items()
        ],
        "measures": dossier.get("measures") or [],
        "recipients": shown["recipients"],
        "totals": [(wording.name("count", column), count) for column, count in shown.items()],
        "reasons": reasons_shown(dossier["counts"], figures),
        "segments": figure(totals["recipients"] * dossier["segments"], wording.documents),
        "window": window_in_words(dossier["window"], wording.documents),
        "deadline": dossier["deadline"],
        "whole": _whole(dossier) if figures.sees_small else None,
    }


def _whole(dossier: Data) -> str | None:
    """Return the whole dossier as HTML; None for one of an earlier program, decided long ago."""
    if "minutes_for_each_authority" not in dossier:
        return None
    return as_html(render_dossier(dossier), _UNDER_THE_PAGES_OWN)
