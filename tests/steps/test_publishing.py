"""The texts for the municipality's page come by themselves, and nothing waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.domain.approvals import Decision

if TYPE_CHECKING:
    from pathlib import Path

    from tests.bench import Bench


def published(bench: Bench) -> set[str]:
    folder: Path = bench.home.publication / bench.campaign.id
    return {path.name.split("-")[0] for path in folder.glob("*")}


def text(bench: Bench, name: str) -> str:
    return (bench.home.publication / bench.campaign.id / name).read_text()


def test_they_are_written_when_the_gate_opens_and_when_all_is_destroyed(bench: Bench) -> None:
    bench.approve()
    assert published(bench) == set()
    bench.gate()
    assert published(bench) == {"before"}
    assert bench.kept("dossier.json")["text"] in text(bench, "before-page.nl.txt")
    assert "Bel 14 0320" in text(bench, "before-page.nl.txt")
    bench.send()
    bench.collected()
    assert published(bench) == {"before"}
    bench.destroy()
    assert published(bench) == {"before", "after"}
    assert "ongeveer 40 nummers" in text(bench, "after-page.nl.txt")
    assert bench.look().wrong == []
    assert bench.verdict().ending == "completed"


def test_who_was_not_approved_publishes_nothing(bench: Bench) -> None:
    bench.decide("police", Decision.REJECT)
    bench.gate()
    bench.destroy()
    assert published(bench) == set()


def test_a_campaign_that_ends_between_approval_and_sending_says_that_nothing_was_sent(
    bench: Bench,
) -> None:
    bench.approve()
    bench.gate()
    bench.destroy()
    assert "Er is geen sms gestuurd" in text(bench, "after-page.nl.txt")


def test_texts_that_cannot_be_written_hold_up_neither_sending_nor_destruction(
    bench: Bench,
) -> None:
    bench.home.publication.write_text("no folder")
    bench.approve()
    bench.gate()
    bench.send()
    bench.collected()
    bench.destroy()
    assert bench.look().wrong == []
    assert bench.verdict().ending == "completed"


def test_what_is_published_is_searched_for_numbers_too(bench: Bench) -> None:
    bench.approve()
    bench.gate()
    bench.destroy()
    (search,) = bench.records("scanned")
    assert "publication" in {place["place"] for place in search.data["places"]}
