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
from eenmalig.errors import Code, EenmaligError
from eenmalig.settings.loading import cities, load_city
from eenmalig.steps.declared_exports import exports
from eenmalig.steps.follows import require_unsent
from eenmalig.steps.preconditions import texted_countries
from eenmalig.steps.said_of_files import says_list
from eenmalig.steps.unreadable_entries import not_as_stated, places_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eenmalig.cleartext.selecting.intake import Export
    from eenmalig.domain.place import Place
    from eenmalig.handover import ExclusionEntry, HandOver
    from eenmalig.stores.inventory import Inventory


@dataclass(frozen=True)
class Tried:
    """What came of one export, by its ``label``: source 1, or exclusion list 1.

    ``declared`` are the words that declare it. A source that can be read has a ``tally``, and
    ``says_list`` where it says of itself that its numbers may not be texted; what is refused has an
    ``error``, with every mistake. Of a list, ``unreadable`` entries are no number; the first of
    them stand at ``places``.
    """

    label: str
    declared: Sequence[str]
    format: str | None = None
    tally: Tally | None = None
    error: EenmaligError | None = None
    unreadable: int = 0
    places: Sequence[Place] = ()
    is_list: bool = False
    says_list: bool = False


@dataclass(frozen=True)
class Check:
    """What came of a whole hand-over; ``total`` and ``listed`` leave out what cannot be read.

    ``listed`` entries of exclusion lists are numbers, ``unreadable`` ones are not. ``follows`` is
    why it may not follow the campaign that it names; ``unlooked`` says that nobody knows here.
    """

    tried: Sequence[Tried]
    total: Tally
    listed: int
    unreadable: int
    follows: EenmaligError | None = None
    unlooked: bool = False

    @property
    def errors(self) -> list[EenmaligError]:
        """Why it is refused: each export with its position, then the campaign that it follows."""
        every = [*(each.error for each in self.tried), self.follows]
        return [error for error in every if error is not None]

    @property
    def holds(self) -> bool:
        """Whether everything can be read and somebody is left to text."""
        return not self.errors and self.total.recipients > 0


def check_handover(folder: Path, inventory: Inventory | None = None) -> Check:
    """Read every export of the hand-over in ``folder`` and count as a campaign would.

    Campaigns that are open are not looked at; in ``inventory``, where one is at hand, the campaign
    that it follows is looked up. Databases are copied into a private temporary
    folder, which is removed. Where one cannot be read, all are read again to tell which.

    Fails with every mistake when the declaration does not hold or its city is unknown
    (``HANDOVER_INVALID``), and when the city's file is invalid.
    """
    with tempfile.TemporaryDirectory() as scratch:
        return check_declared(handovers.load(folder, among=cities()), inventory, Path(scratch))


def check_declared(given: HandOver, inventory: Inventory | None, scratch: Path) -> Check:
    """Read every export that a hand-over declares; databases are copied below ``scratch``.

    Fails when its city is unknown or has an invalid file.
    """
    countries = texted_countries(load_city(given.city))
    of_sources, of_lists = exports(given)
    every = [*of_sources, *of_lists]
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
    tried = [
        Tried(
            each.label,
            (source.kind, source.device),
            formats.get(each.label),
            None if each.label in failed else tallies[each.position],
            failed.get(each.label),
            says_list=_says_list(each, formats.get(each.label)),
        )
        for each, source in zip(of_sources, given.sources, strict=True)
    ]
    tried += [
        _tried_list(each, listed, formats, failed, selection)
        for each, listed in zip(of_lists, given.exclusions, strict=True)
    ]
    follows, unlooked = _follows(given, inventory)
    return Check(tried, total, selection.listed, selection.unreadable, follows, unlooked)


def _tried_list(
    export: Export,
    declared: ExclusionEntry,
    formats: Mapping[str, str],
    failed: Mapping[str, EenmaligError],
    selection: Selection,
) -> Tried:
    error = failed.get(export.label)
    found = selection.unreadable_entries().get(export.position)
    if error is None and (mistake := not_as_stated(export.position, declared, found)):
        error = EenmaligError(Code.LIST_UNREADABLE, mistake)
    return Tried(
        export.label,
        (declared.category,),
        formats.get(export.label),
        error=error,
        unreadable=found.count if found else 0,
        places=places_of(found) if found else (),
        is_list=True,
    )


def _says_list(source: Export, known: str | None) -> bool:
    said = says_list(source.path, known, source.label)
    return said is not None and said.sure


def _follows(given: HandOver, inventory: Inventory | None) -> tuple[EenmaligError | None, bool]:
    """Return why it may not follow the campaign that it names, and whether nobody knows here."""
    if given.follows is None:
        return None, False
    if inventory is None:
        return None, True
    try:
        require_unsent(inventory, given)
    except EenmaligError as error:
        of_the_inventory = error.code is not Code.HANDOVER_INVALID
        return (None, True) if of_the_inventory else (error, False)
    return None, False


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
