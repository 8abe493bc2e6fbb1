"""What a campaign would make of one source: its counts, and whom it would text."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.cleartext.sources.builders import databases as build

from eenmalig.cleartext.numbers.countries import DUTCH
from eenmalig.cleartext.selecting.intake import Export, read
from eenmalig.cleartext.selecting.selection import Selection

if TYPE_CHECKING:
    from eenmalig.domain.counting import Tally


def chosen(path: Path, unread: frozenset[tuple[int, int]] = frozenset()) -> tuple[Tally, set[str]]:
    """Return the counts of the source at ``path``, checked, and the numbers to be texted."""
    selection = Selection(1, DUTCH)
    with tempfile.TemporaryDirectory() as scratch:
        for batch in read(Export(path, "source", 1, unread=unread), Path(scratch), None, DUTCH):
            selection.add(batch)
    made = selection.chosen()
    made.tallies[1].check()
    return made.tallies[1], set(made.numbers)


def chosen_of(schema: str, rows: build.Rows) -> tuple[Tally, set[str]]:
    """Return the same of a database with these rows."""
    with tempfile.TemporaryDirectory() as folder:
        return chosen(build.database(Path(folder) / "export", schema, rows))
