"""What is handed out of a campaign: only what was signed, as it was signed, to who may have it."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from tests.pages.test_campaign import APPROVER, DATA_TEAM, READER
from tests.pages.test_campaign_check import STRANGER

from eenmalig.evidence.ledger import DOCUMENTS, LEDGER, VERIFICATIONS
from eenmalig.evidence.verifying import verify_evidence

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from httpx import Response
    from tests.bench import Bench
    from tests.pages.conftest import Person

    from eenmalig.stores.home import Home

    Browse = Callable[[Person], Any]

DOWNLOADS = ("report.html", "certificate.pdf", "evidence.zip")


def download(bench: Bench, browse: Browse, what: str, person: Person = READER) -> Response:
    with browse(person) as browser:
        answer: Response = browser.open(f"/campagnes/{bench.campaign.id}/download/{what}")
    return answer


@pytest.fixture
def closed(bench: Bench) -> Bench:
    bench.destroy()
    bench.look()
    return bench


def test_documents_are_the_ones_that_the_ledger_names(closed: Bench, browse: Browse) -> None:
    named = closed.records("closed")[0].data["files"]
    for what in ("report.html", "certificate.pdf"):
        answer = download(closed, browse, what)
        assert hashlib.sha256(answer.content).hexdigest() == named[what]
        assert answer.headers["content-disposition"] == (
            f'attachment; filename="{closed.campaign.id}-{what}"'
        )
        assert answer.headers["cache-control"] == "no-store"


def test_the_archive_verifies_elsewhere_and_is_the_same_each_time(
    closed: Bench, browse: Browse, tmp_path: Path
) -> None:
    answer = download(closed, browse, "evidence.zip", APPROVER)
    assert answer.content == download(closed, browse, "evidence.zip").content
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        names = packed.namelist()
        packed.extractall(tmp_path / "elsewhere")
    there = {path.name for path in closed.evidence.iterdir()} & DOCUMENTS
    expected = [LEDGER, VERIFICATIONS, *sorted(there)]
    assert names == [f"{closed.campaign.id}/{name}" for name in expected]
    verdict = verify_evidence(tmp_path / "elsewhere" / closed.campaign.id, closed.home.trust)
    assert verdict.fingerprint == closed.verdict().fingerprint


def test_what_is_not_there_yet_is_refused_in_words(bench: Bench, browse: Browse) -> None:
    for what in ("report.html", "certificate.pdf"):
        answer = download(bench, browse, what)
        assert answer.status_code == 404
        assert "Dit stuk is er nog niet" in answer.text
    so_far = download(bench, browse, "evidence.zip")
    with zipfile.ZipFile(io.BytesIO(so_far.content)) as packed:
        assert packed.namelist() == [f"{bench.campaign.id}/{LEDGER}"]
        assert packed.read(packed.namelist()[0]) == (bench.evidence / LEDGER).read_bytes()
    for other in ("certificate.json", "..%2f..%2fsigning%2frehearsal.pem", LEDGER):
        assert download(bench, browse, other).status_code == 404


def test_what_stands_beside_evidence_is_never_handed_out(closed: Bench, browse: Browse) -> None:
    (closed.evidence / "notes.txt").write_text("somebody's notes")
    answer = download(closed, browse, "evidence.zip")
    assert answer.status_code == 200
    assert b"somebody's notes" not in answer.content


def change(evidence: Path, _: Home) -> None:
    (evidence / "report.html").write_text("changed")


def link_elsewhere(evidence: Path, home: Home) -> None:
    (evidence / "report.html").unlink()
    (evidence / "report.html").symlink_to(home.root / "signing" / "rehearsal.pem")


def link_to_itself(evidence: Path, home: Home) -> None:
    (evidence / "report.html").rename(home.root / "report.html")
    (evidence / "report.html").symlink_to(home.root / "report.html")


@pytest.mark.parametrize("damage", [change, link_elsewhere, link_to_itself])
def test_what_is_not_as_it_was_signed_is_not_handed_out(
    closed: Bench, browse: Browse, damage: Callable[[Path, Home], None]
) -> None:
    damage(closed.evidence, closed.home)
    for what in ("report.html", "evidence.zip"):
        answer = download(closed, browse, what)
        assert answer.status_code == 409
        assert "niet zoals het werd ondertekend" in answer.text
    assert download(closed, browse, "certificate.pdf").status_code == 200


def test_each_download_is_for_who_may_have_it(closed: Bench, browse: Browse) -> None:
    allowed = {
        READER: {"report.html": 200, "certificate.pdf": 200, "evidence.zip": 200},
        APPROVER: {"report.html": 200, "certificate.pdf": 200, "evidence.zip": 200},
        DATA_TEAM: {"report.html": 200, "certificate.pdf": 200, "evidence.zip": 403},
        STRANGER: dict.fromkeys(DOWNLOADS, 403),
    }
    for person, statuses in allowed.items():
        for what, status in statuses.items():
            assert download(closed, browse, what, person).status_code == status
