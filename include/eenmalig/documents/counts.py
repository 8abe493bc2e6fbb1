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
    held = counts.get(column, 0)
    return sum(held.values()) if column in GROUPS and held else int(held or 0)


def totals(counts: Mapping[str, Any], words: Words) -> dict[str, str]:
    """Return the totals of all columns as figures."""
    return {column: figure(total(counts, column), words) for column in COLUMNS}


def reasons(counts: Mapping[str, Any], words: Words) -> list[tuple[str, str, str]]:
    """Return group, reason and figure of every reason that occurred, largest first."""
    rows = []
    for group in GROUPS:
        held = counts.get(group) or {}
        for code, count in sorted(held.items(), key=lambda item: (-_order(item[1]), item[0])):
            row = (words.name("count", group), words.name(group, code), figure(count, words))
            rows.append(row)
    return rows


def source_cell(source: Mapping[str, Any], column: str, words: Words) -> str:
    """Return one cell of a source's row.

    A sum over reasons with a small cell among them is given as a lower bound.
    """
    held = source.get(column, 0)
    if column not in GROUPS:
        return figure(held, words)
    parts = list((held or {}).values())
    small = [part for part in parts if not isinstance(part, int)]
    if len(parts) == len(small) == 1:
        return str(small[0])
    at_least = sum(part for part in parts if isinstance(part, int)) + len(small)
    return f"≥{figure(at_least, words)}" if small else figure(at_least, words)


def _order(count: object) -> int:
    return count if isinstance(count, int) else 1
