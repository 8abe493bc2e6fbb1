"""The certificate: its text is fixed, its bytes repeat, a rehearsal shows on every page."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.documents.certificate_pdf import render_certificate

if TYPE_CHECKING:
    from collections.abc import Callable

    Sample = Callable[..., dict[str, Any]]

GOLDEN = Path(__file__).parent
_SHOWN = re.compile(rb"\(((?:[^()\\]|\\.)*)\) Tj")


def pages(pdf: bytes) -> list[list[str]]:
    """Return the strings that each page shows, read from its uncompressed content."""
    streams = re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)
    found = [[_plain(each) for each in _SHOWN.findall(stream)] for stream in streams]
    return [each for each in found if each]


def _plain(shown: bytes) -> str:
    return re.sub(rb"\\(.)", rb"\1", shown).decode("latin-1")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_certificate_says_exactly_this(language: str, certificate: Sample) -> None:
    shown = "\n".join(
        line for page in pages(render_certificate(certificate(language))) for line in page
    )
    golden = GOLDEN / f"certificate_{language}.txt"
    assert shown + "\n" == golden.read_text(encoding="utf-8")


def test_the_same_data_give_the_same_bytes(certificate: Sample) -> None:
    assert render_certificate(certificate()) == render_certificate(certificate())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_of_a_rehearsal_says_oefening(language: str, certificate: Sample) -> None:
    many = {**certificate(language), "items": certificate()["items"] * 12}
    found = pages(render_certificate(many))
    assert len(found) > 2
    assert all(page[0].startswith("OEFENING") for page in found)


def test_a_live_certificate_does_not_say_oefening(certificate: Sample) -> None:
    found = pages(render_certificate(certificate(rehearsal=False)))
    assert "OEFENING" not in str(found)
    assert "oefening" not in str(found)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_reader_is_told_its_title_and_its_language(language: str, certificate: Sample) -> None:
    pdf = render_certificate(certificate(language))
    assert f"/Lang ({language})".encode() in pdf
    assert b"/DisplayDocTitle true" in pdf
    assert b"/Title (" in pdf


def test_it_names_what_is_beyond_reach_and_never_calls_it_destroyed(certificate: Sample) -> None:
    shown = " ".join(line for page in pages(render_certificate(certificate())) for line in page)
    destroyed, beyond = shown.split("Wat buiten de vernietiging valt")
    for said in ("tot 120 dagen", "22 maart 2027", "telecomnetwerken", "strafzaak"):
        assert said in beyond
        assert said not in destroyed


def test_it_carries_the_ledgers_fingerprint(certificate: Sample) -> None:
    assert certificate()["ledger_head"].encode() in render_certificate(certificate())


def test_a_missed_deadline_is_said_plainly(certificate: Sample) -> None:
    late = {**certificate(), "destroyed_at": "2026-11-23T09:00:00+00:00"}
    assert "NIET gehaald" in str(pages(render_certificate(late)))
    assert "NIET gehaald" not in str(pages(render_certificate(certificate())))


def test_an_absence_that_was_not_proved_is_said_plainly(certificate: Sample) -> None:
    held = certificate()
    held["items"][0]["proof"] = "not_proved"
    assert "NIET vastgesteld" in str(pages(render_certificate(held)))


def test_a_campaign_that_ended_before_sending_has_a_certificate_too(certificate: Sample) -> None:
    kept = [{"what": "case_evidence", "until": None}]
    early = {**certificate(), "ending": "rejected", "outcomes": None, "beyond_reach": kept}
    assert "Er is niets verstuurd." in str(pages(render_certificate(early)))


def test_a_missing_part_is_no_certificate(certificate: Sample) -> None:
    held = certificate()
    del held["beyond_reach"]
    with pytest.raises(KeyError):
        render_certificate(held)


def test_signs_outside_the_fonts_do_not_stop_a_certificate(certificate: Sample) -> None:
    assert render_certificate({**certificate(), "display_name": "Łódź \u2013 \u20ac"})


def test_quotation_marks_of_a_text_editor_stay_quotation_marks(certificate: Sample) -> None:
    criterion = "\u201cafnemers\u201d \u2014 volgens \u201elijst\u201d\u2026"
    shown = str(pages(render_certificate({**certificate(), "criterion": criterion})))
    assert '"afnemers" - volgens "lijst"...' in shown
