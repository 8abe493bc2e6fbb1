"""What totals that somebody hands in add to those on record, or why they cannot be recorded."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.domain.counting import SMALL_CELL
from eenmalig.domain.effect_cells import Cell, Merged, merged, shown, week_after, weeks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class Added(NamedTuple):
    """What the totals of one measure come to.

    ``other`` are cells on record that these totals contradict, as they would be now. ``wrong`` is
    why none of it can be recorded: sentences that quote no total.
    """

    new: Merged
    other: list[Cell]
    wrong: list[str]


def added(
    measure: str, known: Sequence[Cell], totals: Mapping[str, int], sent: str, *, final: bool
) -> Added:
    """Return what the totals of a measure by week add to its cells on record.

    Weeks before the one it was ``sent`` in make no cell together with later ones, so that before
    and after stay apart. Weeks on record may be left out, a whole cell at a time.
    """
    wrong = [*_gaps(totals), *_halves(known, totals), *_slight(known, totals)]
    if known and totals and min(totals) < known[0].first:
        wrong.append(f"week {min(totals)} is before the first on record, {known[0].first}")
    fresh = {week: total for week, total in totals.items() if not known or week > known[-1].last}
    if known and fresh and min(fresh) != week_after(known[-1].last):
        wrong.append(f"week {week_after(known[-1].last)} is missing; is it 0, write 0")
    if wrong:
        return Added(Merged([], None), [], wrong)
    return Added(_new(measure, fresh, sent, final=final), list(_other(known, totals)), [])


def _gaps(totals: Mapping[str, int]) -> Iterator[str]:
    for week, following in pairwise(sorted(totals)):
        if week_after(week) != following:
            yield f"week {week_after(week)} is missing; is it 0, write 0"


def _halves(known: Sequence[Cell], totals: Mapping[str, int]) -> Iterator[str]:
    """Tell of cells on record of which only some weeks are there."""
    for cell in known:
        its = list(weeks(cell.first, cell.last))
        if any(week in totals for week in its) and not all(week in totals for week in its):
            yield f"{cell.first} to {cell.last} is one total on record: give all its weeks, or none"


def _slight(known: Sequence[Cell], totals: Mapping[str, int]) -> Iterator[str]:
    """Tell of totals on record that would change so little that the change is a small number."""
    for cell, total in _again(known, totals):
        if cell.number is not None and 0 < abs(total - cell.number) < SMALL_CELL:
            yield (
                f"{cell.first} to {cell.last} differ by fewer than {SMALL_CELL} from the total on "
                "record, which stays: leave these weeks out"
            )


def _other(known: Sequence[Cell], totals: Mapping[str, int]) -> Iterator[Cell]:
    for cell, total in _again(known, totals):
        if shown(total) != cell.number:
            yield cell._replace(number=shown(total))


def _again(known: Sequence[Cell], totals: Mapping[str, int]) -> Iterator[tuple[Cell, int]]:
    """Yield the cells on record of which all weeks are there again, and what these come to."""
    for cell in known:
        its = list(weeks(cell.first, cell.last))
        if all(week in totals for week in its):
            yield cell, sum(totals[week] for week in its)


def _new(measure: str, fresh: Mapping[str, int], sent: str, *, final: bool) -> Merged:
    before = {week: total for week, total in fresh.items() if week < sent}
    after = {week: total for week, total in fresh.items() if week >= sent}
    first = merged(measure, before, final=final or bool(after))
    then = merged(measure, after, final=final)
    return Merged([*first.cells, *then.cells], first.waits_from or then.waits_from)
