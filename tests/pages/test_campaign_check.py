"""A check of a campaign's evidence on request: what it says, of what, and at whose request."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from tests.pages.conftest import ORIGIN, Person
from tests.pages.test_campaign import READER

import eenmalig.evidence
from eenmalig.evidence.ledger import VERIFICATIONS
from eenmalig.pages import campaign_check
from eenmalig.pages.finding_words import OTHER, in_words, meaning_of
from eenmalig.pages.page_words import page_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from httpx import Response
    from tests.bench import Bench

    Browse = Callable[[Person], Any]

STRANGER = Person("stranger", reading=frozenset())
# A part of a sentence has no more words.
PHRASE = 3
# Sentences of the evidence package that are no findings of a check.
NO_FINDINGS = (
    "the ledger has ended",
    "signing: ",
    "trust: ",
    "the evidence key is ",
)
# What stands for a value that a sentence names: a file in these modules, a record in all others.
OF_FILES = ("documents_told", "ledger", "plain_files", "verifying")


def check(bench: Bench, browse: Browse) -> str:
    here = f"/campagnes/{bench.campaign.id}"
    with browse(READER) as browser:
        answer: Response = browser.send(browser.open(here), f"{here}/controle")
    assert answer.status_code == 200
    return answer.text


def test_of_an_open_campaign_it_says_what_holds_so_far(bench: Bench, browse: Browse) -> None:
    page = check(bench, browse)
    records = len(bench.stores.evidence(bench.campaign.id).records())
    assert f"klopt: {records} ondertekende regels" in page
    assert "Het bewijs klopt." not in page


def test_whole_evidence_holds_and_shows_its_fingerprint(bench: Bench, browse: Browse) -> None:
    bench.destroy()
    page = check(bench, browse)
    assert "Het bewijs klopt NIET" not in page
    assert "Of alles weg is, is nog niet nagekeken" in page
    assert "Er heeft nog niemand anders dan de vernietiger gekeken" in page
    bench.look()
    before = {path: path.read_bytes() for path in bench.home.evidence.rglob("*") if path.is_file()}
    page = check(bench, browse)
    assert "Het bewijs klopt." in page
    assert bench.verdict().fingerprint in page
    assert "alleen voor oefeningen" in page
    after = {path: path.read_bytes() for path in bench.home.evidence.rglob("*") if path.is_file()}
    assert after == before


def test_each_thing_that_does_not_hold_is_told_with_what_it_means(
    bench: Bench, browse: Browse
) -> None:
    bench.destroy()
    bench.look()
    (bench.evidence / "report.html").write_text("another report")
    (bench.evidence / VERIFICATIONS).unlink()
    page = check(bench, browse)
    for told in (
        "Het bewijs klopt NIET",
        "Een bestand naast het grootboek is veranderd",
        "report.html was changed",
        "verifications.jsonl is missing",
    ):
        assert told in page


def test_it_is_run_for_nobody_who_may_not_see_the_campaign_and_from_no_other_page(
    bench: Bench, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(campaign_check, "verify_evidence", lambda *_: pytest.fail("it was run"))
    path = f"/campagnes/{bench.campaign.id}/controle"
    bench.destroy()
    with browse(READER) as browser:
        assert browser.client.post(path, headers={"Origin": ORIGIN}).status_code == 400
        token = re.search(r'name="token" value="([^"]+)"', browser.open(path[:-9]).text)
        assert token is not None
        stated = {"token": token[1]}
        elsewhere = {"Origin": "https://elsewhere.example"}
        assert browser.client.post(path, data=stated, headers=elsewhere).status_code == 400
    with browse(STRANGER) as browser:
        assert browser.client.post(path, data=stated, headers={"Origin": ORIGIN}).status_code == 403


def test_no_more_is_checked_at_a_time_than_the_server_can_bear(
    bench: Bench, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    with campaign_check.AT_A_TIME, campaign_check.AT_A_TIME:
        assert "Er wordt al gecontroleerd" in check(bench, browse)
    assert "klopt" in check(bench, browse)
    monkeypatch.setattr(campaign_check, "LARGEST", 100)
    assert "groter dan deze pagina nagaat" in check(bench, browse)


def sentences(path: Path) -> Iterator[str]:
    """Every sentence that a module of the evidence can say, docstrings left out."""
    module = ast.parse(path.read_text(encoding="utf-8"))
    parts = {
        part for node in ast.walk(module) if isinstance(node, ast.JoinedStr) for part in node.values
    }
    explained = {
        node.body[0].value
        for node in ast.walk(module)
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef)
        and isinstance(node.body[0], ast.Expr)
    }
    value = "report.json" if path.stem in OF_FILES else "record 5 (sent)"
    before = "the trace of verifications: " if path.stem == "trace_reading" else ""
    for node in ast.walk(module):
        if isinstance(node, ast.JoinedStr):
            own = [each.value if isinstance(each, ast.Constant) else None for each in node.values]
            if any(re.search(r"[a-z]{2,} [a-z]{2,}", str(each or "")) for each in own):
                yield before + "".join(value if each is None else str(each) for each in own)
        elif isinstance(node, ast.Constant) and node not in parts | explained:
            yield before + str(node.value)


def test_whatever_verification_can_find_has_a_meaning_of_its_own() -> None:
    folder = Path(eenmalig.evidence.__path__[0])
    told = [
        sentence
        for path in sorted(folder.rglob("*.py"))
        for sentence in sentences(path)
        if len(sentence.split()) > PHRASE
        and not sentence.startswith(NO_FINDINGS)
        and "%s" not in sentence  # a line of a log
    ]
    assert len(told) > 100
    assert [sentence for sentence in told if meaning_of(sentence) == OTHER] == []
    for language in ("nl", "en"):
        assert all(each.means for each in in_words([*told, "anything else"], page_words(language)))
