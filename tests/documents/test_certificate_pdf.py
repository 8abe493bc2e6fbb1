"""The certificate: its text is fixed, its bytes repeat, a rehearsal shows on every page."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.documents.reading_pdf import artifacts, pages, reader, structure

from eenmalig.documents.certificate_pdf import render_certificate

if TYPE_CHECKING:
    from collections.abc import Callable

    Sample = Callable[..., dict[str, Any]]

GOLDEN = Path(__file__).parent
# So many signs go on the widest line, at least.
LINE = 120
LONG = {
    "criterion": "afnemers" * 50,
    "display_name": "Lelystad" * 30,
    "requested_by": "x" * 41,
}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_certificate_says_exactly_this(language: str, certificate: Sample) -> None:
    shown = "\n".join(
        line for page in pages(render_certificate(certificate(language))) for line in page
    )
    golden = GOLDEN / f"certificate_{language}.txt"
    assert shown + "\n" == golden.read_text(encoding="utf-8")


def test_the_same_data_give_the_same_bytes(
    certificate: Sample, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Each is made by a process of its own; one of them elsewhere, and in another zone."""
    here = render_certificate(certificate())
    monkeypatch.chdir(tmp_path)
    for name, value in {"TZ": "Asia/Tokyo", "LC_ALL": "C", "SOURCE_DATE_EPOCH": "1"}.items():
        monkeypatch.setenv(name, value)
    assert render_certificate(certificate()) == here


def test_it_is_dated_by_the_destruction(certificate: Sample) -> None:
    said = reader(render_certificate(certificate())).metadata
    assert said
    assert said.creation_date
    assert said.creation_date.isoformat() == certificate()["destroyed_at"]


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


def test_a_table_goes_on_below_its_head(certificate: Sample) -> None:
    many = {**certificate(), "items": certificate()["items"] * 12}
    found = pages(render_certificate(many))
    assert ["Wat" in page[1] and "Aantal" in page[1] for page in found[1:4]] == [True] * 3


@pytest.mark.parametrize("lines", range(0, 45, 3))
def test_no_page_ends_with_a_heading_or_within_a_row(lines: int, certificate: Sample) -> None:
    pdf = render_certificate({**certificate(), "criterion": "woord " * 14 * lines})
    headings = {heading.text for heading in structure(pdf).all("H2")}
    found = pages(pdf)
    assert headings
    assert not headings & {page[-2] for page in found}
    for text in map(" ".join, found):
        assert text.count("vooraf in de lijst") == text.count("niet meer in de lijst")
        assert text.count("22-11-2026") == text.count("14:03:05")


def test_no_text_runs_out_of_its_place(certificate: Sample) -> None:
    held = {**certificate(), **LONG}
    held["approvals"][0]["staff_id"] = "police" * 7
    pdf = render_certificate(held)
    assert max(len(line) for page in pages(pdf) for line in page) < LINE
    for said in (*LONG.values(), "police" * 7):
        assert said in structure(pdf).text


def test_it_names_what_is_beyond_reach_and_never_calls_it_destroyed(certificate: Sample) -> None:
    shown = structure(render_certificate(certificate())).text
    destroyed, beyond = shown.split("Wat buiten de vernietiging valt")
    for said in ("tot 120 dagen", "22 maart 2027", "telecomnetwerken", "strafzaak"):
        assert said in beyond
        assert said not in destroyed


def test_it_carries_the_ledgers_fingerprint(certificate: Sample) -> None:
    assert certificate()["ledger_head"] in structure(render_certificate(certificate())).text


def test_a_missed_deadline_is_said_plainly(certificate: Sample) -> None:
    late = {**certificate(), "destroyed_at": "2026-11-23T09:00:00+00:00"}
    assert "NIET gehaald" in structure(render_certificate(late)).text
    assert "NIET gehaald" not in structure(render_certificate(certificate())).text


def test_an_absence_that_was_not_proved_is_said_plainly(certificate: Sample) -> None:
    held = certificate()
    held["items"][0]["proof"] = "not_proved"
    assert "NIET vastgesteld" in structure(render_certificate(held)).text


def test_a_campaign_that_ended_before_sending_has_a_certificate_too(certificate: Sample) -> None:
    kept = [{"what": "case_evidence", "until": None}]
    early = {**certificate(), "ending": "rejected", "outcomes": None, "beyond_reach": kept}
    assert "Er is niets verstuurd." in structure(render_certificate(early)).text


def test_a_missing_part_is_no_certificate(certificate: Sample) -> None:
    held = certificate()
    del held["beyond_reach"]
    with pytest.raises(KeyError):
        render_certificate(held)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_attached_is_all_that_the_pages_show(language: str, certificate: Sample) -> None:
    """Word for word and in the same order, so that a search of it is a search of them."""
    pdf = render_certificate({**certificate(language), **LONG})
    attached = json.loads(reader(pdf).attachments["text.json"][0])
    told = " ".join([attached["title"], attached["subtitle"], *_strings(attached["parts"])])
    assert structure(pdf).text == " ".join(told.split())
    page, pages_ = attached["footer"].replace("{page}", "1").split("{pages}")[0], len(pages(pdf))
    assert artifacts(pdf)[0] == f"{attached['banner']}{page}{pages_}"


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [said for part in parts for said in _strings(part)]
