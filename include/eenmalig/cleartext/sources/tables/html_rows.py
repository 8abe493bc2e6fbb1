"""The rows of the tables of a web page: cells over several columns and rows keep their place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.tables.markup_rows import Target

if TYPE_CHECKING:
    from eenmalig.cleartext.sources.tables.markup_rows import Rows

_CELLS = frozenset(("td", "th"))
# What does not end a line.
_INLINE = frozenset(
    """
    a abbr b bdi bdo big cite code em font i ins kbd label mark nobr o:p q s samp small span strike
    strong sub sup time tt u var wbr
    """.split()  # noqa: SIM905 - a list of words is read more easily so
)
# The number itself, where Excel or LibreOffice shows it in another way.
_VALUES = ("x:num", "sdval")
_WIDEST_SPAN, _HIGHEST_SPAN = 1000, 65_534
_LONGEST_TEXT = 1024 * 1024
# No number is shorter, of any country.
_FEWEST_DIGITS = 5


class HtmlRows(Target):
    """Makes rows of the tables of a page."""

    def __init__(self, rows: Rows) -> None:
        """Begin outside every table."""
        super().__init__(rows)
        self._in_table = False
        self._in_row = False
        self._value: str | None = None
        self._span = (1, 1)
        self._text: list[str] = []
        self._length = 0
        # Columns that a cell of a row above takes, and how many rows more.
        self._taken: dict[int, int] = {}
        self._beside: list[str] = []
        self._beside_length = 0

    def start(self, tag: str, attributes: dict[str, str], /) -> None:
        """Take the beginning of an element."""
        if tag == "table":
            if self._in_table:
                raise self.rows.refused("holds tables within tables")
            self._leave_beside()
            self._in_table, self._taken = True, {}
            self.rows.begin_sheet()
        elif tag == "tr" and self._in_table:
            self._in_row = True
            self.rows.begin_row()
        elif tag in _CELLS and self._in_row:
            self._leave_beside()
            self._value = next((attributes[name] for name in _VALUES if name in attributes), "")
            self._span = (
                _span(attributes.get("colspan"), _WIDEST_SPAN),
                _span(attributes.get("rowspan"), _HIGHEST_SPAN),
            )
        elif tag == "input":
            self.data(f" {attributes.get('value', '')} ")
        elif tag not in _INLINE:
            self._add("\n")

    def end(self, tag: str, /) -> None:
        """Take the end of an element."""
        if tag in _CELLS and self._value is not None:
            self._end_cell()
        elif tag == "tr" and self._in_row:
            self._end_row()
        elif tag == "table":
            self._in_table = False
        elif tag not in _INLINE:
            self._add("\n")

    def data(self, text: str, /) -> None:
        """Take a piece of text: where its lines end in the file means nothing."""
        between = " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""
        self._add(" ".join(text.split()).join(between))

    def close(self) -> None:
        """Take the end of the page: what stood beside its tables is one more."""
        self._leave_beside()
        self.rows.begin_sheet()
        for line in self._beside:
            self.rows.begin_row()
            self.rows.add(line)
            self.rows.end_row()

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text)
        if self._length > _LONGEST_TEXT:
            if self._value is not None:
                raise self.rows.refused("has a cell far larger than a real one")
            self._leave_beside()

    def _lines(self) -> list[str]:
        lines = (" ".join(line.split()) for line in "".join(self._text).splitlines())
        self._text, self._length = [], 0
        return [line for line in lines if line]

    def _leave_beside(self) -> None:
        """Keep of what stands beside the tables the lines that may hold a number."""
        lines = [line for line in self._lines() if _digits(line) >= _FEWEST_DIGITS]
        self._beside += lines
        self._beside_length += sum(map(len, lines))
        if self._beside_length > _LONGEST_TEXT:
            raise self.rows.refused("holds most of its numbers beside its tables")

    def _end_cell(self) -> None:
        text = _meant("\n".join(self._lines()), self._value or "")
        self._value = None
        while self.rows.width in self._taken:
            self.rows.leave(1)
        place = self.rows.width
        wide, high = self._span
        self.rows.add(text)
        self.rows.leave(wide - 1)
        if high > 1:
            # One more, because the end of this row counts too.
            self._taken |= dict.fromkeys(range(place, place + wide), high)

    def _end_row(self) -> None:
        self.rows.end_row()
        self._in_row = False
        self.rows.claim(len(self._taken))
        self._taken = {place: left - 1 for place, left in self._taken.items() if left > 1}


def _span(stated: str | None, most: int) -> int:
    text = (stated or "").strip()
    return min(max(int(text), 1), most) if text.isdecimal() and len(text) < 9 else 1  # noqa: PLR2004 - digits of no real span


def _meant(shown: str, value: str) -> str:
    """Return what is shown, unless the value beside it has digits that are not shown."""
    digits = "".join(filter(str.isdecimal, shown))
    return shown if not value.isdecimal() or digits.endswith(value) else value


def _digits(text: str) -> int:
    return sum(map(str.isdecimal, text))
