"""Rows as case teams hand them over: one telephone column among names, dates and amounts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from rehearsal import numbers, people
from rehearsal.spellings import EVERYWHERE, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

HEADER = ("Volgnr", "Naam", "Telefoon", "Laatste bericht", "Bedrag", "Plaats")
_PLACES = ("Lelystad", "Dronten", "Almere", "Harderwijk", "")

Row = tuple[int, str, str, datetime, float, str]


def rows(rng: Random) -> Iterator[Row]:
    """Yield rows below ``HEADER``, without end."""
    for position, number in enumerate(numbers.mobiles(rng), start=1):
        yield (
            position,
            people.name(rng),
            spelled(number, rng, EVERYWHERE),
            datetime(2026, 1, 1) + timedelta(minutes=position % 500_000),  # noqa: DTZ001 - as Excel
            rng.randint(100, 99_999) / 100,
            rng.choice(_PLACES),
        )
