"""Counts as the documents need them: totals of a reason group, rows of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents.moments import figure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.documents.words import Words

COLUMNS = ("read", "refused", "excluded", "set_aside", "duplicates", "recipients")
GROUPS = ("refused", "excluded", "set_aside")


def total(counts: Mapping[str, Any], column: str) -> int:
    """Return the exact total of a column of a campaign's counts."""
    counted = counts.get(column, 0)
    return sum(counted.values()) if column in GROUPS and counted else int(counted or 0)


def totals(counts: Mapping[str, Any], wording: Words) -> dict[str, str]:
    """Return the totals of all columns as figures."""
    return {column: figure(total(counts, column), wording) for column in COLUMNS}


def reasons(counts: Mapping[str, Any], wording: Words) -> list[tuple[str, str, str]]:
    """Return group, reason and figure of every reason that occurred, largest first."""
    rows = []
    for group in GROUPS:
        by_reason = counts.get(group) or {}
        for code, count in sorted(by_reason.items(), key=lambda item: (-_order(item[1]), item[0])):
            row = (wording.name("count", group), wording.name(group, code), figure(count, wording))
            rows.append(row)
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
