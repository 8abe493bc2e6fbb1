"""Scan: read a hand-over's numbers, then search places for them. Tells places, never numbers."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from eenmalig import handover as handovers
from eenmalig.cleartext import sources
from eenmalig.cleartext.leak_scan import LeakScan, ScanResult
from eenmalig.cleartext.numbers import number
from eenmalig.cleartext.numbers.number import FieldKind
from eenmalig.errors import Code, EenmaligError
from eenmalig.settings.loading import published_numbers
from eenmalig.steps.declared_exports import exports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from eenmalig.cleartext.selecting.intake import Export


def scan_for_numbers(folder: Path, places: Sequence[Path]) -> ScanResult:
    """Search ``places`` for every usable number of the hand-over in ``folder``.

    Fails when a number planted for the purpose is not found: then nothing found means nothing.
    """
    handovers.load(folder)
    with tempfile.TemporaryDirectory() as scratch:
        numbers, unread = numbers_of(folder, Path(scratch), lambda: None)
    scan = LeakScan(numbers)
    scan.require_working()
    result = scan.search(places)
    result.unread = unread
    return result


def numbers_of(folder: Path, scratch: Path, go_on: Callable[[], None]) -> tuple[set[str], int]:
    """Return all numbers of a hand-over, whoever they are of, and how many exports are not read.

    Left out are those that a city publishes, by their exact value. What cannot be read, or was
    changed since, gives what can be read of it. Databases are copied below ``scratch``; what
    ``go_on`` fails with ends it.
    """
    given = handovers.declared(folder)
    numbers: set[str] = set()
    unread = 0
    for export in (each for of in exports(given) for each in of) if given else ():
        try:
            for e164 in _numbers(export, scratch):
                go_on()
                numbers.add(e164)
        except EenmaligError:
            unread += 1
    return numbers - _published(), unread


def _published() -> set[str | None]:
    """Return the numbers at which a city's message can be checked, as an export would hold them."""
    return {number.usable(each, FieldKind.PHONE) for each in published_numbers()}


def _numbers(export: Export, scratch: Path) -> Iterator[str]:
    """Yield the numbers of an export, unless one of its files is no plain file: it may not end."""
    if not all(handovers.may_be_opened(path) for path in (export.path, *export.companions)):
        raise EenmaligError(Code.SOURCE_UNREADABLE, f"{export.label}: is no plain file")
    read = sources.read(
        export.path,
        position=export.position,
        columns=export.columns,
        format=export.format,
        is_list=export.is_list,
        companions=export.companions,
        scratch=scratch,
    )
    for value in read:
        for candidate in number.split(value.text):
            e164 = number.usable(candidate, value.field)
            if e164 is not None:
                yield e164
