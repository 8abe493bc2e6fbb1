"""The effect of a campaign as totals: a measure, some weeks and a number, never a small one.

A week is ISO 8601, such as 2026-W49, and runs from Monday to Sunday in the Netherlands. Numbers of
weeks that follow each other are added up until they make ``SMALL_CELL`` together. What is left at
the end waits for later weeks, or is told as fewer than that.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.domain.counting import SMALL_CELL
from eenmalig.domain.window import ZONE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

_WEEK = re.compile(r"\d{4}-W\d{2}", re.ASCII)
_SEVEN_DAYS = timedelta(days=7)


class Cell(NamedTuple):
    """The total of a measure from its ``first`` week to its ``last``.

    ``number`` is None where that is fewer than ``SMALL_CELL``.
    """

    measure: str
    first: str
    last: str
    number: int | None


class Merged(NamedTuple):
    """The cells that totals make, and the first week of those that are too few to be one yet."""

    cells: list[Cell]
    waits_from: str | None


def monday(week: str) -> date:
    """Return the first day of a week. Fails with ``ValueError`` when it is none."""
    if not _WEEK.fullmatch(week):
        raise ValueError
    return date.fromisoformat(week)


def week_of(day: date) -> str:
    """Return the week that a day is in."""
    year, week, _ = day.isocalendar()
    return f"{year:04}-W{week:02}"


def weeks(first: str, last: str) -> Iterator[str]:
    """Yield every week from the first to the last, both included."""
    day, end = monday(first), monday(last)
    while day <= end:
        yield week_of(day)
        day += _SEVEN_DAYS


def week_after(week: str) -> str:
    """Return the week that follows."""
    return week_of(monday(week) + _SEVEN_DAYS)


def is_over(week: str, moment: datetime) -> bool:
    """Whether a week had ended, in the Netherlands, at a moment."""
    return monday(week) <= moment.astimezone(ZONE).date() - _SEVEN_DAYS


def shown(total: int) -> int | None:
    """Return a total, or None when it is small."""
    return total if total >= SMALL_CELL else None


def merged(measure: str, totals: Mapping[str, int], *, final: bool) -> Merged:
    """Return the cells of weeks that follow each other, none of them small.

    With ``final`` what is left at the end joins the last cell; if there is none, it becomes one
    whose number is not told.
    """
    cells: list[Cell] = []
    begins, total = None, 0
    for week in sorted(totals):
        begins = begins or week
        total += totals[week]
        if total >= SMALL_CELL:
            cells.append(Cell(measure, begins, week, total))
            begins, total = None, 0
    if begins is None or not final:
        return Merged(cells, begins)
    last = max(totals)
    if not cells:
        return Merged([Cell(measure, begins, last, None)], None)
    joined = cells[-1]
    whole = (joined.number or 0) + total
    return Merged([*cells[:-1], Cell(measure, joined.first, last, whole)], None)


def current(cells: Sequence[Cell]) -> dict[str, list[Cell]]:
    """Return the cells that count now, by measure and in order: a later one of the same weeks."""
    latest = {(cell.measure, cell.first, cell.last): cell for cell in cells}
    by_measure: dict[str, list[Cell]] = {}
    for cell in latest.values():
        by_measure.setdefault(cell.measure, []).append(cell)
    return by_measure
