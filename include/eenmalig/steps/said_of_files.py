"""What a file says of itself: that its numbers may not be texted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.cards import jcard, vcard
from eenmalig.cleartext.sources.tables import delimited, ods, xls, xlsx
from eenmalig.cleartext.sources.tables.headings import said_by_headings
from eenmalig.domain.list_words import said_of_list

if TYPE_CHECKING:
    from pathlib import Path

    from eenmalig.domain.list_words import SaidOfList

# What a list comes in. A report or database that says so is more likely somebody's telephone.
_LISTS = frozenset(each.NAME for each in (delimited, xlsx, xls, ods, vcard, jcard))


def says_list(path: Path, known: str | None, label: str) -> SaidOfList | None:
    """Return what a file says of a list of exclusion: in its name, or else in its headings."""
    by_name = said_of_list(path.stem)
    by_headings = said_by_headings(path, known, label) if known else None
    said = by_headings if by_headings and not (by_name and by_name.sure) else by_name
    return said._replace(sure=said.sure and known in _LISTS) if said else None
