"""Workbooks of Excel 97 to 2003: records (BIFF8) in a stream of a compound file.

After Microsoft's published specifications MS-XLS and MS-CFB. A cell's text stands in one shared
table; a number is a float; a date is a number whose style has a date format.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BOF, _EOF, _FILEPASS, _XF, _SHEET = 0x0809, 0x000A, 0x002F, 0x00E0, 0x0085
_FORMAT = 0x041E
_TEXTS, _TEXT_CELL, _NUMBER_CELL = 0x00FC, 0x00FD, 0x0203
_SECTOR = 512
_SMALLEST_STREAM = 4096
XOR, RC4 = 0, 1
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
HIDDEN, VERY_HIDDEN = 1, 2


class Date(NamedTuple):
    """A number shown as a date: days since the last day of 1899."""

    days: float


Cell = str | float | Date | None


def xls(
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    *,
    hidden: Mapping[str, int] | None = None,
    encryption: int | None = None,
    code: str = "General",
) -> bytes:
    """Return a workbook with these sheets; ``hidden`` gives the state of those not shown.

    ``encryption`` only says that the rest is encrypted; ``code`` is a number format of its own.
    """
    states = hidden or {}
    texts = _texts(sheets)
    bodies = [_sheet(rows, texts) for rows in sheets.values()]
    names = list(sheets)
    formats = _record(_FORMAT, struct.pack("<HHB", 164, len(code), 1) + code.encode("utf-16-le"))
    password = b"" if encryption is None else _record(_FILEPASS, struct.pack("<H52x", encryption))
    head = password + formats
    before = _globals(names, states, [0] * len(names), texts, head)
    places, at = [], len(before)
    for body in bodies:
        places.append(at)
        at += len(body)
    return compound("Workbook", _globals(names, states, places, texts, head) + b"".join(bodies))


def compound(name: str, stream: bytes) -> bytes:
    """Return a compound file with one stream."""
    stream = stream.ljust(max(_SMALLEST_STREAM, -(-len(stream) // _SECTOR) * _SECTOR), b"\0")
    count = len(stream) // _SECTOR
    tables = 1
    while tables * 128 < tables + 1 + count:
        tables += 1
    chain = [_TABLE] * tables + [_END] + [tables + 2 + each for each in range(count - 1)] + [_END]
    chain += [_FREE] * (tables * 128 - len(chain))
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        *(0x3E, 3, 0xFFFE, 9, 6),
        *(0, tables, tables, 0, _SMALLEST_STREAM, _END, 0, _END, 0, 0),
    )
    header += struct.pack("<108I", *(*range(1, tables), *[_FREE] * (109 - tables)))
    entries = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, tables + 1, len(stream))
    directory = entries.ljust(_SECTOR, b"\0")
    return header + struct.pack(f"<{len(chain)}I", *chain) + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    held = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII36xIII", held, len(held), kind, 1, _FREE, _FREE, child, start, size, 0
    )


def _globals(
    names: Sequence[str],
    states: Mapping[str, int],
    places: Sequence[int],
    texts: Sequence[str],
    head: bytes,
) -> bytes:
    shared = struct.pack("<II", len(texts), len(texts))
    for text in texts:
        shared += struct.pack("<HB", len(text), 1) + text.encode("utf-16-le")
    sheets = b"".join(
        _record(
            _SHEET,
            struct.pack("<IBBBB", place, states.get(name, 0), 0, len(name), 1)
            + name.encode("utf-16-le"),
        )
        for name, place in zip(names, places, strict=True)
    )
    styles = _style(0) + _style(14)
    return _begin(5) + head + styles + sheets + _record(_TEXTS, shared) + _record(_EOF, b"")


def _sheet(rows: Sequence[Sequence[Cell]], texts: Sequence[str]) -> bytes:
    cells = b""
    for row, line in enumerate(rows):
        for column, cell in enumerate(line):
            if isinstance(cell, str):
                cells += _record(
                    _TEXT_CELL, struct.pack("<HHHI", row, column, 0, texts.index(cell))
                )
            elif isinstance(cell, Date):
                cells += _record(_NUMBER_CELL, struct.pack("<HHHd", row, column, 1, cell.days))
            elif cell is not None:
                cells += _record(_NUMBER_CELL, struct.pack("<HHHd", row, column, 0, cell))
    return _begin(0x10) + cells + _record(_EOF, b"")


def _begin(kind: int) -> bytes:
    return _record(_BOF, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 0x0600))


def _style(number_format: int) -> bytes:
    return _record(_XF, struct.pack("<HH16x", 0, number_format))


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _texts(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> list[str]:
    cells = [cell for rows in sheets.values() for row in rows for cell in row]
    return sorted({cell for cell in cells if isinstance(cell, str)})
