"""What departs from the usual: each departure is told, and where nothing departs nothing is."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.documents.words import LANGUAGES
from eenmalig.documents.words import words as words_of
from eenmalig.pages.departures import FEW_RECIPIENTS, departures
from eenmalig.pages.page_words import page_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench

    Change = Callable[[dict[str, Any]], object]

CHANGES: dict[str, tuple[Change, str]] = {
    "people set aside are texted": (
        lambda d: d["sources"][0].update(also_text=["lawyer"]),
        "mensen het bericht aan wie anders niets wordt gestuurd, omdat het nummer van een advocaat",
    ),
    "a place is not read": (
        lambda d: d["sources"][0].update(unread=["1/2"]),
        "is niet alles gelezen wat op een nummer lijkt: tabel/kolom 1/2. Een mens besloot",
    ),
    "entries of a list exclude nobody": (
        lambda d: d.update(lists=[{"list": 1, "category": "privileged", "accept_unreadable": 3}]),
        "Uitsluitingslijst 1 (geheimhouder) heeft regels die geen nummer zijn: 3",
    ),
    "no list": (
        lambda d: d["warnings"].append("exclusions_none"),
        "De aanlevering bevat geen uitsluitingslijst",
    ),
    "a warning of the text": (
        lambda d: d["warnings"].append("threatening"),
        "dreigend of beschuldigend",
    ),
    "no basis": (lambda d: d.update(legal_basis=None), "geen wettelijke grondslag"),
    "an exemption": (
        lambda d: d.update(legal_basis={"public_prosecutor": "x", "exemption": "spoed"}),
        "geen machtiging van de rechter-commissaris. De opgegeven reden: spoed",
    ),
    "it follows another": (lambda d: d.update(follows="lelystad-2026-01-01-aaaa"), "het vervolg"),
    "few recipients": (
        lambda d: d["counts"].update(recipients=FEW_RECIPIENTS - 1),
        "weinig ontvangers",
    ),
    "on a Sunday": (lambda d: d["window"]["days"].append("sun"), "op zondag, vroeg of laat"),
    "early": (lambda d: d["window"].update({"from": "08:59"}), "op zondag, vroeg of laat"),
    "late": (lambda d: d["window"].update(until="21:01"), "op zondag, vroeg of laat"),
    "a rehearsal's window": (
        lambda d: d.update(profile={"window": d["window"]}),
        "Het venster is voor de oefening aangepast",
    ),
}


@pytest.fixture
def usual(bench: Bench) -> dict[str, Any]:
    """A dossier in which nothing departs."""
    dossier: dict[str, Any] = copy.deepcopy(bench.kept("dossier.json"))
    for source in dossier["sources"]:
        source.pop("also_text", None)
    window = {"days": ["mon", "tue"], "from": "09:00", "until": "21:00"}
    basis = {"public_prosecutor": "x", "examining_magistrate": "y"}
    lists = [{**each, "accept_unreadable": 0} for each in dossier["lists"]]
    return {
        **dossier,
        "warnings": [],
        "profile": {},
        "window": window,
        "legal_basis": basis,
        "lists": lists,
        "follows": None,
    }


def test_each_departure_is_told_by_itself(usual: dict[str, Any]) -> None:
    wording = page_words("nl")
    assert list(departures(usual, wording)) == []
    for change, words in CHANGES.values():
        changed = copy.deepcopy(usual)
        change(changed)
        (told,) = departures(changed, wording)
        assert words in told


def test_a_source_tells_each_decision_about_it_once_and_why_people_are_set_aside(
    usual: dict[str, Any],
) -> None:
    usual["sources"][2].update(also_text=["contacts", "private_phone"], unread=["1/2"])
    texted, unread = departures(usual, page_words("nl"))
    assert texted == (
        "Uit bron 3 (contacten, privételefoon) krijgen ook mensen het bericht aan wie anders niets "
        "wordt gestuurd, omdat het nummer alleen in de contacten staat, of omdat het nummer uit "
        "een privételefoon komt. Een mens besloot hun toch te sturen."
    )
    assert unread == (
        "Uit bron 3 (contacten, privételefoon) is niet alles gelezen wat op een nummer lijkt: "
        "tabel/kolom 1/2. Een mens besloot dat dat niet hoeft."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_reason_to_set_people_aside_is_told_in_a_sentence(language: str) -> None:
    because = page_words(language).section("because")
    assert set(because) == set(words_of(language).section("set_aside"))
