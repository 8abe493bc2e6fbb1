"""Tables as text, read line by line and row by row: the slow and plain way, to compare with."""

from __future__ import annotations

import csv
import re
from itertools import islice
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.encoding import encoding_of, errors_for, head_text
from eenmalig.cleartext.sources.tables import delimited, table
from eenmalig.cleartext.sources.tables.header import HEADER_WITHIN_ROWS, find_header
from eenmalig.cleartext.sources.words.mobiles import holds_mobile
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import TextIOWrapper
    from pathlib import Path

    from eenmalig.cleartext.sources import RawValue
    from eenmalig.cleartext.sources.values import Asked


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield what ``delimited.read`` yields, and fail where it fails.

    Make ``table._WIDEST`` -1 first, so that no columns are read at once.
    """
    encoding = encoding_of(path, zeros=True) or "utf-8"
    delimiter = delimited._delimiter(  # noqa: SLF001 - what parts the cells is no matter here
        head_text(path, encoding), asked.columns
    )
    with path.open(encoding=encoding, errors=errors_for(encoding), newline="") as file:
        head = list(islice(_rows(file, delimiter, asked.label), HEADER_WITHIN_ROWS))
        header = find_header(head, asked.columns)
        if not head:
            return
        if header is None or not header.stated.issuperset(asked.columns):
            why = delimited._unknown_column(asked.label, asked.columns)  # noqa: SLF001 - as above
            raise EenmaligError(Code.SOURCE_COLUMN, why)
        file.seek(0)
        places = {column.place for column in header.columns}
        rows = _unswallowed(_rows(file, delimiter, asked.label), places, delimiter, asked.label)
        yield from table.values(rows, header, asked)


def _rows(file: TextIOWrapper, delimiter: str, label: str) -> Iterator[list[str]]:
    csv.field_size_limit(1024 * 1024)
    # A run of zeros is damage.
    lines = (re.sub("\0+", "\ufffd", line) for line in iter(file.readline, ""))
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    try:
        for number, row in enumerate(rows, start=1):
            is_statement = number == 1 and delimiter.join(row).strip().lower() == f"sep={delimiter}"
            yield [] if is_statement else row
    except csv.Error:
        why = f"{label}: the quotes do not close, near line {rows.line_num}"
        raise EenmaligError(Code.SOURCE_UNREADABLE, why) from None


def _unswallowed(
    rows: Iterator[list[str]], read: set[int], delimiter: str, label: str
) -> Iterator[list[str]]:
    for number, row in enumerate(rows, start=1):
        for place, cell in enumerate(row):
            lines = cell.splitlines() if "\n" in cell and place not in read else []
            if any(delimiter in line and holds_mobile(line) for line in lines):
                why = f"{label}: quotes close around other rows, in row {number}"
                raise EenmaligError(Code.SOURCE_UNREADABLE, why)
        yield row
