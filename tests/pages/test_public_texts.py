"""The texts for the municipality on a campaign's page: to read, to copy and to take along.

They stand outside the evidence, so whatever stands in their place is shown as text or not at all.
"""

from __future__ import annotations

import os
from html import escape
from typing import TYPE_CHECKING, Any

import pytest
from tests.pages.test_campaign import APPROVER, DATA_TEAM, READER
from tests.pages.test_campaign_check import STRANGER

from eenmalig.documents.publication import BLOCKS
from eenmalig.domain.approvals import Decision
from eenmalig.evidence.ledger import LEDGER
from eenmalig.pages.campaign_seen import SeenCampaign
from eenmalig.pages.public_texts import public_texts
from eenmalig.pages.readable_stores import ReadableStores

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from httpx import Response
    from tests.bench import Bench
    from tests.pages.conftest import Person

    Browse = Callable[[Person], Any]

BEFORE = [block.name for block in BLOCKS if block.edition == "before"]
AFTER = [block.name for block in BLOCKS if block.edition == "after"]
ONE = "before-page.nl.html"


def page_of(bench: Bench, browse: Browse, **headers: str) -> str:
    with browse(DATA_TEAM) as browser:
        page: Response = browser.open(f"/campagnes/{bench.campaign.id}", **headers)
    assert page.status_code == 200
    return page.text


def take(bench: Bench, browse: Browse, what: str, person: Person = DATA_TEAM) -> Response:
    with browse(person) as browser:
        answer: Response = browser.open(f"/campagnes/{bench.campaign.id}/download/{what}")
    return answer


def folder(bench: Bench) -> Path:
    return bench.home.publication / bench.campaign.id


@pytest.fixture
def approved(bench: Bench) -> Bench:
    bench.approve()
    bench.gate()
    return bench


def offered(page: str) -> list[str]:
    return [name for name in (*BEFORE, *AFTER) if f"/download/{name}" in page]


def test_before_there_are_any_it_says_when_there_will_be(bench: Bench, browse: Browse) -> None:
    nothing_yet = SeenCampaign(bench.campaign)
    editions = public_texts(ReadableStores(bench.home), nothing_yet)
    assert [each.said for each in editions] == ["before_later", "after_later"]
    assert [each.texts for each in editions] == [(), ()]
    assert "zodra alles is vernietigd" in page_of(bench, browse)


def test_each_text_can_be_read_word_for_word_and_taken_along(
    approved: Bench, browse: Browse
) -> None:
    page = page_of(approved, browse)
    assert offered(page) == BEFORE
    assert {path.name for path in folder(approved).iterdir()} == {*BEFORE}
    for name in BEFORE:
        written = (folder(approved) / name).read_text()
        assert f"\n{escape(written).replace('&quot;', '&#34;').replace('&#x27;', '&#39;')}<" in page
        taken = take(approved, browse, name)
        assert taken.content == written.encode()
        kind = "html" if name.endswith("html") else "plain"
        assert taken.headers["content-type"] == f"text/{kind}; charset=utf-8"
        shown = taken.headers["content-disposition"].removeprefix("attachment; filename=")
        part, dot, rest = name.removeprefix("before-").partition(".")
        called = {"page": "pagina", "contact_centre": "contactcentrum", "press": "pers"}[part]
        assert shown == f'"{approved.campaign.id}-{called}-vooraf{dot}{rest}"'
        assert f"Ophalen: {called}-vooraf{dot}{rest}<" in page
    assert page.count("<textarea readonly") == len(BEFORE)


def test_both_editions_are_there_once_all_is_destroyed(approved: Bench, browse: Browse) -> None:
    approved.send()
    approved.collected()
    (folder(approved) / AFTER[0]).write_text("put there before its time")
    assert offered(page_of(approved, browse)) == BEFORE
    assert take(approved, browse, AFTER[0]).status_code == 404
    approved.destroy()
    page = page_of(approved, browse)
    assert offered(page) == [*BEFORE, *AFTER]
    assert {path.name for path in folder(approved).iterdir()} == {*BEFORE, *AFTER}
    assert "ongeveer 40 nummers" in page
    english = page_of(approved, browse, **{"Accept-Language": "en"})
    assert "Texts for the municipality" in english
    assert "about 40 numbers" in english


