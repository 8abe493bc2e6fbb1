"""Tables as text: CSV and TSV, with the delimiter, the encoding and the header found.

Tried on tables built with each delimiter below, in UTF-8, UTF-16, cp1252 and cp850, not on
exports of a known version of a program.
Described in RFC 4180, which programs follow loosely; the line ``sep=`` is a habit of Excel's.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.encoding import (
    begun_text,
    encoding_of,
    errors_for,
    head_text,
)
from eenmalig.cleartext.sources.files.text_lines import lines
from eenmalig.cleartext.sources.tables.header import HEADER_WITHIN_ROWS, find_header
from eenmalig.cleartext.sources.tables.table import values
from eenmalig.cleartext.sources.words.mobiles import holds_mobile
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from eenmalig.cleartext.sources.tables.columns import Header
    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "csv"

_DELIMITERS = (";", ",", "\t", "|")
# Stands in no text, so that a table of one column is never parted.
_NO_DELIMITER = "\x1f"
_LARGEST_CELL = 1024 * 1024
_ROWS_AT_ONCE = 100
_STATED = re.compile(r"sep=(.)\s*", re.IGNORECASE)
_OTHER_FORMATS = re.compile(r'[\ufeff\s]*(?:<|\{|%PDF|BEGIN:VCARD|SQLite format 3|\[\s*[\[{"])')


def recognises(path: Path) -> bool:
    """Return whether this is text that is no other known format."""
    begun = begun_text(path, zeros=True)
    return begun is not None and _OTHER_FORMATS.match(begun) is None


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the cells of the columns with numbers; with ``every_cell``, every number.

    Fails when no column is known to hold numbers, or one that is not read does
    (``SOURCE_COLUMN``), and when quotes do not close, or close around other rows
    (``SOURCE_UNREADABLE``): these would be swallowed.
    """
    label, columns = asked.label, asked.columns
    encoding = encoding_of(path, zeros=True) or "utf-8"
    delimiter = _delimiter(head_text(path, encoding), columns)
    with path.open(encoding=encoding, errors=errors_for(encoding), newline="") as file:
        head = list(islice(_rows(file, delimiter, label), HEADER_WITHIN_ROWS))
        header = find_header(head, columns)
        if not head:
            return
        lacking = header is None or not header.stated.issuperset(columns)
        if lacking and (columns or not asked.every_cell):
            raise EenmaligError(Code.SOURCE_COLUMN, _unknown_column(label, columns))
        file.seek(0)
        looked_at = None if asked.every_cell else header
        yield from values(_rows(file, delimiter, label, looked_at), header, asked)


def _unknown_column(label: str, columns: Sequence[str]) -> str:
    if not columns:
        return f"{label}: no header is known; a table without one needs the column's position"
    one = "the column" if len(columns) == 1 else "one of the columns"
    return f"{label}: {one} stated in handover.yaml is not there"


def _rows(
    file: io.TextIOBase, delimiter: str, label: str, header: Header | None = None
) -> Iterator[list[str]]:
    """Yield the rows. With a ``header``, fail at a cell beside its columns that holds others."""
    return chain.from_iterable(_batches(file, delimiter, label, header))


def _batches(
    file: io.TextIOBase, delimiter: str, label: str, header: Header | None
) -> Iterator[list[list[str]]]:
    csv.field_size_limit(_LARGEST_CELL)
    rows = csv.reader(lines(file, label), delimiter=delimiter, strict=True)
    first, lines_before, damaged = 1, 0, False
    while not damaged:
        batch: list[list[str]] = []
        try:
            batch.extend(islice(rows, _ROWS_AT_ONCE))
        except csv.Error:
            # The rows before it are in the batch.
            damaged = True
        if not batch:
            break
        if first == 1 and _STATED.fullmatch(delimiter.join(batch[0])):
            batch[0] = []
        # Most batches end here: rows of one line each hold no other rows.
        if header is not None and rows.line_num - lines_before > len(batch):
            yield from _unswallowed(batch, first, delimiter, label, header)
        else:
            yield batch
        first, lines_before = first + len(batch), rows.line_num
    if damaged:
        raise EenmaligError(
            Code.SOURCE_UNREADABLE, f"{label}: the quotes do not close, near line {rows.line_num}"
        )


def _unswallowed(
    batch: list[list[str]], first: int, delimiter: str, label: str, header: Header
) -> Iterator[list[list[str]]]:
    """Yield the rows; fail at a cell beside the columns read that holds rows of its own."""
    read = {column.place for column in header.columns}
    for number, row in enumerate(batch, start=first):
        # Looking at each cell of each row would be slow.
        beside = enumerate(row) if "\n" in "".join(row) else ()
        if any(_holds_rows(cell, delimiter) for place, cell in beside if place not in read):
            raise EenmaligError(
                Code.SOURCE_UNREADABLE, f"{label}: quotes close around other rows, in row {number}"
            )
        yield [row]


def _holds_rows(cell: str, delimiter: str) -> bool:
    return "\n" in cell and any(
        delimiter in line and holds_mobile(line) for line in cell.splitlines()
    )


def _delimiter(text: str, columns: Sequence[str]) -> str:
    """Return what parts the cells: stated, or under which a header is known, or most regular."""
    lines = text.lstrip("\ufeff").splitlines()
    stated = _STATED.fullmatch(lines[0]) if lines else None
    if stated:
        return stated[1]
    return max((_NO_DELIMITER, *_DELIMITERS), key=lambda delimiter: _fit(text, delimiter, columns))


def _fit(text: str, delimiter: str, columns: Sequence[str]) -> tuple[int, int, int]:
    """Return how well a delimiter fits: a known header, rows of the usual width, that width.

    Where several columns are stated, the first is how many of them are there.

    One column is no regularity, so it wins only by a header that is the whole line.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [row for row in islice(reader, HEADER_WITHIN_ROWS * 2) if row]
    except csv.Error:
        return 0, 0, 0
    width, regular = max(
        Counter(map(len, rows)).items(), key=lambda pair: pair[::-1], default=(0, 0)
    )
    header = find_header(rows, columns)
    wide = 1 if delimiter == _NO_DELIMITER else 2
    known = max(1, len(header.stated)) if header is not None and header.width >= wide else 0
    return known, regular if width > 1 else 0, width if width > 1 else 0
