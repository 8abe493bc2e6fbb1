"""Tables of a web page (HTML), which many web applications name ``.xls``.

Tried on pages built as such applications write them, and as Excel and LibreOffice save them, not
on those of a known version.
Described in the HTML standard (html.spec.whatwg.org), 4.9; what Excel writes beside a cell
(``x:num``) in Microsoft's reference to HTML and XML of Office 2000.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from eenmalig.cleartext.sources.files.encoding import begun_text
from eenmalig.cleartext.sources.tables.html_rows import HtmlRows
from eenmalig.cleartext.sources.tables.markup_rows import Rows, lines
from eenmalig.cleartext.sources.tables.sheets import Sheet, numbers_in_sheets, parted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "html"

_BEGIN = re.compile(
    r"[\ufeff\s]*+(?:<\?xml[^<>]*>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+"
    r"<(?:!doctype\s+html|html|head|meta|title|style|body|div|table|tr|center|font)\b",
    re.IGNORECASE | re.DOTALL,
)


def recognises(path: Path) -> bool:
    """Return whether this is text that begins as a web page, or as a part of one."""
    return _BEGIN.match(begun_text(path) or "") is not None


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the cells of the columns with numbers, table by table, as of the sheets of a workbook.

    What stands beside the tables is one more table, after all others, whose lines are its rows: so
    a number there is refused or, of a list, read.

    Fails as ``numbers_in_sheets`` does (``SOURCE_COLUMN``), and when tables stand within tables or
    a table claims far more than an export holds (``SOURCE_UNREADABLE``).
    """
    yield from numbers_in_sheets(sheets(path, asked.label), asked)


def sheets(path: Path, label: str) -> Iterator[Sheet]:
    """Yield each table in order, then what stands beside them, as rows of text.

    Read a table's rows before asking for the next: what is left of them is gone then. Fails as
    ``read`` does where a page is no page.
    """
    target = HtmlRows(Rows(label))
    parser = etree.HTMLParser(
        target=target, encoding="utf-8", no_network=True, remove_comments=True, huge_tree=False
    )
    yield from map(Sheet, parted(lines(path, parser, target)))
