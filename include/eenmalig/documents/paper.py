"""A plain A4 document: headings, facts, tables, and a banner and footer on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace
from fpdf.prefs import ViewerPreferences

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

_INK = (27, 36, 48)
_SOFT = (86, 96, 110)
_LINE = (217, 221, 229)
_RED = (165, 42, 42)
_MARGIN = 20.0
_LABEL = 46.0
_LINE_HEIGHT = 5.4
# The core fonts of PDF hold Latin-1 only; these are the signs outside it that our words use,
# and those that a text editor puts into people's own words.
_SPELLED = str.maketrans(
    {
        "\u2265": ">=",
        "\u20ac": "EUR",
        "\u2026": "...",
        "\u2013": "-",
        "\u2014": "-",
        "\u2018": "'",
        "\u2019": "'",
        "\u201a": "'",
        "\u2022": "-",
        **dict.fromkeys(("\u201c", "\u201d", "\u201e"), '"'),
    }
)


class Paper:
    """One document under construction, written from top to bottom."""

    def __init__(
        self, *, title: str, language: str, dated: datetime, banner: str | None, footer: str
    ) -> None:
        self._pdf = _Page(banner, footer)
        self._pdf.set_creation_date(dated)
        self._pdf.set_title(title)
        self._pdf.set_lang(language)
        self._pdf.viewer_preferences = ViewerPreferences(display_doc_title=True)
        self._pdf.add_page()

    def as_bytes(self) -> bytes:
        """Return the finished PDF."""
        return bytes(self._pdf.output())

    def title(self, text: str, subtitle: str) -> None:
        """Write the document's title and what it is about."""
        self._write(text, size=20, bold=True, height=9)
        self._write(subtitle, size=11, colour=_SOFT)
        self._pdf.ln(3)

    def heading(self, text: str) -> None:
        """Write a heading, kept together with what follows."""
        room_for_a_heading_and_its_first_lines = 38
        if self._pdf.will_page_break(room_for_a_heading_and_its_first_lines):
            self._pdf.add_page()
        self._pdf.ln(3)
        self._write(text, size=12.5, bold=True, height=7)
        self._pdf.set_draw_color(*_INK)
        self._pdf.line(_MARGIN, self._pdf.get_y(), self._pdf.w - _MARGIN, self._pdf.get_y())
        self._pdf.ln(1.8)

    def paragraph(self, text: str, *, bold: bool = False) -> None:
        """Write running text."""
        self._write(text, bold=bold, colour=_RED if bold else _INK)
        self._pdf.ln(1.4)

    def fixed(self, text: str) -> None:
        """Write a fingerprint in a fixed-width face."""
        self._pdf.set_font("Courier", size=9.5)
        self._pdf.set_text_color(*_INK)
        self._pdf.multi_cell(
            0, _LINE_HEIGHT, _latin(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        self._pdf.ln(1.4)

    def facts(self, rows: Sequence[tuple[str, str]]) -> None:
        """Write labels with their values."""
        for label, value in rows:
            self._pdf.set_font("Helvetica", size=10)
            self._pdf.set_text_color(*_SOFT)
            self._pdf.cell(_LABEL, _LINE_HEIGHT, _latin(label))
            self._write(value)
            self._pdf.ln(0.6)

    def table(
        self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: tuple[int, ...]
    ) -> None:
        """Write a table; its head is repeated on each page, no row is split."""
        self._pdf.set_font("Helvetica", size=9)
        self._pdf.set_text_color(*_INK)
        self._pdf.set_draw_color(*_LINE)
        with self._pdf.table(
            [[_latin(cell) for cell in row] for row in (head, *rows)],
            borders_layout="HORIZONTAL_LINES",
            col_widths=widths,
            headings_style=FontFace(emphasis="BOLD", color=_SOFT),
            line_height=4.6,
            padding=(1.0, 2.0, 1.0, 0),
            text_align="LEFT",
            v_align="TOP",
        ):
            pass
        self._pdf.ln(1.4)

    def _write(
        self,
        text: str,
        *,
        size: float = 10,
        bold: bool = False,
        height: float = _LINE_HEIGHT,
        colour: tuple[int, int, int] = _INK,
    ) -> None:
        self._pdf.set_font("Helvetica", style="B" if bold else "", size=size)
        self._pdf.set_text_color(*colour)
        self._pdf.multi_cell(
            0, height, _latin(text), align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )


class _Page(FPDF):
    """Each page says whether it is a rehearsal, and which page of how many it is."""

    def __init__(self, banner: str | None, footer: str) -> None:
        super().__init__(format="A4")
        self._banner = banner
        self._footer = footer
        self.set_compression(compress=False)
        self.set_margins(_MARGIN, 24 if banner else _MARGIN)
        self.set_auto_page_break(auto=True, margin=_MARGIN)
        self.alias_nb_pages("{pages}")

    def header(self) -> None:
        """Write the banner across the top."""
        if self._banner is None:
            return
        self.set_fill_color(*_RED)
        self.set_text_color(255, 255, 255)
        self.set_font("Helvetica", style="B", size=12)
        self.set_xy(0, 0)
        self.cell(self.w, 12, _latin(self._banner), align="C", fill=True)
        self.set_xy(self.l_margin, self.t_margin)

    def footer(self) -> None:
        """Write the page's number at the bottom."""
        self.set_y(-14)
        self.set_font("Helvetica", size=8)
        self.set_text_color(*_SOFT)
        self.cell(0, 5, _latin(self._footer.replace("{page}", str(self.page_no()))), align="L")


def _latin(text: str) -> str:
    return text.translate(_SPELLED).encode("latin-1", "replace").decode("latin-1")