def test_who_was_not_approved_gets_none_whatever_stands_in_the_folder(
    bench: Bench, browse: Browse
) -> None:
    bench.decide("police", Decision.REJECT)
    bench.gate()
    folder(bench).mkdir(parents=True)
    (folder(bench) / ONE).write_text("put there by somebody")
    for _ in range(2):
        page = page_of(bench, browse)
        assert "Er komen geen teksten: er is niets verstuurd." in page
        assert "put there by somebody" not in page
        assert take(bench, browse, ONE).status_code == 404
        bench.destroy()


def test_they_are_for_everybody_who_may_see_the_campaign_and_nobody_else(
    approved: Bench, browse: Browse
) -> None:
    for person in (READER, APPROVER, DATA_TEAM):
        assert take(approved, browse, ONE, person).status_code == 200
    assert take(approved, browse, ONE, STRANGER).status_code == 403


def test_whatever_stands_in_a_text_is_shown_as_text(approved: Bench, browse: Browse) -> None:
    evil = "</textarea></details><script>alert(1)</script><a href='//elsewhere.example'>here</a>"
    (folder(approved) / ONE).write_text(evil)
    page = page_of(approved, browse)
    assert "&lt;/textarea&gt;&lt;/details&gt;&lt;script&gt;" in page
    assert "<script" not in page
    assert "href='//" not in page
    taken = take(approved, browse, ONE)
    assert taken.headers["content-disposition"].startswith("attachment;")
    assert taken.headers["x-content-type-options"] == "nosniff"


def link(place: Path, root: Path) -> None:
    place.unlink()
    place.symlink_to(root / "signing" / "rehearsal.pem")


def link_to_a_text(place: Path, root: Path) -> None:
    place.rename(root / "text")
    place.symlink_to(root / "text")


def be_large(place: Path, _: Path) -> None:
    place.write_text("x" * 70_000)


def be_no_text(place: Path, _: Path) -> None:
    place.write_bytes(b"\xff\xfe\x00")


def be_a_pipe(place: Path, _: Path) -> None:
    place.unlink()
    os.mkfifo(place)


def be_a_folder(place: Path, _: Path) -> None:
    place.unlink()
    place.mkdir()


@pytest.mark.parametrize(
    "damage", [link, link_to_a_text, be_large, be_no_text, be_a_pipe, be_a_folder]
)
def test_what_is_no_plain_text_is_told_and_neither_shown_nor_handed_out(
    approved: Bench, browse: Browse, damage: Callable[[Path, Path], None]
) -> None:
    damage(folder(approved) / ONE, approved.home.root)
    page = page_of(approved, browse)
    assert page.count("geen gewoon tekstbestand") == 1
    assert offered(page) == [name for name in BEFORE if name != ONE]
    assert take(approved, browse, ONE).status_code == 404


def test_what_was_removed_is_told(approved: Bench, browse: Browse) -> None:
    (folder(approved) / ONE).unlink()
    page = page_of(approved, browse)
    assert page.count("Deze tekst is er niet.") == 1
    assert take(approved, browse, ONE).status_code == 404
    for name in BEFORE:
        (folder(approved) / name).unlink(missing_ok=True)
    assert "Deze teksten zijn er niet." in page_of(approved, browse)
    folder(approved).rmdir()
    assert "Deze teksten zijn er niet." in page_of(approved, browse)


def test_a_link_in_place_of_the_folder_leads_nowhere(approved: Bench, browse: Browse) -> None:
    folder(approved).rename(approved.home.root / "elsewhere")
    folder(approved).symlink_to(approved.home.root / "elsewhere")
    assert offered(page_of(approved, browse)) == []
    assert take(approved, browse, ONE).status_code == 404


def test_no_other_name_leads_to_a_file(approved: Bench, browse: Browse) -> None:
    (folder(approved) / "notes.txt").write_text("somebody's notes")
    for other in ("notes.txt", f"../{ONE}", f"..%2f{approved.campaign.id}%2f{ONE}", ONE.upper()):
        assert take(approved, browse, other).status_code == 404
    assert "notes" not in page_of(approved, browse)


def test_where_the_evidence_does_not_hold_none_is_shown_or_handed_out(
    approved: Bench, browse: Browse
) -> None:
    (approved.evidence / LEDGER).unlink()
    page = page_of(approved, browse)
    assert "niet te vertrouwen" in page
    assert offered(page) == []
    assert take(approved, browse, ONE).status_code == 409
