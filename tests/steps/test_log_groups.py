"""Long logs are folded into parts, in one language, and a terminal shows none of the marks."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest

from eenmalig.documents.counts import GROUPS
from eenmalig.documents.words import words
from eenmalig.domain.counting import SMALL_CELL, told_together
from eenmalig.steps.log_groups import log_group, without_marks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.bench import Bench

log = logging.getLogger(__name__)


def titles(lines: Sequence[str]) -> list[str]:
    """Return the titles of the groups; each that is begun must be ended."""
    begun, ended = "::group::", "::endgroup::"
    assert sum(line.startswith(begun) for line in lines) == lines.count(ended)
    return [line.removeprefix(begun) for line in lines if line.startswith(begun)]


def test_every_long_step_folds_its_log(bench: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    bench.approve()
    bench.gate()
    bench.send()
    bench.collected()
    bench.destroy()
    bench.look()
    assert titles(caplog.messages) == [
        "Sending",
        "Search for this run's numbers",
        "Destruction",
        "What is overdue",
        "Campaigns, those that are closed and those that are open",
        "Copies of hand-overs and of keys",
    ]


def test_taking_in_folds_by_source(fresh: Bench, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    fresh.extract()
    sources = titles(caplog.messages)
    assert sources[0].startswith("Source 1 (")
    assert any(title.startswith("Exclusion list ") for title in sources)
    caplog.clear()
    fresh.normalize()
    assert titles(caplog.messages)[-1] == "All sources together"


def test_the_log_never_says_for_how_few_people_a_reason_held(
    fresh: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    fresh.extract()
    fresh.normalize()
    logged = {line for line in caplog.messages if line.startswith("  ")}
    counts = fresh.kept("dossier.json")["counts"]
    assert min(n for group in GROUPS for n in counts[group].values()) < SMALL_CELL
    for group in GROUPS:
        few = told_together(counts[group])
        for reason, n in counts[group].items():
            assert (f"  {group}, {reason}: {n}" in logged) is (reason not in few)
            assert n >= SMALL_CELL or reason in few


def test_a_group_ends_where_a_step_fails(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with pytest.raises(RuntimeError), log_group("Part %d", 1):
        raise RuntimeError
    assert caplog.messages == ["::group::Part 1", "::endgroup::"]


def test_a_terminal_shows_titles_and_no_marks(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with log_group("Part %d", 1):
        log.info("A line.")
    shown = [record.getMessage() for record in caplog.records if without_marks(record)]
    assert shown == ["Part 1", "A line."]


def test_what_is_odd_about_a_text_is_logged_in_english_though_its_city_is_dutch(
    fresh: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    fresh.extract()
    fresh.normalize()
    dutch, english = (
        {
            words(language).name("text_warning", warning)
            for warning in fresh.kept("dossier.json")["warnings"]
        }
        for language in ("nl", "en")
    )
    assert english <= set(caplog.messages)
    assert english
    assert dutch.isdisjoint(caplog.messages)
