"""The rows of a table that stands in a document with tags, as a parser comes by them.

No tree of the document is made, so that its size costs no memory.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

from lxml import etree

from eenmalig.cleartext.sources.files.encoding import encoding_of, errors_for
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# As many as a workbook of Excel may have.
_MOST_COLUMNS = 16_384
_MOST_ROWS = 1_048_576
# Empty rows and cells that a document only counts, or of which one takes the place of many.
_MOST_CLAIMED = 64 * 1024**2
_LONGEST_ROW = 4 * 1024**2
_FAR_MORE = "claims far more cells than an export holds"
_PIECE = 64 * 1024


class Rows:
    """What was come by since it was last taken: lists of rows, an empty one before each sheet.

    Fails when a sheet has more than an export holds (``SOURCE_UNREADABLE``).
    """

    def __init__(self, label: str) -> None:
        """Begin before the first sheet. ``label`` is how a message names the file."""
        self._label = label
        self._lines: list[list[list[str]]] = []
        self._row: list[str] = []
        self._signs = self._number = self._claimed = 0
        # Of the sheets that were begun and not yet asked for.
        self._names: deque[str] = deque()

    @property
    def width(self) -> int:
        """How many cells the row has so far."""
        return len(self._row)

    def begin_sheet(self, name: str = "") -> None:
        """Begin a sheet."""
        self._lines.append([])
        self._names.append(name)
        self._number = 0

    def begin_row(self, number: int | None = None) -> None:
        """Begin a row, at a position from 1 where one is stated: those before it are empty."""
        number = self._number + 1 if number is None else number
        if not self._number < number <= _MOST_ROWS:
            raise self.refused(_FAR_MORE)
        skipped = number - self._number - 1
        if skipped:
            self.claim(skipped)
            nothing: list[list[str]] = [[]]
            self._lines.append(nothing * skipped)
        self._row, self._signs, self._number = [], 0, number

    def add(self, text: str) -> None:
        """Add a cell to the row."""
        self._row.append(text)
        self._signs += len(text)
        if len(self._row) > _MOST_COLUMNS or self._signs > _LONGEST_ROW:
            raise self.refused(_FAR_MORE)

    def leave(self, count: int) -> None:
        """Add so many empty cells, which do not stand there."""
        self.claim(count)
        if not 0 <= count <= _MOST_COLUMNS - len(self._row):
            raise self.refused(_FAR_MORE)
        self._row += [""] * count

    def end_row(self) -> None:
        """End the row."""
        self._lines.append([self._row])

    def claim(self, count: int) -> None:
        """Count rows and cells that do not stand there. Fails when they are far too many."""
        self._claimed += count
        if self._claimed > _MOST_CLAIMED:
            raise self.refused(_FAR_MORE)

    def next_name(self) -> str:
        """Return what the next sheet is called, and forget it."""
        return self._names.popleft()

    def take(self) -> list[list[list[str]]]:
        """Return what was come by, and forget it."""
        lines, self._lines = self._lines, []
        return lines

    def refused(self, why: str) -> EenmaligError:
        """Return the error that says what is wrong with which source."""
        return EenmaligError(
            Code.SOURCE_UNREADABLE, f"{self._label}: {why}; ask for it saved as XLSX, or as CSV"
        )


class Target:
    """Takes what a parser comes by, and makes rows of it; passes over what it has no use for."""

    def __init__(self, rows: Rows) -> None:
        """Begin outside every sheet."""
        self.rows = rows

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        """Take the beginning of an element."""

    def end(self, tag: str, /) -> None:
        """Take the end of an element."""

    def data(self, text: str, /) -> None:
        """Take a piece of text."""

    def comment(self, text: str, /) -> None:
        """Take a comment."""

    def pi(self, target: str, data: str, /) -> None:
        """Take an instruction to a program."""

    def start_ns(self, prefix: str, uri: str, /) -> None:
        """Take the beginning of a namespace."""

    def end_ns(self, prefix: str, /) -> None:
        """Take the end of a namespace."""

    def doctype(self, root: str | None, public: str | None, system: str | None, /) -> None:
        """Take the document's type."""

    def close(self) -> None:
        """Take the end of the document."""


class Parser(Protocol):
    """A parser that was given a target."""

    def feed(self, data: bytes, /) -> None:
        """Take a piece of the document."""

    def close(self) -> object:
        """Take the end of the document."""


def lines(path: Path, parser: Parser, target: Target) -> Iterator[list[list[str]]]:
    """Yield lists of rows as the target comes by them, an empty one before each sheet.

    Fails when the document is damaged (``SOURCE_UNREADABLE``), and as the target does.
    """
    encoding = encoding_of(path) or "utf-8"
    whole = True
    with path.open(encoding=encoding, errors=errors_for(encoding)) as file:
        try:
            while text := file.read(_PIECE):
                # The encoding is known, whatever the document says of it.
                parser.feed(text.encode("utf-8", "replace"))
                yield from target.rows.take()
            parser.close()
        except (etree.LxmlError, UnicodeError):
            # Their words quote the document.
            whole = False
    if not whole:
        raise target.rows.refused("is damaged or not complete")
    yield from target.rows.take()
