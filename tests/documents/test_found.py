"""What a campaign found that should not be is told in words, in both documents and languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.documents.reading_pdf import structure

from eenmalig.documents.certificate_pdf import render_certificate
from eenmalig.documents.report_html import render_report
from eenmalig.documents.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Sample = Callable[..., dict[str, Any]]

AT = "2026-11-22T13:03:05+00:00"
CUT = {"found": "cut", "lines_in_file": 3, "lines_on_record": 9, "files_beside": 2}
FOUND: Mapping[str, Any] = {
    "listing": {"doubled": 2, "unaccounted": 3, "never_listed": 4},
    "findings": [
        {**CUT, "taken_over": 0},
        {"what": "journal", "why": "vault-damaged", "at": AT},
        {"what": "vault", "why": "unwritten", "at": AT},
        {"what": "working_copy", "why": "link", "at": AT},
        {"what": "working_copy", "why": "immovable", "by": "a-person", "at": AT},
    ],
}
SAID = (
    "TWICE",
    "journal does not know",
    "never showed",
    "NOT be proved",
    "The ledger lacked lines",
    "Files stood beside",
    "The journal of sending could no longer be read",
    "It is not certain what became of this: vault with sealed numbers",
    "In the place of working copy of the hand-over stood a link",
    "GIVEN UP by a-person",
)


def in_certificate(certificate: dict[str, Any]) -> str:
    return structure(render_certificate(certificate)).text


def test_the_certificate_tells_each_finding(certificate: Sample) -> None:
    held = {**certificate("en"), **FOUND}
    held["items"][0]["not_provable"] = 5
    shown = in_certificate(held)
    assert [said for said in SAID if said not in shown] == []
    assert [said for said in SAID if said in in_certificate(certificate("en"))] == []


def test_the_report_tells_each_finding(report: Sample) -> None:
    held = {**report("en"), **FOUND}
    held["destruction"]["items"][0]["not_provable"] = 5
    shown = render_report(held)
    assert [said for said in SAID if said not in shown.replace("&#39;", "'")] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_numbers_are_called_unreadable_only_where_that_is_known(
    language: str, certificate: Sample, report: Sample
) -> None:
    sentence = words(language).say("certificate", "numbers_unreadable")
    first = sentence[:60]
    held = {**certificate(language), "numbers_unreadable": False}
    assert first in in_certificate(certificate(language))
    assert first not in in_certificate(held)
    shown = report(language)
    assert first in render_report(shown)
    shown["destruction"]["numbers_unreadable"] = False
    assert first not in render_report(shown)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("unreadable", "findings"),
    [
        (False, []),
        (True, [{"what": "vault", "why": "immovable", "by": "a-person", "at": AT}]),
        (True, [{"what": "vault", "why": "unwritten", "at": AT}]),
    ],
)
def test_all_is_called_destroyed_only_where_that_is_known(
    language: str,
    unreadable: bool,  # noqa: FBT001 - a parameter of the test
    findings: list[dict[str, Any]],
    certificate: Sample,
    report: Sample,
) -> None:
    told = words(language)
    paper, page = certificate(language), report(language)
    claims = [told.say("certificate", key) for key in ("numbers", "unused_destroyed")]
    claims.append(told.say("certificate", "declaration", when="|").split("|")[1][:70])
    not_all = told.say("certificate", "declaration_not_all", when="|").split("|")[1][:70]
    whole = in_certificate(paper)
    assert [claim for claim in claims if claim not in whole] == []
    assert [claim for claim in claims[:2] if claim not in render_report(page)] == []
    paper |= {"numbers_unreadable": unreadable, "findings": findings}
    page["findings"] = findings
    page["destruction"]["numbers_unreadable"] = unreadable
    shown, html = in_certificate(paper), render_report(page)
    assert [claim for claim in claims if claim in shown or claim in html] == []
    assert not_all in shown
    for text in (shown, html):
        assert told.say("certificate", "numbers_taken_in") in text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_became_of_messages_is_unknown_and_not_nothing_where_any_may_have_been_sent(
    language: str, certificate: Sample, report: Sample
) -> None:
    nothing, unknown = (
        words(language).say("report", key) for key in ("no_delivery", "delivery_unknown")
    )
    paper = {**certificate(language), "outcomes": None}
    page = {**report(language), "outcomes": None, "in_doubt": None}
    for text in (in_certificate(paper), render_report(page)):
        assert unknown in text
        assert nothing not in text
    kept = [{"what": "case_evidence", "until": None}]
    paper["beyond_reach"] = page["destruction"]["beyond_reach"] = kept
    for text in (in_certificate(paper), render_report(page)):
        assert nothing in text
        assert unknown not in text


def test_a_scan_says_what_it_covered_missed_and_found(certificate: Sample) -> None:
    held = certificate("en")
    assert "evidence, Airflow's logs" in in_certificate(held)
    assert "None was found" in in_certificate(held)
    held["scan"]["places"][0]["hits"] = 2
    held["scan"]["places"][1]["control_found"] = False
    held["scan"]["not_covered"] = ["airflow_database"]
    assert "NOT searched: Airflow's database." in in_certificate(held)
    assert "FOUND in evidence: 2." in in_certificate(held)
    assert "NOT found in Airflow's logs" in in_certificate(held)
    assert "None was found" not in in_certificate(held)
    for scan in (None, {**held["scan"], "ran": False}):
        assert "did NOT run" in in_certificate({**held, "scan": scan})


def test_an_authority_that_was_not_asked_is_named(report: Sample) -> None:
    held = report("en")
    for approval, decision in zip(
        held["approvals"][1:], ("not_answered", "not_asked"), strict=True
    ):
        approval.update(decision=decision, staff_id=None, at=None)
    shown = render_report(held)
    assert "asked, did not answer" in shown
    assert "was NOT asked" in shown
