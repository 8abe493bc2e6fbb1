"""MSAB XRY: the text export, one file a category (contacts, calls, messages, the device).

Five lines of header, then entities: a title (``Calls # 1``) and lines ``Key: value``, parted by a
blank line. ``From``, ``To`` and ``Participant`` alone on a line say whom the next lines are about.

Tried on exports built with the layout and the keys that Autopsy reads, not on an export of a
known version of XRY.
Described in the source of Autopsy (sleuthkit/autopsy on GitHub, datasourceprocessors/xry); we
know of no schema that MSAB published.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from eenmalig.cleartext.sources.files.encoding import encoding_of, errors_for, head_text
from eenmalig.cleartext.sources.forensic import xry_entity
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import TextIOBase
    from pathlib import Path

    from eenmalig.cleartext.sources.values import Asked, RawValue

NAME = "xry"

_FIRST_LINE = "xry export"
_HEADER_LINES = 5
_CATEGORY = 3
_LONGEST_LINE = 64 * 1024
_MOST_LINES = 100_000
_TITLE = re.compile(r"\S.*#\s*\d+\s*")
_WHAT = "the text export of MSAB XRY"
_ASK = "ask the case team for it once more, as text"


def recognises(path: Path) -> bool:
    """Return whether the first line with text is that of the header."""
    encoding = encoding_of(path)
    if encoding is None:
        return False
    text = head_text(path, encoding).lstrip("\ufeff \t\r\n")
    return text[: len(_FIRST_LINE)].casefold() == _FIRST_LINE


def read(path: Path, asked: Asked) -> Iterator[RawValue]:
    """Yield the numbers of every entity. A column means nothing here.

    Fails when the text is damaged or an entity has no end (``SOURCE_UNREADABLE``).
    """
    encoding = encoding_of(path) or "utf-16"
    category = _category(path, encoding)
    whole = True
    try:
        with path.open(encoding=encoding, errors=errors_for(encoding)) as file:
            entities = _entities(file, category, asked.label)
            for number, (title, lines) in enumerate(entities, start=1):
                yield from xry_entity.values(title, lines, number)
    except UnicodeError:
        # Its words would quote the file, so it may not even be this error's context.
        whole = False
    if not whole:
        raise _unreadable(asked.label, "is damaged or not complete")


def _category(path: Path, encoding: str) -> str:
    """Return what the header says that the file holds, without the heading that this is under."""
    lines = head_text(path, encoding).lstrip("\ufeff \t\r\n").splitlines()
    return lines[_CATEGORY - 1].rpartition("/")[2] if len(lines) >= _CATEGORY else ""


def _entities(file: TextIOBase, category: str, label: str) -> Iterator[tuple[str, list[str]]]:
    """Yield each entity's title, or the file's category where it has none, and its lines.

    A blank line may also stand within a message. So where entities have a number in their title,
    what has none goes on with the message before it, and is passed over.
    """
    numbered: bool | None = None
    for block in _blocks(_lines(file), label):
        titled = _TITLE.fullmatch(block[0]) is not None
        numbered = titled if numbered is None else numbered
        if titled:
            yield block[0], block[1:]
        elif not numbered:
            yield category, block if ":" in block[0] else block[1:]


def _blocks(lines: Iterator[str], label: str) -> Iterator[list[str]]:
    block: list[str] = []
    for line in lines:
        if line.strip():
            block.append(line)
            if len(block) > _MOST_LINES:
                raise _unreadable(label, "holds an entity without an end")
        elif block:
            yield block
            block = []
    if block:
        yield block


def _lines(file: TextIOBase) -> Iterator[str]:
    """Yield the lines below the header, without the rest of what is longer than any field."""
    header: int | None = None
    fresh = True
    while line := file.readline(_LONGEST_LINE):
        if header is None:
            header = 1 if line.strip("\ufeff \t\r\n") else None
        elif header < _HEADER_LINES and not _TITLE.fullmatch(line.rstrip("\r\n")):
            header += 1
        elif fresh:
            header = _HEADER_LINES
            yield line.rstrip("\r\n")
        fresh = line.endswith("\n")


def _unreadable(label: str, why: str) -> EenmaligError:
    return EenmaligError(Code.SOURCE_UNREADABLE, f"{label}: {_WHAT} {why}; {_ASK}")
