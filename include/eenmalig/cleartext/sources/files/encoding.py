"""Finding out how a text file was encoded. The digits are the same in all; headers are not."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD_BYTES = 64 * 1024
_CHUNK_BYTES = 1024 * 1024
_ZEROS = re.compile(rb"\0+")
_TEXT_BYTES_A_RUN = 8

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters that occur in text: tab, line feeds, form feed, DOS's end of file.
_TEXT_CONTROLS = frozenset(b"\t\n\v\f\r\x1a")
# 0xA0 counts for neither: it is a letter in DOS, but between digits it is Windows' hard space.
# The accented letters of western Europe in DOS's code page, and those of Windows'.
_LETTERS_CP850 = frozenset(range(0x80, 0x9B)) | frozenset(range(0xA1, 0xA6))
_LETTERS_CP1252 = frozenset(range(0xC0, 0x100))


def encoding_of(path: Path, *, zeros: bool = False) -> str | None:
    """Return the encoding of a text file as Python names it, or None when this is no text.

    With ``zeros``, text with a few runs of zero bytes is text that was damaged.
    Cp850 and cp1252 are told apart by which of the two has more letters in the bytes seen.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if 0 in head:
        wide = _unmarked_utf16(head)
        if wide is not None or not zeros:
            return wide
        # What was damaged, or never written, is a run of them. Elsewhere they are another format.
        runs = len(_ZEROS.findall(head))
        head = head.replace(b"\0", b"")
        if runs * _TEXT_BYTES_A_RUN > len(head):
            return None
    if any(byte < ord(" ") and byte not in _TEXT_CONTROLS for byte in set(head)):
        return None
    return "utf-8" if _is_utf8(path) else _code_page(path)


def errors_for(encoding: str) -> str:
    """Return how to treat bytes that do not decode: damage in Unicode, a gap in a code page."""
    return "strict" if encoding.startswith("utf") else "replace"


def head_text(path: Path, encoding: str) -> str:
    """Return the beginning of the file as text, cut in the middle of a character if need be."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return codecs.getincrementaldecoder(encoding)(errors="replace").decode(head)


def _unmarked_utf16(head: bytes) -> str | None:
    even, odd = head[0::2].count(0), head[1::2].count(0)
    quarter = len(head) // 4
    if odd >= quarter and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even >= quarter and odd == 0 else None


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK_BYTES):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _code_page(path: Path) -> str:
    dos = windows = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            high = [byte for byte in chunk if byte >= min(_LETTERS_CP850)]
            dos += sum(byte in _LETTERS_CP850 for byte in high)
            windows += sum(byte in _LETTERS_CP1252 for byte in high)
    return "cp850" if dos > windows else "cp1252"
