"""Counts as the documents need them: totals of a reason group, rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents.moments import counted, figure
from eenmalig.domain.counting import told_together

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.documents.words import Words

COLUMNS = ("read", "refused", "excluded", "set_aside", "duplicates", "recipients")
GROUPS = ("refused", "excluded", "set_aside")
_OF_PEOPLE = ("excluded", "set_aside")


def total(counts: Mapping[str, Any], column: str) -> int:
    """Return the exact total of a column of a campaign's counts."""
    counted = counts.get(column, 0)
    return sum(counted.values()) if column in GROUPS and counted else int(counted or 0)


def totals(counts: Mapping[str, Any], wording: Words) -> dict[str, str]:
    """Return the totals of all columns as figures."""
    shown = {column: figure(total(counts, column), wording) for column in COLUMNS}
    return shown | {"recipients": counted(total(counts, "recipients"), "recipient", wording)}


def of_outcomes(outcomes: Mapping[str, int], wording: Words) -> dict[str, str]:
    """Return what became of the recipients as figures."""
    shown = {key: figure(count, wording) for key, count in outcomes.items()}
    return shown | {"recipients": counted(outcomes["recipients"], "recipient", wording)}


def reasons(counts: Mapping[str, Any], wording: Words) -> list[tuple[str, str, str]]:
    """Return group, reason and figure of every reason that occurred, largest first."""
    rows = []
    for group in GROUPS:
        by_reason = counts.get(group) or {}
        for code, count in sorted(by_reason.items(), key=lambda item: (-_order(item[1]), item[0])):
            row = (wording.name("count", group), wording.name(group, code), figure(count, wording))
            rows.append(row)
    return rows


def reasons_of_several(counts: Mapping[str, Any], wording: Words) -> list[tuple[str, str, str]]:
    """Return the same for whoever may read it: no row says that a reason held for a few people.

    Of a group of people, those reasons that held for fewer than 5 stand in one row together, and
    with them the next smallest for as long as that row is under 5 itself. All still adds up.
    """
    together = wording.say("common", "in_one_row")
    rows = []
    for group in GROUPS:
        of_group = {group: counts.get(group) or {}}
        few = told_together(of_group[group]) if group in _OF_PEOPLE else []
        rest = {code: n for code, n in of_group[group].items() if code not in few}
        rows += reasons({group: rest}, wording)
        if few:
            both = sum(of_group[group][code] for code in few)
            rows.append((wording.name("count", group), together, figure(both, wording)))
    return rows


def source_cell(source: Mapping[str, Any], column: str, wording: Words) -> str:
    """Return one cell of a source's row.

    A sum over reasons with a small cell among them is given as a lower bound.
    """
    counted = source.get(column, 0)
    if column not in GROUPS:
        return figure(counted, wording)
    parts = list((counted or {}).values())
    small = [part for part in parts if not isinstance(part, int)]
    if len(parts) == len(small) == 1:
        return str(small[0])
    at_least = sum(part for part in parts if isinstance(part, int)) + len(small)
    return f"≥{figure(at_least, wording)}" if small else figure(at_least, wording)


def _order(count: object) -> int:
    return count if isinstance(count, int) else 1
