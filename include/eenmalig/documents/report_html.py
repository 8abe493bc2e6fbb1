"""The report of a campaign: one self-contained page that can be read years later."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from eenmalig.documents import counts, timeline
from eenmalig.documents.dossier_text import source_name
from eenmalig.documents.moments import date, figure, moment
from eenmalig.documents.words import Words, words
from eenmalig.domain.delivery import Outcome

if TYPE_CHECKING:
    from collections.abc import Mapping

    Data = Mapping[str, Any]

_TEMPLATES = Path(__file__).parent / "templates"


def render_report(report: Data) -> str:
    """Return the report as HTML that loads nothing and runs nothing.

    Parts that a campaign never reached may be missing or empty; the page then says so.
    """
    said = words(report["language"])
    view = {
        "report": report,
        "say": said.say,
        "name": said.name,
        "figure": lambda count: figure(count, said),
        "moment": lambda iso: moment(iso, said),
        "facts": _facts(report, said),
        "summary": _summary(report, said),
        "funnel": _funnel(report, said),
        "sources": _sources(report, said),
        "delivery": _delivery(report, said),
        "in_doubt": _in_doubt(report, said),
        "timeline": timeline.rows(report.get("steps") or [], said),
        "destruction": _destruction(report, said),
        "limits": [said.say("dossier", f"once_{n}") for n in range(1, 6)],
    }
    return _environment().get_template("report.html.j2").render(view)


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _facts(report: Data, said: Words) -> list[tuple[str, str]]:
    gateway, software = report.get("gateway"), report.get("software")
    unknown = said.say("common", "unknown")
    return [
        (said.say("common", "campaign"), report["campaign"]),
        (said.say("common", "city"), report["display_name"]),
        (said.say("common", "requested_by"), report["requested_by"]),
        (said.say("report", "started_at"), moment(report.get("started_at"), said)),
        (said.say("report", "ended_at"), moment(report.get("ended_at"), said)),
        (said.say("common", "ending"), said.name("ending", report["ending"])),
        (
            said.say("common", "gateway"),
            said.say("common", "gateway_value", **gateway) if gateway else unknown,
        ),
        (
            said.say("common", "software"),
            said.say("common", "software_value", **software) if software else unknown,
        ),
    ]


def _summary(report: Data, said: Words) -> str:
    outcomes = report.get("outcomes")
    if report["ending"] != "completed" or not outcomes or not report.get("counts"):
        ending = said.name("ending", report["ending"])
        return said.say("report", "summary_other", ending=ending)
    return said.say(
        "report",
        "summary_completed",
        read=figure(counts.total(report["counts"], "read"), said),
        recipients=figure(outcomes["recipients"], said),
        delivered=figure(outcomes["delivered"], said),
    )


def _funnel(report: Data, said: Words) -> dict[str, Any] | None:
    held = report.get("counts")
    if not held:
        return None
    whole = counts.total(held, "read")
    bars = [
        _bar(column, said.say("count", column), counts.total(held, column), whole)
        for column in counts.COLUMNS
    ]
    return {
        "bars": bars,
        "sum": said.say("report", "funnel_sum", **counts.totals(held, said)),
        "reasons": counts.reasons(held, said),
    }


def _bar(kind: str, label: str, count: int, whole: int) -> dict[str, Any]:
    share = 100 * count / whole if whole else 0
    return {"kind": kind, "label": label, "count": count, "share": round(share, 1)}


def _sources(report: Data, said: Words) -> list[list[str]]:
    return [
        [
            source_name(each, said),
            *(counts.source_cell(each, column, said) for column in counts.COLUMNS),
        ]
        for each in report.get("sources") or []
    ]


def _delivery(report: Data, said: Words) -> dict[str, Any] | None:
    held = report.get("outcomes")
    if not held or held["not_sent"] == held["recipients"]:
        return None
    failed = report.get("failed_by_code") or {}
    return {
        "bars": [
            _bar(outcome, said.say("outcome", outcome), held[outcome], held["recipients"])
            for outcome in Outcome
        ],
        "sum": said.say(
            "report", "delivery_sum", **{key: figure(n, said) for key, n in held.items()}
        ),
        "failed": [
            (code, said.name("provider_code", code), figure(count, said))
            for code, count in sorted(failed.items(), key=lambda item: (-item[1], item[0]))
        ],
    }


def _in_doubt(report: Data, said: Words) -> str:
    held = report.get("in_doubt")
    if not held or not held["asked"]:
        return said.say("report", "in_doubt_none")
    return said.say("report", "in_doubt_text", **{k: figure(n, said) for k, n in held.items()})


def _destruction(report: Data, said: Words) -> dict[str, Any]:
    held = report.get("destruction") or {}
    completed = held.get("completed_at")
    return {
        "said": said.say("report", "destruction_text", when=moment(completed, said))
        if completed
        else said.say("report", "destruction_open"),
        "items": [
            (
                said.name("item", each["what"]),
                figure(each["count"], said),
                said.name("how", each["how"]),
                said.name("proof", each["proof"]),
            )
            for each in held.get("items") or []
        ],
        "beyond": [
            (
                said.name("beyond", each["what"]),
                date(each["until"], said) if each["until"] else said.say("certificate", "no_date"),
            )
            for each in held.get("beyond_reach") or []
        ],
    }
