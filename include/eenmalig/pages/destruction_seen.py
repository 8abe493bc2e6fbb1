"""What was destroyed, how that is known, what is beyond reach, and who looked again later."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from eenmalig.documents.found import at_provider, of_destruction, of_scan
from eenmalig.documents.moments import figure, moment, until
from eenmalig.evidence.reading import findings, latest, of_kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from eenmalig.evidence.records import Record
    from eenmalig.evidence.trace_reading import Traced
    from eenmalig.pages.campaign_seen import SeenCampaign
    from eenmalig.pages.counted import Figures
    from eenmalig.pages.page_words import PageWords

# The one item of which there is one for each person: of keys and copies there are as many as ever.
_OF_PEOPLE = "provider_messages"


def destruction(seen: SeenCampaign, figures: Figures) -> dict[str, Any] | None:
    """Return what is on record of destruction, in the certificate's words; None before it began."""
    if not seen.kinds & {"destruction_began", "destroyed", "certified"}:
        return None
    wording, documents = figures.wording, figures.wording.documents
    items = [record.data for record in of_kind(seen.records, "destroyed")]
    outcomes, scanned = latest(seen.records, "outcomes"), latest(seen.records, "scanned")
    listing = outcomes.data.get("listing") if outcomes else None
    certificate = seen.certificate or {}
    return {
        "sentence": _sentence(seen, wording),
        "items": [_item(item, figures) for item in items],
        "unreadable": documents.say("certificate", "numbers_unreadable")
        if certificate.get("numbers_unreadable")
        else "",
        "beyond": [
            (wording.name("beyond", remnant["what"]), until(remnant, documents))
            for remnant in certificate.get("beyond_reach", ())
        ],
        "found": [
            *at_provider(items, listing, documents, figures.told),
            *of_destruction(findings(seen.records), documents),
        ],
        # Before destruction has certified, the search may still be run.
        "scan": list(of_scan(scanned.data if scanned else None, documents, figures.told))
        if scanned or "certified" in seen.kinds
        else [],
    }


def _item(item: Mapping[str, Any], figures: Figures) -> dict[str, str]:
    wording = figures.wording
    return {
        "what": wording.name("item", item["what"]),
        "count": figures.shown(item["count"])
        if item["what"] == _OF_PEOPLE
        else figure(item["count"], wording.documents),
        "how": wording.name("how", item["how"]),
        "proof": wording.name("proof", item["proof"]),
        "when": moment(item["at"], wording.documents),
    }


def _sentence(seen: SeenCampaign, wording: PageWords) -> str:
    certified = latest(seen.records, "certified")
    deadline = seen.campaign.deadline
    until = moment(deadline.isoformat(), wording.documents)
    if certified is None:
        return wording.say("campaign", "destruction_open", until=until)
    said = "in_time" if datetime.fromisoformat(certified.at) <= deadline else "too_late"
    return wording.say(
        "campaign",
        f"destruction_{said}",
        when=moment(certified.at, wording.documents),
        until=until,
        by=wording.name("destroyed_by", certified.data["by"]),
    )


def later_looks(looks: Sequence[Record], figures: Figures) -> list[dict[str, str]]:
    """Return a row for each later look that is signed: the first, and each that saw a change."""
    return [_look(look, figures) for look in looks]


def _look(look: Record, figures: Figures) -> dict[str, str]:
    result, wording = look.data["result"], figures.wording
    left = [wording.name("item", what) for what in result["left"]]
    told = [wording.say("campaign", "look_left", what=", ".join(left))] if left else []
    if result.get("late_deleted"):
        count = figures.shown(result["late_deleted"])
        told.append(wording.say("campaign", "look_late", count=count))
    if result.get("given_up"):
        given_up = ", ".join(wording.name("item", what) for what in result["given_up"])
        told.append(wording.say("campaign", "look_given_up", what=given_up))
    return {
        "when": moment(look.at, wording.documents),
        "provider": wording.say("campaign", f"look_provider_{result['provider']}"),
        "told": " ".join(told) or wording.say("campaign", "look_nothing"),
        "looks": "bad" if left or result["provider"] == "present" else "good",
    }


def traced_in_words(traced: Traced | None, wording: PageWords) -> Iterator[str]:
    """Give a sentence for each thing that the trace of verifications tells of a campaign."""
    if traced is None:
        return
    documents = wording.documents
    if not traced.there:
        yield wording.say("campaign", "trace_none")
        return
    if traced.last_at is None:
        yield wording.say("campaign", "trace_nobody")
    else:
        last, times = moment(traced.last_at, documents), figure(traced.verifications, documents)
        yield wording.say("campaign", "trace_looked", times=times, last=last)
    for gap in traced.gaps:
        after, until = moment(gap.after, documents), moment(gap.until, documents)
        yield wording.say("campaign", "trace_gap", after=after, until=until)
    for began in traced.not_ended:
        yield wording.say("campaign", "trace_not_ended", began=moment(began, documents))
