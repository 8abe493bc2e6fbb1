"""Taking exports in: every cell of every source and exclusion list, in bounded batches."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext import sources
from eenmalig.cleartext.numbers import columnar
from eenmalig.cleartext.numbers.stated_country import meant
from eenmalig.cleartext.selecting.last_contacts import LastContacts
from eenmalig.cleartext.selecting.set_aside import Judge
from eenmalig.cleartext.selecting.stated_places import StatedPlaces
from eenmalig.cleartext.vault.cells import NONE, SOURCE, Cells, cells
from eenmalig.cleartext.vault.vault import SCRATCH
from eenmalig.domain.source_rules import SourceRules
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue

# A batch ends at so many values or characters, whichever comes first: cells may be long.
BATCH = 20_000
BATCH_CHARACTERS = 4 * 1024**2
_NO_RULES = SourceRules()


@dataclass(frozen=True)
class Export:
    """One file of a hand-over. ``origin`` is "source" or an exclusion list's category.

    ``companions`` are the files declared with it, such as what stands beside a database.
    ``unread`` are columns of a database that a person passed over. ``rules`` say what of a source
    is set aside.
    """

    path: Path = field(repr=False)
    origin: str
    position: int
    columns: Sequence[str] = field(default=(), repr=False)
    format: str | None = None
    companions: Sequence[Path] = field(default=(), repr=False)
    unread: frozenset[tuple[int, int]] = frozenset()
    rules: SourceRules = _NO_RULES

    @property
    def is_list(self) -> bool:
        """Whether its numbers may not be texted."""
        return self.origin != SOURCE

    @property
    def label(self) -> str:
        """How a message names it: never by its file."""
        return f"{'exclusion list' if self.is_list else 'source'} {self.position}"


class _Batch(NamedTuple):
    """Values of an export, and the places among them that their records contradict."""

    values: list[RawValue]
    doubtful: list[int]


def last_contacts(
    exports: Sequence[Export], scratch: Path, countries: tuple[str, ...]
) -> LastContacts | None:
    """Return the last contact of each number over all sources, or None where nobody asks for it.

    All sources are read for it, once more than otherwise: a date decides about a number whatever
    source has it. Fails as reading does.
    """
    every_source = [export for export in exports if not export.is_list]
    if all(source.rules.last_used_after is None for source in every_source):
        return None
    contacts = LastContacts(countries)
    for source in every_source:
        for values, _ in _batches(source, scratch, countries):
            contacts.add(values)
    return contacts


def read(
    export: Export, scratch: Path, contacts: LastContacts | None, countries: tuple[str, ...]
) -> Iterator[Cells]:
    """Yield all cells of an export, in batches. A database is copied below ``scratch``.

    Fails when the export cannot be read to its end, when an exclusion list holds no number at all
    (``SOURCE_UNREADABLE``), and when no value stands at a place that a person decided about
    (``PLACE_UNKNOWN``); what was yielded before counts for nothing then.
    """
    judge = Judge(export.rules, contacts)
    places = StatedPlaces(export.rules.also_text)
    excludes = False
    for values, doubtful in _batches(export, scratch, countries):
        places.look(values)
        reasons = [None] * len(values) if export.is_list else judge.reasons(values, doubtful)
        round_too = () if export.is_list else judge.round_too(values)
        batch = cells(export.origin, export.position, values, reasons, round_too)
        if export.is_list and not excludes:
            excludes = bool((columnar.usable(batch.texts, countries).refusal == NONE).any())
        yield batch
    if export.is_list and not excludes:
        raise EenmaligError(Code.SOURCE_UNREADABLE, f"{export.label}: holds no number")
    places.require_found(export.label)


@contextmanager
def scratch_in(folder: Path) -> Iterator[Path]:
    """Give a folder for copies in the clear that is not there before and not after.

    What a killed process left of it is removed first.
    """
    scratch = folder / SCRATCH
    _remove(scratch)
    try:
        yield scratch
    finally:
        _remove(scratch)


def _remove(folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)


def _batches(export: Export, scratch: Path, countries: tuple[str, ...]) -> Iterator[_Batch]:
    """Yield the values of an export as their records mean them.

    What stood beside a value about its country goes no further: only whether it contradicts it.
    """
    values = sources.read(
        export.path,
        position=export.position,
        columns=export.columns,
        format=export.format,
        is_list=export.is_list,
        companions=export.companions,
        unread=export.unread,
        scratch=scratch,
        countries=countries,
    )
    batch = _Batch([], [])
    characters = 0
    for value in values:
        if value.beside is None:
            batch.values.append(value)
        else:
            text, is_doubtful = meant(value.text, value.beside, countries)
            if is_doubtful:
                batch.doubtful.append(len(batch.values))
            batch.values.append(value._replace(text=text, beside=None))
        characters += len(value.text)
        if len(batch.values) == BATCH or characters > BATCH_CHARACTERS:
            yield batch
            batch, characters = _Batch([], []), 0
    if batch.values:
        yield batch
