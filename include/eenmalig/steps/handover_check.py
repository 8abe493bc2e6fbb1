"""Try a hand-over without a vault: what would be counted, and everything that cannot be read."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from eenmalig import handover as handovers
from eenmalig.cleartext import sources
from eenmalig.cleartext.selecting.intake import last_contacts, read
from eenmalig.cleartext.selecting.selection import Selection
from eenmalig.domain.counting import Tally
from eenmalig.errors import EenmaligError
from eenmalig.settings.loading import load_city
from eenmalig.steps.declared_exports import exports
from eenmalig.steps.preconditions import texted_countries

if TYPE_CHECKING:
    from collections.abc import Sequence

    from eenmalig.cleartext.selecting.intake import Export


@dataclass(frozen=True)
class Tried:
    """What came of one export, by its ``label``: source 1, or exclusion list 1.

    ``declared`` are the words that declare it. A source that can be read has a ``tally``; what
    cannot be read has an ``error``, with every mistake.
    """

    label: str
    declared: Sequence[str]
    format: str | None = None
    tally: Tally | None = None
    error: EenmaligError | None = None


@dataclass(frozen=True)
class Check:
    """What came of a whole hand-over; ``total`` and ``listed`` leave out what cannot be read.

    ``listed`` entries of exclusion lists are numbers, ``unreadable`` ones are not.
    """

    tried: Sequence[Tried]
    total: Tally
    listed: int
    unreadable: int

    @property
    def errors(self) -> list[EenmaligError]:
        """Why exports cannot be read, each with its position."""
        return [each.error for each in self.tried if each.error is not None]

    @property
    def holds(self) -> bool:
        """Whether everything can be read and somebody is left to text."""
        return not self.errors and self.total.recipients > 0


def check_handover(folder: Path) -> Check:
    """Read every export of the hand-over in ``folder`` and count as a campaign would.

    Campaigns that are open are not looked at. Databases are copied into a private temporary
    folder, which is removed. Where one cannot be read, all are read again to tell which.

    Fails with every mistake when the declaration does not hold (``HANDOVER_INVALID``), and when
    its city is unknown or has an invalid file.
    """
    given = handovers.load(folder)
    countries = texted_countries(load_city(given.city))
    of_sources, of_lists = exports(given)
    every = [*of_sources, *of_lists]
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        readable, failed = every, dict[str, EenmaligError]()
        try:
            selection = _selection(readable, len(of_sources), scratch, countries)
        except EenmaligError:
            # Anew, so that what was read of an export before it failed counts for nothing.
            errors = {each.label: _error(each, scratch, countries) for each in every}
            failed = {label: error for label, error in errors.items() if error is not None}
            readable = [each for each in every if each.label not in failed]
            selection = _selection(readable, len(of_sources), scratch, countries)
        formats = {each.label: _format(each, scratch) for each in readable}
    tallies = selection.chosen().tallies
    total = Tally()
    for tally in tallies.values():
        total.add(tally)
    total.check()
    declared: list[Sequence[str]] = [(each.kind, each.device) for each in given.sources]
    declared += [(each.category,) for each in given.exclusions]
    tried = [
        Tried(
            each.label,
            words,
            formats.get(each.label),
            None if each.is_list or each.label in failed else tallies[each.position],
            failed.get(each.label),
        )
        for each, words in zip(every, declared, strict=True)
    ]
    return Check(tried, total, selection.listed, selection.unreadable)


def _error(export: Export, scratch: Path, countries: tuple[str, ...]) -> EenmaligError | None:
    """Return why an export cannot be read to its end, if it cannot."""
    try:
        for _ in read(export, scratch, None, countries):
            pass
    except EenmaligError as error:
        return error
    return None


def _selection(
    readable: Sequence[Export], sources: int, scratch: Path, countries: tuple[str, ...]
) -> Selection:
    """Return what is selected from the exports that can be read."""
    contacts = last_contacts(readable, scratch, countries)
    selection = Selection(sources, countries)
    for export in readable:
        for batch in read(export, scratch, contacts, countries):
            if export.is_list:
                selection.exclude(batch)
            else:
                selection.add(batch)
    return selection


def _format(export: Export, scratch: Path) -> str:
    """Return the format that an export was read as."""
    return export.format or sources.detected(export.path, export.label, scratch=scratch)
