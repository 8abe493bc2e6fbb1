"""Number formats: where a cell shows digits that its number does not have, what it shows counts.

``"06-"0`` shows 12345678 as a mobile, ``"+32"0`` makes a Belgian number of a Dutch one, and ten
zeros bring the first one back. The codes are described in ECMA-376, part 1, 18.8.31. Nothing of the
project is used here: the program that reads workbooks runs by itself.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import iterparse
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    import zipfile

# One sign of a number format: a text, a sign that stands for itself, a place for a digit, or else.
_SIGN = re.compile(
    r'"(?P<text>[^"]*)"|\\(?P<sign>.)|(?P<place>[0#?])|[_*].|\[\$(?P<currency>[^\]-]*)[^\]]*\]'
    r"|(?P<plain>[ 1-9()+'-])|(?P<colour>\[[A-Za-z]+\d*\])|(?P<other>[eE][+-]|.)",
    re.DOTALL,
)
# So many places, a zero first, are a telephone number's.
_PLACES_OF_NUMBER = 9
_OF_MOMENTS = "yYmMdDhHsS"
_NUMBER_CELL = re.compile(rb"<((?:\w+:)?)c(\s[^<>]*[^<>/])>(.*?)</\1c>", re.DOTALL)
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>\+?(\d+)(?:\.0*)?</")
_STYLE = re.compile(rb"""\ss\s*=\s*["'](\d+)["']""")
_TYPE = re.compile(rb"""\st\s*=\s*["'](\w*)["']""")
_ODS_FORMAT = re.compile(rb"<number:text>[^<]*[\d+]|number:min-integer-digits=.(?:9|1\d)\D")
_ODS_CELL = re.compile(
    rb'(<table:table-cell\b[^<>]*?office:value-type=")float("[^<>]*?) office:value="(\d+)"'
    rb"([^<>]*[^<>/]>)(.*?)(?=</table:table-cell>)",
    re.DOTALL,
)
_TAG = re.compile(rb"<[^<>]*>")


class Formats:
    """The number formats by which cells show digits that their numbers do not have."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        """Read the styles of a workbook: the formats by the position of their style."""
        self._codes: dict[bytes, str] = {}
        self._open_spreadsheet = False
        for part in archive.namelist():
            name = part.replace("\\", "/").lstrip("/").lower()
            if name == "xl/styles.xml":
                self._read(archive, part)
            elif name in {"content.xml", "styles.xml"} and not self._open_spreadsheet:
                self._open_spreadsheet = _ODS_FORMAT.search(archive.read(part)) is not None

    def _read(self, archive: zipfile.ZipFile, part: str) -> None:
        codes: dict[str | None, str] = {}
        with archive.open(part) as file:
            for _, element in iterparse(file):  # noqa: S314 - this process has limits for that
                if element.tag.endswith("}numFmt"):
                    codes[element.get("numFmtId")] = element.get("formatCode", "")
                if element.tag.endswith("}cellXfs"):
                    of_styles = [codes.get(style.get("numFmtId"), "") for style in element]
                    self._codes = {
                        str(position).encode(): code
                        for position, code in enumerate(of_styles)
                        if shows_more(code)
                    }

    def show_more_in(self, content: bytes) -> bool:
        """Return whether a cell in this piece of a part may show more digits than it has."""
        if self._open_spreadsheet and b"table:table-cell" in content:
            return True
        return bool(self._codes) and any(style in self._codes for style in _STYLE.findall(content))

    def as_shown(self, content: bytes) -> bytes:
        """Return a part in which such cells hold as text what they show."""
        if self._codes:
            content = _NUMBER_CELL.sub(self._shown_cell, content)
        return _ODS_CELL.sub(_shown_open, content) if self._open_spreadsheet else content

    def _shown_cell(self, cell: re.Match[bytes]) -> bytes:
        prefix, attributes, inner = cell.groups()
        style, kind, value = (
            expression.search(text)
            for expression, text in ((_STYLE, attributes), (_TYPE, attributes), (_VALUE, inner))
        )
        code = self._codes.get(style[1]) if style else None
        if code is None or value is None or (kind and kind[1] != b"n"):
            return cell[0]
        text = escape(shown(code, value[1].decode())).encode()
        attributes = _TYPE.sub(b"", attributes)
        return b'<%bc%b t="str"><%bv>%b</%bv></%bc>' % (
            *(prefix, attributes, prefix),
            *(text, prefix, prefix),
        )


def shows_more(code: str) -> bool:
    """Return whether a number format shows digits or a plus that the number itself has not."""
    signs = [(sign.lastgroup, sign[sign.lastgroup]) for sign in _signs(code) if sign.lastgroup]
    if any(kind == "other" and sign in _OF_MOMENTS for kind, sign in signs):
        return False
    beside = "".join(text for kind, text in signs if kind not in {"place", "colour", "other"})
    places = "".join(sign for kind, sign in signs if kind == "place")
    zeros = places.startswith("0") and len(places) >= _PLACES_OF_NUMBER
    return zeros or any(sign.isdecimal() or sign == "+" for sign in beside)


def shown(code: str, digits: str) -> str:
    """Return how a format shows a whole number; its words say so where that is not known."""
    signs = _signs(code)
    if any(sign.lastgroup == "other" for sign in signs):
        return f"{digits} is shown otherwise"
    places = [sign["place"] for sign in signs if sign["place"]]
    digits = digits.lstrip("0")
    more, left = digits[: -len(places) or None], digits[-len(places) :].rjust(len(places))
    if len(digits) <= len(places):
        more = ""
    following = iter(zip(places, left, strict=True))
    text = ""
    for sign in signs:
        if sign["place"]:
            place, digit = next(following)
            text, more = (
                text + more + (("0" if place == "0" else "") if digit == " " else digit),
                "",
            )
        elif sign.lastgroup and sign.lastgroup != "colour":
            text += sign[sign.lastgroup]
    return text


def _signs(code: str) -> list[re.Match[str]]:
    """Return the signs of the first section, which is for numbers above zero."""
    signs = []
    for sign in _SIGN.finditer(code):
        if sign[0] == ";":
            break
        signs.append(sign)
    return signs


def _shown_open(cell: re.Match[bytes]) -> bytes:
    """Return a cell of an open spreadsheet as the text that stands in it, when that has more."""
    begin, attributes, value, end, inner = cell.groups()
    digits = bytes(byte for byte in _TAG.sub(b"", inner) if byte in b"0123456789")
    if digits == value or not digits.endswith(value):
        return cell[0]
    return begin + b"string" + attributes + end + inner
