"""A program of its own: a workbook on standard input, its rows as lines of JSON on standard output.

It runs apart because the library holds a whole workbook in memory, and because a workbook of a
few hundred bytes can claim billions of cells: here only this process dies of it. It knows
nothing of the project, is told no file name, and ends with one of the codes below.
"""

from __future__ import annotations

import io
import json
import resource
import sys
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

MEMORY_BYTES = 400 * 1024**2
DAMAGED, PROTECTED = 3, 4
_SHEET = b"[]\n"


def main() -> int:
    """Write ``[]`` before each sheet, hidden ones too, then each row as a list of its cells.

    Whole numbers come without a fraction and dates never as digits alone.
    """
    _limit(resource.RLIMIT_AS, MEMORY_BYTES)
    _limit(resource.RLIMIT_CPU, int(sys.argv[1]))
    # A dump of this process would hold the numbers.
    _limit(resource.RLIMIT_CORE, 0)
    # Only now, so that the limits hold for the library too.
    from python_calamine import CalamineWorkbook, PasswordError  # noqa: PLC0415 - see above

    try:
        _write(CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())))
        sys.stdout.buffer.flush()
    except PasswordError:
        return PROTECTED
    except BaseException:  # noqa: BLE001 - a panic of the library is no Exception; none may pass
        return DAMAGED
    return 0


def _limit(what: int, most: int) -> None:
    # Not every system knows every limit.
    with suppress(ValueError, OSError):
        resource.setrlimit(what, (most, most))


def _write(workbook: CalamineWorkbook) -> None:
    write = sys.stdout.buffer.write
    for index in range(len(workbook.sheet_names)):
        write(_SHEET)
        sheet = workbook.get_sheet_by_index(index)
        # The library leaves out the empty columns before the first that is not, but no rows.
        before = [""] * (sheet.start[1] if sheet.start else 0)
        for row in sheet.iter_rows():
            # A row is never an empty list: that is how a sheet begins.
            cells = before + [_text(cell) for cell in row] or [""]
            write(json.dumps(cells).encode() + b"\n")


def _text(cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, date | datetime | time | timedelta):
        return f"date {cell}"
    return str(cell)


if __name__ == "__main__":
    sys.exit(main())
