"""From what a hand-over declares to what is read, and how a source is told in evidence."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from eenmalig.cleartext.selecting.intake import Export
from eenmalig.cleartext.vault.cells import SOURCE
from eenmalig.domain.source_rules import SourceRules

if TYPE_CHECKING:
    from eenmalig.handover import ExclusionEntry, HandOver, SourceEntry


def exports(given: HandOver) -> tuple[list[Export], list[Export]]:
    """Return the sources and the exclusion lists of a hand-over, each in its order."""
    of_sources = [
        replace(_export(each, SOURCE, position, each.rules), unread=frozenset(each.unread))
        for position, each in enumerate(given.sources, start=1)
    ]
    of_lists = [
        _export(each, str(each.category), position, SourceRules())
        for position, each in enumerate(given.exclusions, start=1)
    ]
    return of_sources, of_lists


def declared(entry: SourceEntry) -> dict[str, object]:
    """Return what evidence and dossier say about a source: never its file or column."""
    said: dict[str, object] = {"kind": str(entry.kind), "device": str(entry.device)}
    if entry.last_used_after is not None:
        said["last_used_after"] = entry.last_used_after.isoformat()
    if entry.also_text:
        said["also_text"] = sorted(str(reason) for reason in entry.also_text)
    if entry.unread:
        said["unread"] = [f"{table}/{column}" for table, column in sorted(entry.unread)]
    return said


def declared_lists(given: HandOver) -> list[dict[str, object]]:
    """Return what evidence and dossier say about the exclusion lists: never a file or column."""
    return [
        {
            "list": position,
            "category": str(entry.category),
            "accept_unreadable": entry.accept_unreadable,
        }
        for position, entry in enumerate(given.exclusions, start=1)
    ]


def _export(
    entry: SourceEntry | ExclusionEntry, origin: str, position: int, rules: SourceRules
) -> Export:
    return Export(
        entry.path,
        origin,
        position,
        entry.stated_columns,
        entry.format,
        companions=entry.companion_paths,
        rules=rules,
    )
