"""Entries of exclusion lists that are no number: nobody is excluded by them.

They are refused until the hand-over states exactly how many there are, list by list.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from eenmalig.domain.place import Place, compressed
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eenmalig.cleartext.selecting.unreadable import Unreadable
    from eenmalig.handover import ExclusionEntry, HandOver

# A message that is longer is not read; ``eenmalig handover check --json`` gives more.
_MOST_SPANS = 25


def require_stated(given: HandOver, found: Mapping[int, Unreadable]) -> None:
    """Check that of each list as many entries are no number as its entry states.

    Fails with every list of which that is not so, and where these entries stand
    (``LIST_UNREADABLE``).
    """
    lists = enumerate(given.exclusions, start=1)
    mistakes = [not_as_stated(n, entry, found.get(n)) for n, entry in lists]
    told = [mistake for mistake in mistakes if mistake]
    if told:
        raise EenmaligError(Code.LIST_UNREADABLE, *told)


def not_as_stated(position: int, entry: ExclusionEntry, found: Unreadable | None) -> str | None:
    """Return in what a list differs from what its entry states, if it does."""
    stated = entry.accept_unreadable
    count = found.count if found else 0
    if count == stated:
        return None
    said = [f"accept_unreadable: states {stated}"] if stated else []
    said += [_told(count, places_of(found))] if found else ["all its entries are numbers"]
    todo = f"correct them, or state accept_unreadable: {count}" if found else "take that key out"
    return f"exclusion list {position}: {', but '.join(said)}; {todo}"


def places_of(unreadable: Unreadable) -> list[Place]:
    """Return where the first of these entries stand, in as few places as can be."""
    return compressed(
        Place(sheet or None, row, column or None)
        for sheet, row, column in unreadable.places.tolist()
    )


def _told(count: int, places: Sequence[Place]) -> str:
    entries = "1 entry is no number" if count == 1 else f"{count} entries are no number"
    parts = groupby(places[:_MOST_SPANS], key=lambda place: (place.sheet, place.column))
    where = "; ".join(_where(sheet, column, list(spans)) for (sheet, column), spans in parts)
    more = " and further on" if len(places) > _MOST_SPANS else ""
    return f"{entries}, in {where}{more}"


def _where(sheet: int | None, column: int | None, spans: Sequence[Place]) -> str:
    # In words: figures with a hyphen between could read as a number, and would be removed.
    rows = [str(each.row) if each.last is None else f"{each.row} to {each.last}" for each in spans]
    several = len(spans) > 1 or spans[0].last is not None
    where = f"{'rows' if several else 'row'} {', '.join(rows)}"
    where = where if column is None else f"{where} of column {column}"
    return where if sheet is None else f"{where} of sheet {sheet}"
