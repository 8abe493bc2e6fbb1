"""The report of a campaign: one self-contained page that can be read years later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents import counts, timeline
from eenmalig.documents.case_facts import (
    about_case,
    decisions,
    how_many,
    is_all_gone,
    numbers_label,
    without_outcomes,
)
from eenmalig.documents.dossier_text import source_name
from eenmalig.documents.ended_by import ended_by
from eenmalig.documents.found import at_provider, of_destruction, of_scan
from eenmalig.documents.moments import counted, figure, until, zoned
from eenmalig.documents.pages_alone import template
from eenmalig.documents.words import Words, words
from eenmalig.domain.delivery import Outcome
from eenmalig.domain.parts_of_a_hundred import parts_of_a_hundred

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Data = Mapping[str, Any]


def render_report(report: Data) -> str:
    """Return the report as HTML that loads nothing and runs nothing.

    Parts that a campaign never reached may be missing or empty; the page then says so.
    """
    wording = words(report["language"])
    view = {
        "report": report,
        "say": wording.say,
        "name": wording.name,
        "figure": lambda count: figure(count, wording),
        "facts": _facts(report, wording),
        "summary": _summary(report, wording),
        "funnel": _funnel(report, wording),
        "sources": _sources(report, wording),
        "delivery": _delivery(report, wording),
        "no_delivery": without_outcomes(report, wording),
        "in_doubt": _in_doubt(report, wording),
        "timeline": timeline.rows(report.get("steps") or [], wording),
        "destruction": _destruction(report, wording),
        "approvals": decisions(report, wording),
        "limits": [wording.say("dossier", f"once_{n}") for n in range(1, 6)],
    }
    return template("report.html.j2").render(view)


def _facts(report: Data, wording: Words) -> list[tuple[str, str]]:
    gateway, software = report.get("gateway"), report.get("software")
    unknown = wording.say("common", "unknown")
    return [
        (wording.say("common", "campaign"), report["campaign"]),
        (wording.say("common", "city"), report["display_name"]),
        *about_case(report, wording),
        (wording.say("report", "started_at"), zoned(report.get("started_at"), wording)),
        (wording.say("report", "ended_at"), zoned(report.get("ended_at"), wording)),
        (wording.say("common", "ending"), wording.name("ending", report["ending"])),
        *_ended_early(report, wording),
        *ended_by(report, wording),
        (
            wording.say("common", "gateway"),
            wording.say("common", "gateway_value", **gateway) if gateway else unknown,
        ),
        (
            wording.say("common", "software"),
            wording.say("common", "software_value", **software) if software else unknown,
        ),
    ]


def _ended_early(report: Data, wording: Words) -> list[tuple[str, str]]:
    """Return why sending ended early, as a label and its value; none where it did not."""
    early = report.get("sending_ended_early")
    if not early:
        return []
    value = wording.name("ended_early", early["reason"])
    if early["code"]:
        because = _provider_code(early["code"], wording)
        value = wording.say(
            "report", "sending_ended_by_code", reason=value, words=because, code=early["code"]
        )
    return [(wording.say("report", "sending_ended_early"), value)]


def _provider_code(code: object, wording: Words) -> str:
    """Return a code of the provider's in plain words; one without any is another reason."""
    known = wording.knows("provider_code", code)
    return wording.name("provider_code", code if known else "other")


def _summary(report: Data, wording: Words) -> str:
    outcomes = report.get("outcomes")
    if report["ending"] != "completed" or not outcomes or not report.get("counts"):
        ending = wording.name("ending", report["ending"])
        return wording.say("report", "summary_other", ending=ending)
    return wording.say(
        "report",
        "summary_completed",
        read=counted(counts.total(report["counts"], "read"), "value", wording),
        recipients=counted(outcomes["recipients"], "recipient", wording),
        delivered=figure(outcomes["delivered"], wording),
    )


def _funnel(report: Data, wording: Words) -> dict[str, Any] | None:
    campaign_counts = report.get("counts")
    if not campaign_counts:
        return None
    whole, *parts = [(column, counts.total(campaign_counts, column)) for column in counts.COLUMNS]
    return {
        "bars": [*_bars([whole], "count", wording), *_bars(parts, "count", wording)],
        "sum": wording.say("report", "funnel_sum", **counts.totals(campaign_counts, wording)),
        "reasons": counts.reasons_of_several(campaign_counts, wording),
    }


def _bars(parts: Sequence[tuple[str, int]], section: str, wording: Words) -> list[dict[str, Any]]:
    """Return the parts of a whole as bars. Their shares add up to a hundred."""
    whole = sum(count for _, count in parts)
    shares = parts_of_a_hundred([count for _, count in parts])
    return [
        {
            "kind": kind,
            "label": wording.say(section, kind),
            "count": count,
            "share": share,
            "length": round(count / whole, 3) if whole else 0,
        }
        for (kind, count), share in zip(parts, shares, strict=True)
    ]


def _sources(report: Data, wording: Words) -> list[list[str]]:
    return [
        [
            source_name(source, wording),
            *(counts.source_cell(source, column, wording) for column in counts.COLUMNS),
        ]
        for source in report.get("sources") or []
    ]


def _delivery(report: Data, wording: Words) -> dict[str, Any] | None:
    outcomes = report.get("outcomes")
    if not outcomes or outcomes["not_sent"] == outcomes["recipients"]:
        return None
    failed = report.get("failed_by_code") or {}
    return {
        "bars": _bars([(outcome, outcomes[outcome]) for outcome in Outcome], "outcome", wording),
        "sum": wording.say("report", "delivery_sum", **counts.of_outcomes(outcomes, wording)),
        "failed": [
            (code, _provider_code(code, wording), figure(count, wording))
            for code, count in sorted(failed.items(), key=lambda item: (-item[1], item[0]))
        ],
    }


def _in_doubt(report: Data, wording: Words) -> str:
    in_doubt = report.get("in_doubt")
    if not in_doubt or not in_doubt["asked"]:
        return wording.say("report", "in_doubt_none")
    shown = {key: figure(count, wording) for key, count in in_doubt.items()}
    shown["asked"] = counted(in_doubt["asked"], "attempt", wording)
    return wording.say("report", "in_doubt_text", **shown)


def _destruction(report: Data, wording: Words) -> dict[str, Any]:
    destruction = report.get("destruction") or {}
    completed = destruction.get("completed_at")
    ended = "destruction_text" if is_all_gone(report) else "destruction_not_all"
    return {
        "sentence": wording.say("report", ended, when=zoned(completed, wording))
        if completed
        else wording.say("report", "destruction_open"),
        "items": [
            (
                wording.name("item", item["what"]),
                figure(item["count"], wording),
                wording.name("how", item["how"]),
                wording.name("proof", item["proof"]),
            )
            for item in destruction.get("items") or []
        ],
        "beyond": [
            (
                wording.name("beyond", remnant["what"]),
                until(remnant, wording),
            )
            for remnant in destruction.get("beyond_reach") or []
        ],
        "numbers": how_many(report, wording),
        "numbers_label": numbers_label(report, wording),
        "unreadable": destruction.get("numbers_unreadable"),
        "found": [
            *at_provider(destruction.get("items") or [], report.get("listing"), wording),
            *of_destruction(report.get("findings") or [], wording),
        ],
        "scan": list(of_scan(report.get("scan"), wording)),
    }
