"""Headings between the rows of a table: below ``Geheimhouders`` nobody is texted.

A heading is a row with one text and no number. What it says holds until a heading says that
customers follow: a row of which only the name is known ends nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.words.labels import holds_long_digits
from eenmalig.domain.list_words import NOT_TEXTED, heads_customers, heads_list, is_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from eenmalig.cleartext.sources.tables.columns import Header

    Rows = Sequence[Sequence[str]]


class Blocks:
    """The blocks of one table, as its rows are read in order."""

    def __init__(self, header: Header) -> None:
        """Begin above the header: a title there is about all."""
        self._plain = self._now = header
        self._place = next((each.place for each in header.columns if not each.owner), 0)

    def above(self, row: Sequence[str]) -> None:
        """Look at a row above the values: one that names whom the case is about heads no list."""
        if not any(map(is_title, row)):
            self._turn(row)

    def parts(self, rows: Rows) -> Iterator[tuple[Rows, Header]]:
        """Yield these rows in parts, each with the header that tells what is said of it."""
        begin = 0
        for place in self._perhaps(rows):
            before = self._now
            self._turn(rows[place])
            if self._now is not before and place > begin:
                yield rows[begin:place], before
                begin = place
        yield rows[begin:], self._now

    def _perhaps(self, rows: Rows) -> Sequence[int]:
        """Return the places of rows without a number where the first of them stands."""
        cells = [row[self._place] if self._place < len(row) else "" for row in rows]
        # Most rows end here.
        if all(map(str.strip, cells)) and _has_no_letter("".join(cells)):
            return ()
        return [place for place, cell in enumerate(cells) if not holds_long_digits(cell)]

    def _turn(self, row: Sequence[str]) -> None:
        texts = {cell.strip() for cell in row if cell.strip()}
        if len(texts) != 1 or holds_long_digits(text := texts.pop()):
            return
        if heads_list(text):
            self._now = self._plain.below(NOT_TEXTED)
        elif heads_customers(text):
            self._now = self._plain


def _has_no_letter(text: str) -> bool:
    return text.upper() == text.lower()
