"""Entries of an exclusion list that are no number: how many, and where the first of them stand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Of one list: who mends it needs no more, and it may be as long as it likes.
MOST_PLACES = 1000


def _nowhere() -> NDArray[np.int32]:
    return np.empty((0, 3), np.int32)


@dataclass(frozen=True)
class Unreadable:
    """How many entries of one exclusion list are no number, and where the first of them stand.

    ``places`` has a row for each, at most ``MOST_PLACES``: sheet, row and column, 0 for none.
    """

    count: int = 0
    places: NDArray[np.int32] = field(default_factory=_nowhere)

    def more(self, places: NDArray[np.int32]) -> Unreadable:
        """Return these entries and others of the same list, which come after them."""
        kept = places[: MOST_PLACES - len(self.places)]
        return Unreadable(self.count + len(places), np.concatenate([self.places, kept]))
