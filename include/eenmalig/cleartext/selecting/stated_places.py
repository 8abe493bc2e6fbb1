"""The places below ``also_text:``: each must hold a value of its source.

One that holds none was mistyped, or the rows have moved since: then the others may be wrong too.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from eenmalig.cleartext.sources import Locator, RawValue
    from eenmalig.domain.counting import SetAside
    from eenmalig.domain.place import Place

# A message that is longer is not read.
_MOST_TOLD = 25


class _Stated(NamedTuple):
    """A place as it stands in the hand-over: the ``nth`` below its reason."""

    reason: SetAside
    nth: int
    place: Place


class StatedPlaces:
    """Looks whether the values of one source stand at the places that a person decided about."""

    def __init__(self, also_text: Mapping[SetAside, Sequence[Place] | None]) -> None:
        self._missing = {
            _Stated(reason, nth, place)
            for reason, places in also_text.items()
            for nth, place in enumerate(places or (), start=1)
        }
        self._of_row: dict[tuple[int | None, int], list[_Stated]] = defaultdict(list)
        self._of_rows: list[_Stated] = []
        for stated in self._missing:
            of_row = self._of_row[stated.place.sheet, stated.place.row]
            (of_row if stated.place.last is None else self._of_rows).append(stated)

    def look(self, values: Sequence[RawValue]) -> None:
        """Look where some values stand. An empty field is none."""
        if self._missing:
            for value in values:
                if value.text.strip():
                    self._missing.difference_update(self._at(value.locator))

    def require_found(self, label: str) -> None:
        """Fail when a place held no value so far, which is told by its order (``PLACE_UNKNOWN``).

        The place itself is not quoted: a person wrote it.
        """
        missing = defaultdict(list)
        for stated in sorted(self._missing):
            missing[stated.reason].append(stated.nth)
        mistakes = [
            f"{label}: also_text: {reason}: no value stands at {_in_words(nth)} of its list"
            for reason, nth in missing.items()
        ]
        if mistakes:
            raise EenmaligError(Code.PLACE_UNKNOWN, *mistakes)

    def _at(self, where: Locator) -> Iterator[_Stated]:
        for stated in (*self._of_row.get((where.sheet, where.row), ()), *self._of_rows):
            if stated.place.covers(where.sheet, where.row, where.column):
                yield stated


def _in_words(positions: Sequence[int]) -> str:
    told = ", ".join(map(str, positions[:_MOST_TOLD]))
    rest = len(positions) - _MOST_TOLD
    more = f" and {rest} more" if rest > 0 else ""
    return f"{'place' if len(positions) == 1 else 'places'} {told}{more}"
