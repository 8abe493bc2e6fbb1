"""The lines of a text, read in pieces: as ``readline`` gives them, at a fraction of its cost."""

from __future__ import annotations

import io
import re
from itertools import chain
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_LINE = 4 * 1024 * 1024
# Stands for bytes that are lost, as where a text does not decode: no number with it is read.
DAMAGED = "\ufffd"
_PIECE = 64 * 1024
_ZEROS = re.compile("\0+")


def lines(file: io.TextIOBase, label: str) -> Iterator[str]:
    """Return the lines of a file that was opened with ``newline=""``, with their ends.

    A run of zeros is damage, and becomes one sign that says so.

    Fails at one that is longer than a table's, before it is held whole (``SOURCE_UNREADABLE``).
    """
    return chain.from_iterable(_pieces(file, label))


def _pieces(file: io.TextIOBase, label: str) -> Iterator[io.StringIO]:
    """Yield pieces of whole lines. Only the first line of a piece can be longer than a piece."""
    begun: list[str] = []
    length, is_damaged = 0, False
    while text := file.read(_PIECE):
        # A run of zeros may go on from the piece before.
        was_damaged, is_damaged = is_damaged, text.endswith("\0")
        if "\0" in text:
            text = _ZEROS.sub(DAMAGED, text.lstrip("\0") if was_damaged else text)
        end = _end_in(text)
        if end:
            piece = io.StringIO("".join((*begun, text[:end])), newline="")
            _refuse_longer(len(piece.readline()), label)
            piece.seek(0)
            yield piece
            begun, length = [], 0
        begun.append(text[end:])
        length += len(text) - end
        _refuse_longer(length, label)
    if length:
        yield io.StringIO("".join(begun), newline="")


def _end_in(text: str) -> int:
    """Return where the last whole line ends. A carriage return at the end may get its line feed."""
    return max(text.rfind("\n"), text.rfind("\r", 0, -1)) + 1


def _refuse_longer(length: int, label: str) -> None:
    if length >= LONGEST_LINE:
        why = f"{label}: a line is longer than {LONGEST_LINE // 1024**2} million signs"
        raise EenmaligError(Code.SOURCE_UNREADABLE, why)
