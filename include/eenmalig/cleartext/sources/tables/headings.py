"""What the headings of a table say about the whole of it: whether its numbers may be texted.

No heading leaves this module, only what it says: people head a column with a name.
"""

from __future__ import annotations

import re
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.encoding import encoding_of, head_text
from eenmalig.cleartext.sources.tables import (
    delimited,
    html_table,
    ods,
    spreadsheet_xml,
    workbook_process,
    xls,
    xlsx,
)
from eenmalig.cleartext.sources.tables.header import HEADER_WITHIN_ROWS
from eenmalig.cleartext.sources.words.labels import holds_long_digits
from eenmalig.domain.counting import Exclusion
from eenmalig.domain.list_words import said_of_list
from eenmalig.errors import EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from eenmalig.domain.list_words import SaidOfList

_SHEETS = {
    **dict.fromkeys((xlsx.NAME, xls.NAME, ods.NAME), workbook_process.sheets),
    html_table.NAME: html_table.sheets,
    spreadsheet_xml.NAME: spreadsheet_xml.sheets,
}
# Any of them: which one parts the cells does not matter to the words in them.
_DELIMITER = re.compile(r"[;,\t|]")
_OF_NUMBERS = re.compile(r"num|tel|mob|gsm|phone|\bnr|\b06|msisdn")


def said_by_headings(path: Path, format: str, label: str) -> SaidOfList | None:  # noqa: A002 - as declared
    """Return what the headings of a table, or the names of its sheets, say of an exclusion list.

    None when they say nothing, when it is no table, and when it cannot be read.
    """
    try:
        head, names = _head(path, format, label)
    except EenmaligError:
        return None
    said = _said(head)
    return said if said and said.sure else _said_by_names(names) or said


def _said_by_names(names: Sequence[str]) -> SaidOfList | None:
    said = [told for told in map(said_of_list, names) if told is not None]
    # Of one sheet among others a person decides.
    return said[0]._replace(sure=said[0].sure and len(names) == 1) if said else None


def _head(path: Path, format: str, label: str) -> tuple[list[Sequence[str]], list[str]]:  # noqa: A002 - as above
    """Return the first rows of a table, or of each sheet, and what the sheets are called."""
    if format == delimited.NAME:
        lines = head_text(path, encoding_of(path) or "utf-8").splitlines()[:HEADER_WITHIN_ROWS]
        return [_DELIMITER.split(line) for line in lines], []
    sheets = _SHEETS.get(format)
    head: list[Sequence[str]] = []
    names: list[str] = []
    for sheet in sheets(path, label) if sheets else ():
        head += _above_values(islice(sheet.rows, HEADER_WITHIN_ROWS))
        names.append(sheet.name)
    return head, names


def _above_values(rows: Iterable[Sequence[str]]) -> Iterable[Sequence[str]]:
    return takewhile(lambda row: not any(map(holds_long_digits, row)), rows)


def _said(head: Iterable[Sequence[str]]) -> SaidOfList | None:
    perhaps = None
    for row in _above_values(head):
        cells = [cell.strip(' "\ufeff') for cell in row if cell.strip(' "\ufeff')]
        said = [(cell, told) for cell in cells if (told := said_of_list(cell)) is not None]
        if not said:
            continue
        of_numbers = {cell for cell in cells if _OF_NUMBERS.search(cell.casefold())}
        if len(cells) == 1 or (of_numbers and of_numbers <= {cell for cell, _ in said}):
            # A title, or every column of numbers says it.
            return said[0][1]
        # A column beside: who somebody is in a list of all, or the date of an entry in such a list.
        beside = [told for _, told in said if told.category is not Exclusion.OWNER]
        perhaps = perhaps or (beside[0]._replace(sure=False) if beside else None)
    return perhaps
