"""Campaigns of earlier programs: the page shows each, however far it is and however it ended."""

from __future__ import annotations

import shutil
import tarfile
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from tests.conftest import empty_home
from tests.pages.test_campaign import READER

from eenmalig.domain.campaign import Campaign, State
from eenmalig.evidence.ledger import LEDGER, VERIFICATIONS, open_ledger
from eenmalig.evidence.records import split
from eenmalig.pages.page_words import page_words
from eenmalig.pages.readable_stores import ReadableStores
from eenmalig.steps.install import install
from eenmalig.stores.home import PROJECT, Home

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.pages.conftest import Person

    Browse = Callable[[Person], Any]

EVIDENCE = sorted((PROJECT / "tests" / "evidence").glob("format_*/*/lelystad-*"))
HOMES = sorted((PROJECT / "tests" / "steps").glob("format_*/*.tar.gz"))


def known_as_closed(stores: ReadableStores, folder: Path) -> Campaign:
    """Have an installation know evidence that stands in it: a campaign that has ended."""
    records = open_ledger(folder, stores.trust)
    began, ended = (datetime.fromisoformat(records[position].at) for position in (0, -1))
    campaign = Campaign(
        id=folder.name,
        run=folder.name,
        city="lelystad",
        case_reference="PL-2026-0001",
        handover="overdracht",
        requested_by="data-team-lelystad",
        gateway_host="",
        gateway_account="",
        taken_in_at=began,
        deadline=ended,
        state=State.CLOSED,
        closed_at=ended,
    )
    with stores.inventory.changing() as changes:
        changes.bring_in(campaign)
        for file in (LEDGER, VERIFICATIONS):
            lines = split((folder / file).read_bytes())
            changes.add_lines(campaign.id, file, lines, 0)
            changes.set_copied(campaign.id, file, len(lines))
    return campaign


@pytest.mark.parametrize("kept", EVIDENCE, ids=lambda path: "-".join(path.parts[-3:]))
def test_evidence_of_an_earlier_program_is_shown_and_holds(
    kept: Path, tmp_path: Path, browse_anywhere: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = empty_home(tmp_path / "earlier")
    shutil.copytree(kept, home.evidence / kept.name)
    for key in (kept.parents[1] / "trust").glob("*.pem"):
        shutil.copy(key, home.trust)
    campaign = known_as_closed(ReadableStores(home), home.evidence / kept.name)
    monkeypatch.setenv("EENMALIG_HOME", str(home.root))
    here = f"/campagnes/{campaign.id}"
    with browse_anywhere(READER) as browser:
        page = browser.open(here)
        assert page.status_code == 200
        assert page_words("nl").name("ended", kept.parent.name) in page.text
        assert "Wat niet klopt" not in page.text
        assert ("Lees het hele dossier" in page.text) is (kept / "dossier.json").exists()
        assert "sleutel gewist" in page.text
        assert "Buiten ons bereik" in page.text
        assert "Het bewijs klopt." in browser.send(page, f"{here}/controle").text
        for what in ("report.html", "certificate.pdf", "evidence.zip"):
            assert browser.open(f"{here}/download/{what}").status_code == 200


@pytest.mark.parametrize("kept", HOMES, ids=lambda path: "-".join(path.parts[-2:]))
def test_a_home_of_an_earlier_program_is_shown_once_it_is_brought_up_to_date(
    kept: Path, tmp_path: Path, browse_anywhere: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "earlier"
    root.mkdir(mode=0o700)
    with tarfile.open(kept) as archive:
        archive.extractall(root, filter="data")
    home = Home(root)
    install(home, "tests")
    monkeypatch.setenv("EENMALIG_HOME", str(root))
    campaigns = ReadableStores(home).inventory.campaigns()
    assert campaigns
    with browse_anywhere(READER) as browser:
        for campaign in campaigns:
            page = browser.open(f"/campagnes/{campaign.id}")
            assert page.status_code == 200
            assert "niet te vertrouwen" not in page.text
            assert "Van gelezen waarden naar ontvangers" in page.text
