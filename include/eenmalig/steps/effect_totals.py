"""Reading the totals that somebody hands in: a CSV of week, measure and number."""

from __future__ import annotations

import csv
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from eenmalig.domain.effect_cells import is_over, monday
from eenmalig.errors import Code, EenmaligError
from eenmalig.evidence.effect_chain import MOST
from eenmalig.stores.private_files import read_small

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

# Twelve measures of ten years.
_LARGEST = 2**20
_COLUMNS: Mapping[str, frozenset[str]] = {
    "week": frozenset({"week"}),
    "measure": frozenset({"measure", "maatstaf"}),
    "number": frozenset({"number", "aantal"}),
}
_LONGEST_BEFORE = timedelta(weeks=104)
_DIGITS = re.compile(r"\d{1,5}", re.ASCII)

Totals = dict[str, dict[str, int]]


def read_totals(path: Path, measures: Sequence[str], sent: str, moment: datetime) -> Totals:
    """Return the totals in a file by measure and week; a measure is written out, or its position.

    ``sent`` is the week of sending, and ``moment`` is now: weeks count that are over, and that are
    not long before both. Fails with every mistake and its row, and
    quotes no value (``TOTALS_INVALID``).
    """
    totals: Totals = {}
    wrong: list[str] = []
    for position, row in _rows(path):
        told = f"row {position}"
        measure = _measure(row["measure"], measures)
        week = _week(row["week"])
        number = int(row["number"]) if _DIGITS.fullmatch(row["number"]) else None
        if measure is None:
            wrong.append(f"{told}: the measure is none of those named beforehand, nor its position")
        wrong += (f"{told}: {why}" for why in _unfit_week(week, sent, moment))
        if number is None:
            wrong.append(f"{told}: the number must be a whole one from 0 to {MOST}")
        if measure is None or week is None or number is None:
            continue
        if week in totals.setdefault(measure, {}):
            wrong.append(f"{told}: the same week and measure stood before")
        totals[measure][week] = number
    if not totals and not wrong:
        wrong.append("there is no row below the header")
    if wrong:
        raise EenmaligError(Code.TOTALS_INVALID, *wrong)
    return totals


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Yield each row that is not empty, with its position from 1, by our names of columns."""
    lines = _text(path).splitlines()
    separator = ";" if lines and ";" in lines[0] else ","
    header, *rows = csv.reader(lines, delimiter=separator) if lines else [[]]
    found = {
        ours: place
        for place, name in enumerate(header)
        for ours, names in _COLUMNS.items()
        if name.strip().casefold() in names
    }
    named = sum(name.strip().casefold() in names for name in header for names in _COLUMNS.values())
    if not len(found) == named == len(_COLUMNS):
        raise EenmaligError(
            Code.TOTALS_INVALID,
            "the first row must name the columns week, measure and number, each once",
        )
    for position, row in enumerate(rows, start=2):
        if any(value.strip() for value in row):
            padded = [*row, *[""] * len(header)]
            yield position, {ours: padded[place].strip() for ours, place in found.items()}


def _text(path: Path) -> str:
    try:
        content = read_small(path, _LARGEST)
    except OSError:
        raise EenmaligError(
            Code.TOTALS_INVALID, "it is no plain file, or larger than 1 MB"
        ) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _measure(said: str, measures: Sequence[str]) -> str | None:
    by_name = {measure.casefold(): measure for measure in measures}
    by_position = {str(position): measure for position, measure in enumerate(measures, start=1)}
    return by_name.get(said.casefold()) or by_position.get(said)


def _unfit_week(week: str | None, sent: str, moment: datetime) -> Iterator[str]:
    if week is None:
        yield "the week must be a year and a week, such as 2026-W49"
    elif not is_over(week, moment):
        yield "the week is not over yet"
    elif monday(week) < monday(sent) - _LONGEST_BEFORE:
        yield "the week is more than two years before that of sending"


def _week(said: str) -> str | None:
    try:
        monday(said)
    except ValueError:
        return None
    return said
