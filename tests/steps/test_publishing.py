"""The texts for the municipality's page come by themselves, and nothing waits for them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, Any

import pytest

from eenmalig.domain.approvals import Decision
from eenmalig.domain.campaign import State
from eenmalig.steps import certifying, publishing

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


class KilledError(BaseException):
    """The process is gone: no step of ours catches it."""


def dies(bench: Bench, place: str, nth: int) -> None:
    """Destroy, and die at the nth call of what stands at a place."""
    calls: list[None] = []
    real = getattr(certifying if hasattr(certifying, place) else publishing, place)

    def killed(*arguments: Any) -> Any:
        calls.append(None)
        if len(calls) >= nth:
            raise KilledError
        return real(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(certifying if hasattr(certifying, place) else publishing, place, killed)
        with pytest.raises(KilledError):
            bench.destroy()
    assert bench.campaign.state is State.CLOSED


@pytest.mark.parametrize("again", ["destroy", "look"])
@pytest.mark.parametrize(("place", "nth"), [("publish_after", 1), ("write_whole", 3)])
def test_whoever_dies_once_all_is_destroyed_has_the_texts_written_by_who_comes_next(
    bench: Bench, place: str, nth: int, again: str
) -> None:
    bench.approve()
    bench.gate()
    before = {path.name for path in (bench.home.publication / bench.campaign.id).iterdir()}
    dies(bench, place, nth)
    getattr(bench, again)()
    there = {path.name for path in (bench.home.publication / bench.campaign.id).iterdir()}
    assert there - before == {name.replace("before-", "after-") for name in before}
    assert "Er is geen sms gestuurd" in text(bench, "after-page.nl.txt")
    assert bench.look().wrong == []


def test_what_somebody_changed_or_removed_since_is_left_as_it_is(bench: Bench) -> None:
    bench.approve()
    bench.gate()
    bench.destroy()
    page = bench.home.publication / bench.campaign.id / "after-page.nl.txt"
    page.write_text("edited")
    bench.destroy()
    bench.look()
    assert page.read_text() == "edited"
    shutil.rmtree(page.parent)
    bench.destroy()
    bench.look()
    assert not page.parent.exists()


def test_what_is_published_is_searched_for_numbers_too(bench: Bench) -> None:
    bench.approve()
    bench.gate()
    bench.destroy()
    (search,) = bench.records("scanned")
    assert "publication" in {place["place"] for place in search.data["places"]}
