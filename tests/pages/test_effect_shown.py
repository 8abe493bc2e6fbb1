"""The effect on the page of a campaign: apart, in totals, and not shown where it does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.effects import MEASURES, folder_of, record, weeks_since
from tests.pages.test_campaign import page_of

from eenmalig.evidence.effect_chain import EFFECT

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.bench import Bench
    from tests.pages.conftest import Person


def section(page: str) -> str:
    return page.partition('<h2 id="effect">')[2].partition("</section>")[0]


def test_totals_stand_there_by_measure_and_period(
    weeks_ago: Bench,
    browse: Callable[[Person], Any],
) -> None:
    assert section(page_of(weeks_ago, browse)).count("Nog niets vastgelegd") == 2
    before, week, _ = weeks_since(weeks_ago)
    record(weeks_ago, [f"{before};1;12", f"{week};1;3", f"{week};2;8"], final=True)
    shown = section(page_of(weeks_ago, browse))
    assert all(f'<h3 lang="nl">{measure}</h3>' in shown for measure in MEASURES)
    assert '<td>ervoor</td><td class="number">12</td>' in shown
    small = '<td>vanaf de week van het versturen</td><td class="number">&lt;5</td>'
    assert small in shown
    assert "tot en met" in shown


def test_what_does_not_hold_is_not_shown(
    weeks_ago: Bench,
    browse: Callable[[Person], Any],
) -> None:
    before, _, _ = weeks_since(weeks_ago)
    record(weeks_ago, [f"{before};1;12"])
    path = folder_of(weeks_ago) / EFFECT
    path.write_bytes(path.read_bytes().replace(b'"number":12', b'"number":99'))
    shown = section(page_of(weeks_ago, browse))
    assert "is niet te vertrouwen" in shown
    assert "sluit niet aan op het grootboek" in shown
    assert "99" not in shown


def test_before_the_end_nothing_of_it_stands_there(
    bench: Bench, browse: Callable[[Person], Any]
) -> None:
    assert section(page_of(bench, browse)) == ""
