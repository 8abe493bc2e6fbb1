"""The report: one page that needs nothing else, and leaves nothing out."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.documents.report_html import render_report
from eenmalig.documents.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    Sample = Callable[..., dict[str, Any]]

NEVER_REACHED: dict[str, object] = {
    "ending": "failed",
    "counts": None,
    "sources": [],
    "outcomes": None,
    "failed_by_code": {},
    "in_doubt": None,
    "approvals": [],
    "steps": [],
    "destruction": None,
}


class Page(HTMLParser):
    """Collects what a browser would read, and whether every element is closed."""

    VOID = frozenset({"meta", "br", "hr"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []
        self.open: list[str] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "title"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("changes", [{}, NEVER_REACHED])
def test_the_page_is_well_formed_and_in_its_language(
    language: str, changes: dict[str, object], report: Sample
) -> None:
    page = Page(render_report({**report(language), **changes}))
    assert page.open == []
    assert ("html", "lang", language) in page.attributes


def test_the_page_loads_nothing_and_runs_nothing(report: Sample) -> None:
    html = render_report(report())
    page = Page(html)
    loading = {"src", "href", "srcset", "data", "action", "poster", "background", "xlink:href"}
    assert [each for each in page.attributes if each[1] in loading] == []
    assert [each for each in page.attributes if each[1].startswith("on")] == []
    assert not re.search(r"<script|<link|<iframe|@import|url\(", html, re.IGNORECASE)
    assert "default-src 'none'" in html


def test_a_rehearsal_says_oefening_first_and_a_live_report_never(report: Sample) -> None:
    for language in ("nl", "en"):
        assert Page(render_report(report(language))).text.startswith("OEFENING")
        live = Page(render_report(report(language, rehearsal=False))).text
        assert "oefening" not in live.lower()


def test_it_tells_the_whole_campaign(report: Sample) -> None:
    text = Page(render_report(report())).text
    said = [
        report()["text"],
        "Politie police-lelystad akkoord",
        "data-team-lelystad",
        "72 onbruikbaar + 14 uitgesloten + 0 apart gelegd + 132 dubbel + 525 ontvangers",
        "481 bezorgd + 29 niet bezorgd + 15 onbekend + 0 niet verzonden = 525 ontvangers",
        "21610 ontvanger heeft zich afgemeld 11",
        "Bij 9 pogingen",
        "Ontvangstberichten ophalen 14:02:15 31 s",
        "sleutel van de nummers 1",
        "nummers in systemen van de aanbieder, tot 120 dagen 22 maart 2027",
        words("nl").say("dossier", "once_1"),
    ]
    assert [each for each in said if each not in text] == []


def test_english_says_it_in_english(report: Sample) -> None:
    text = Page(render_report(report("en"))).text
    assert "481 delivered + 29 failed + 15 unknown + 0 not sent = 525 recipients" in text
    assert "ontvangers" not in text


def test_a_small_cell_of_a_source_stays_small(report: Sample) -> None:
    source = {**report()["sources"][0], "excluded": {"owner": "<5"}, "duplicates": "<5"}
    text = Page(render_report({**report(), "sources": [source]})).text
    assert "612 61 <5 0 <5 471" in text


def test_a_sum_with_a_small_cell_is_given_as_a_lower_bound_only(report: Sample) -> None:
    source = {**report()["sources"][0], "excluded": {"owner": "<5", "suspects": 8}}
    assert "612 61 ≥9 0 74 471" in Page(render_report({**report(), "sources": [source]})).text


def test_text_from_people_cannot_become_markup(report: Sample) -> None:
    html = render_report({**report(), "text": "<script>alert(1)</script> & </blockquote>"})
    assert "<script" not in html
    assert Page(html).open == []


def test_a_campaign_that_ended_early_says_what_never_happened(report: Sample) -> None:
    text = Page(render_report({**report(), **NEVER_REACHED})).text
    for key in ("no_counts", "no_delivery", "no_approvals", "no_steps", "destruction_open"):
        assert words("nl").say("report", key) in text


def test_what_was_never_written_down_may_be_missing(report: Sample) -> None:
    held = report()
    for part in (*NEVER_REACHED.keys() - {"ending"}, "text", "sender_id", "segments", "gateway"):
        del held[part]
    assert Page(render_report({**held, "ending": "failed"})).open == []


def test_a_source_of_which_only_the_order_is_known_is_named_by_it(report: Sample) -> None:
    source = {k: v for k, v in report()["sources"][0].items() if k not in {"kind", "device"}}
    del source["format"]
    text = Page(render_report({**report(), "sources": [source]})).text
    assert "Ontvangers 1 612" in text


def test_the_bars_are_as_long_as_their_counts(report: Sample) -> None:
    widths = [float(each) for each in re.findall(r"\* ([\d.]+)\)", render_report(report()))]
    assert widths[:6] == pytest.approx([1, 72 / 743, 14 / 743, 0, 132 / 743, 525 / 743], abs=0.001)


@pytest.mark.parametrize(
    ("language", "known", "unknown"),
    [
        ("nl", "ontvanger heeft zich afgemeld", "een andere reden"),
        ("en", "recipient has opted out", "another reason"),
    ],
)
def test_every_reason_for_not_delivering_has_words_also_one_that_nobody_knew(
    report: Sample, language: str, known: str, unknown: str
) -> None:
    text = Page(
        render_report({**report(language), "failed_by_code": {"21610": 1, "98765": 2}})
    ).text
    assert f"21610 {known} 1" in text
    assert f"98765 {unknown} 2" in text


@pytest.mark.parametrize(
    ("early", "told"),
    [
        ({"reason": "gateway_refuses", "code": 21606}, "sender may not be used (code 21606)"),
        ({"reason": "same_refusal", "code": 98765}, "another reason (code 98765)"),
        ({"reason": "window_closed", "code": None}, "the sending window closed"),
        (None, None),
    ],
)
def test_it_says_why_sending_ended_early_where_it_did(
    report: Sample, early: dict[str, object] | None, told: str | None
) -> None:
    text = Page(render_report({**report("en"), "sending_ended_early": early})).text
    assert ("Sending ended early" in text) == (told is not None)
    assert (told or "") in text
