"""What a judge asks of certificate and report: the case, who decided and why, and how many."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.documents.reading_pdf import structure
from tests.documents.test_report_html import Page

from eenmalig.documents.certificate_pdf import render_certificate
from eenmalig.documents.counts import reasons_of_several
from eenmalig.documents.dossier_text import render_dossier
from eenmalig.documents.moments import counted, zoned
from eenmalig.documents.report_html import render_report
from eenmalig.documents.words import LANGUAGES, words
from eenmalig.domain.approvals import Reason
from eenmalig.domain.counting import SMALL_CELL, Exclusion, SetAside

if TYPE_CHECKING:
    from collections.abc import Callable

    Sample = Callable[..., dict[str, Any]]

COUNTS = st.fixed_dictionaries(
    {
        "excluded": st.dictionaries(st.sampled_from(list(Exclusion)), st.integers(1, 30)),
        "set_aside": st.dictionaries(st.sampled_from(list(SetAside)), st.integers(1, 30)),
    }
)


def both(certificate: dict[str, Any], report: dict[str, Any]) -> list[str]:
    """Return the text of both documents."""
    return [structure(render_certificate(certificate)).text, Page(render_report(report)).text]


def test_both_name_case_ground_requester_and_who_is_responsible(
    certificate: Sample, report: Sample
) -> None:
    for text in both(certificate(), report()):
        for said in (
            "PL-2026-0001",
            "machtiging RC 26/14",
            "wie in de berichten van de verdachte iets bestelde",
            "data-team-lelystad",
            "coördinator, Gemeente Lelystad, afdeling Veiligheid",
            "525 ontvangers, gekozen uit 743 ingenomen velden, en 31 velden",
        ):
            assert said in text


def test_both_say_who_approved_when_who_rejected_why_and_who_was_not_asked(
    certificate: Sample, report: Sample
) -> None:
    answers = certificate("en")["approvals"]
    answers[1].update(decision="reject", reason="exclusions")
    answers[2].update(decision="not_asked", staff_id=None, at=None)
    changed = {"approvals": answers}
    for text in both(certificate("en") | changed, report("en") | changed):
        assert "22 November 2026 at 14:00 (Dutch time, UTC+1)" in text
        assert "rejected: who is excluded" in text
        assert "does not apply was NOT asked does not apply" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_words_and_one_that_is_unknown_too(language: str) -> None:
    known = words(language)
    assert [code for code in (*Reason, "unknown") if not known.knows("rejection", code)] == []


def test_what_is_unknown_has_one_word(certificate: Sample, report: Sample) -> None:
    changed: dict[str, Any] = {
        "criterion": None,
        "legal_basis": None,
        "responsible": None,
        "numbers": {"values": None, "list_entries": None, "recipients": None},
    }
    for text in both(certificate("en") | changed, report("en") | changed):
        assert "Responsible unknown" in text
        assert "How many were destroyed unknown" in text.replace(":", "")
        assert "Legal basis unknown" in text
        assert "no date" not in text


NOUNS = {"nl": ("ontvanger", "ontvangers"), "en": ("recipient", "recipients")}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("count", "form"), [(0, 1), (1, 0), (2, 1), ("<5", 1)])
def test_a_count_stands_with_the_form_of_its_noun(language: str, count: object, form: int) -> None:
    assert counted(count, "recipient", words(language)) == f"{count} {NOUNS[language][form]}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_recipient_is_one_everywhere(
    language: str, certificate: Sample, report: Sample, dossier: Sample
) -> None:
    alone = {"recipients": 1, "delivered": 1, "failed": 0, "unknown": 0, "not_sent": 0}
    numbers = {"values": 1, "list_entries": 1, "recipients": 1}
    counts = {"counts": {**report()["counts"], "recipients": 1}}
    changed = {"outcomes": alone, "numbers": numbers, **counts}
    texts = both(certificate(language) | changed, report(language) | changed)
    texts.append(render_dossier({**dossier(language), **counts}))
    one, several = NOUNS[language]
    for text in texts:
        assert f"1 {one}" in text
        assert f" 1 {several}" not in text


def test_the_zone_tells_the_hour_that_comes_twice_apart() -> None:
    first, second = "2026-10-25T00:30:00+00:00", "2026-10-25T01:30:00+00:00"
    assert zoned(first, words("nl")) == "25 oktober 2026 om 02:30 uur (Nederlandse tijd, UTC+2)"
    assert zoned(second, words("nl")) == "25 oktober 2026 om 02:30 uur (Nederlandse tijd, UTC+1)"
    assert zoned(None, words("nl")) == "onbekend"


def test_the_shares_in_a_report_add_up(report: Sample) -> None:
    thirds = {"recipients": 3, "delivered": 1, "failed": 1, "unknown": 1, "not_sent": 0}
    text = Page(render_report({**report(), "outcomes": thirds})).text
    assert "Bezorgd 1 34% Niet bezorgd 1 33% Onbekend 1 33% Niet verzonden 0 0%" in text


@given(COUNTS)
def test_no_row_of_a_report_says_that_a_reason_held_for_a_few(
    counts: dict[str, dict[str, int]],
) -> None:
    wording = words("en")
    together = wording.say("common", "in_one_row")
    rows = reasons_of_several(counts, wording)
    for group, by_reason in counts.items():
        its = [row for row in rows if row[0] == wording.name("count", group)]
        assert sum(int(figure) for _, _, figure in its) == sum(by_reason.values())
        assert all(int(figure) >= SMALL_CELL for _, reason, figure in its if reason != together)
        if sum(by_reason.values()) >= SMALL_CELL:
            assert all(int(figure) >= SMALL_CELL for _, _, figure in its)


def test_a_few_are_told_to_approvers_and_not_to_whoever_reads_the_report(
    report: Sample, dossier: Sample
) -> None:
    counted_few = {**report()["counts"], "set_aside": {"lawyer": 1, "family": 9}}
    assert "advocaat" in render_dossier({**dossier(), "counts": counted_few})
    assert "advocaat" not in Page(render_report({**report(), "counts": counted_few})).text
