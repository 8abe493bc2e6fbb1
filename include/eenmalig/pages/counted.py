"""A campaign's counts as its page shows them: bars, tables, and sums that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from eenmalig.documents import counts
from eenmalig.documents.dossier_text import source_name
from eenmalig.documents.moments import figure
from eenmalig.domain.counting import small
from eenmalig.domain.delivery import Outcome
from eenmalig.evidence.reading import given_up, latest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eenmalig.evidence.records import Record
    from eenmalig.pages.page_words import PageWords

_LOOKS = {"recipients": "good", "delivered": "good", "failed": "bad", "unknown": "warn"}


class Figures(NamedTuple):
    """How counts are written for who looks: exactly, or without those that point at people."""

    wording: PageWords
    sees_small: bool

    def told(self, count: int) -> int | str:
        """Return a count of people, or that it is small."""
        return count if self.sees_small else small(count)

    def shown(self, count: object) -> str:
        """Return a count of people, as it is written."""
        told = self.told(count) if isinstance(count, int) else count
        return figure(told, self.wording.documents)


class Bar(NamedTuple):
    """One bar of a chart. ``share`` is in percent; none is drawn for a count that is not shown."""

    label: str
    shown: str
    share: float
    looks: str


def _bar(key: str, label: str, count: int, whole: int, figures: Figures) -> Bar:
    shown = figures.shown(count)
    share = round(100 * count / whole, 1) if whole and not shown.startswith("<") else 0.0
    return Bar(label, shown, share, _LOOKS.get(key, ""))


def funnel(records: Sequence[Record], figures: Figures) -> dict[str, Any] | None:
    """Return the way from values read to recipients, and why others are none; None before."""
    normalized = latest(records, "normalized")
    if normalized is None:
        return None
    counted, wording = normalized.data["counts"], figures.wording
    exact = Figures(wording, sees_small=True)
    whole = counts.total(counted, "read")
    totals = {column: counts.total(counted, column) for column in counts.COLUMNS}
    shown = {column: exact.shown(count) for column, count in totals.items()}
    return {
        "bars": [
            _bar(column, wording.name("count", column), count, whole, exact)
            for column, count in totals.items()
        ],
        "sum": wording.say("campaign", "funnel_sum", **shown),
        "reasons": reasons_shown(counted, figures),
        "sources": _sources(records, normalized, wording),
    }


def reasons_shown(counted: Mapping[str, Any], figures: Figures) -> list[tuple[str, str, str]]:
    """Return group, reason and figure of each reason, so that no sum betrays a small one."""
    rows = counts.reasons if figures.sees_small else counts.reasons_of_several
    return rows(counted, figures.wording.documents)


def _sources(records: Sequence[Record], normalized: Record, wording: PageWords) -> list[list[str]]:
    """Return a row for each source; what is small there was never written down."""
    extracted = latest(records, "extracted")
    declared = extracted.data.get("sources", []) if extracted else []
    counted = normalized.data["sources"]
    known = declared if len(declared) == len(counted) else [{}] * len(counted)
    documents = wording.documents
    return [
        [
            source_name({**said, **its}, documents),
            *(counts.source_cell(its, column, documents) for column in counts.COLUMNS),
        ]
        for said, its in zip(known, counted, strict=True)
    ]


def delivery(records: Sequence[Record], figures: Figures) -> dict[str, Any] | None:
    """Return what became of the messages, as far as that is on record; None where none was sent."""
    sent, outcomes = latest(records, "sent"), latest(records, "outcomes")
    if outcomes is not None:
        ends = outcomes.data["outcomes"]
        keys: Sequence[str] = [str(each) for each in Outcome]
        bars = [
            _bar(key, figures.wording.name("outcome", key), ends[key], ends["recipients"], figures)
            for key in keys
        ]
        shown = {key: figures.shown(ends[key]) for key in (*keys, "recipients")}
        total = figures.wording.say("campaign", "delivery_sum", **shown)
    elif sent is not None:
        bars, total = _so_far(sent.data, figures), ""
    else:
        return None
    return {
        "bars": bars,
        "sum": total,
        "failed": _failed(outcomes, figures),
        "doubt": _doubt(sent, outcomes, figures),
        "ended_early": _ended_early(sent, figures.wording),
    }


def without_delivery(began: object, records: Sequence[Record]) -> str:
    """Return the words for where ``delivery`` tells nothing: unknown if any may have been sent.

    ``began`` is when sending began by the inventory. A ledger begun anew does not know whether.
    """
    if began or latest(records, "sending_began") or "evidence" in given_up(records):
        return "delivery_unknown"
    return "delivery_nobody" if latest(records, "closed") else "delivery_none"


def _so_far(sent: Mapping[str, Any], figures: Figures) -> list[Bar]:
    """Return what the provider said when messages were handed to it: no receipts are in yet."""
    keys = ("accepted", "refused_by_provider", "in_doubt", "not_sent")
    whole = sum(sent[key] for key in keys)
    return [
        _bar(key, figures.wording.say("campaign", f"sent_{key}"), sent[key], whole, figures)
        for key in keys
    ]


def _failed(outcomes: Record | None, figures: Figures) -> list[tuple[str, str, str]]:
    by_code = outcomes.data["failed_by_code"] if outcomes else {}
    return [
        (code, _provider_code(code, figures.wording), figures.shown(count))
        for code, count in _largest_first(by_code)
    ]


def _doubt(sent: Record | None, outcomes: Record | None, figures: Figures) -> str:
    if outcomes is None:
        in_doubt = sent.data["in_doubt"] if sent else 0
        return figures.wording.say("campaign", "doubt_open", n=figures.shown(in_doubt))
    doubt = outcomes.data["in_doubt"]
    if not doubt["asked"]:
        return figures.wording.say("campaign", "doubt_none")
    shown = {key: figures.shown(count) for key, count in doubt.items()}
    return figures.wording.say("campaign", "doubt", **shown)


def _ended_early(sent: Record | None, wording: PageWords) -> str:
    """Return why sending ended before everybody was tried; nothing where it did not."""
    early = sent.data["ended_early"] if sent else None
    if not sent or not early:
        return ""
    because, code = wording.name("ended_early", early), sent.data.get("provider_code")
    if code is None:
        return because
    return wording.documents.say(
        "report",
        "sending_ended_by_code",
        reason=because,
        words=_provider_code(code, wording),
        code=code,
    )


def _provider_code(code: object, wording: PageWords) -> str:
    known = wording.documents.knows("provider_code", code)
    return wording.name("provider_code", code if known else "other")


def _largest_first(by_code: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(by_code.items(), key=lambda item: (-item[1], item[0]))
