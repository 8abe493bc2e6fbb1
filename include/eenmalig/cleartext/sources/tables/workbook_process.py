"""Workbooks, read by a library in a process of its own, with limits."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from eenmalig.cleartext.sources.tables import workbook_program
from eenmalig.cleartext.sources.tables.sheets import Sheet, parted
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator

LARGEST_BYTES = 256 * 1024**2
# A cell takes some ninety bytes of memory, and three or more of a packed file. So what may be used
# grows with the file: a small one that claims billions of cells ends soon.
LEAST_MEMORY = 384 * 1024**2
MOST_MEMORY = 1536 * 1024**2
_MEMORY_A_BYTE = 24
_LONGEST_LINE_BYTES = 32 * 1024**2
_FEWEST_SECONDS = 5
_BYTES_A_SECOND = 512 * 1024

_REASONS = {
    workbook_program.PROTECTED: "is protected by a password; ask for an export without one",
    workbook_program.UNSAVED_FORMULA: (
        "holds formulas without an outcome; open it and save it as values"
    ),
}
_DAMAGED = "is damaged, or claims far more cells than an export holds; ask for CSV"


def sheets(path: Path, label: str) -> Iterator[Sheet]:
    """Yield each sheet of a workbook in order, hidden ones too, as rows of text.

    A sheet that is no table, such as a chart, has no rows. Read a sheet's rows before asking for
    the next sheet: what is left of them is gone then.

    Fails when the workbook is protected, damaged, or larger than an export is, and when a
    formula's outcome was never stored (``SOURCE_UNREADABLE``).
    """
    size = path.stat().st_size
    if size > LARGEST_BYTES:
        limit = LARGEST_BYTES // 1024**2
        raise _unreadable(label, f"is larger than {limit} MiB; ask for CSV")
    with _program(path, size) as process:
        lines = _lines(process)
        names: list[str] = next(lines, [])
        for rows, name in zip(parted(lines), names, strict=False):
            yield Sheet(rows, name, lambda: names)
        code = process.wait()
    if code != 0:
        raise _unreadable(label, _REASONS.get(code, _DAMAGED))


def _unreadable(label: str, why: str) -> EenmaligError:
    return EenmaligError(Code.SOURCE_UNREADABLE, f"{label}: {why}")


@contextmanager
def _program(path: Path, size: int) -> Iterator[subprocess.Popen[bytes]]:
    """Run the program on a file it is given open, so that no list of processes names it."""
    seconds = _FEWEST_SECONDS + size // _BYTES_A_SECOND
    memory = min(LEAST_MEMORY + _MEMORY_A_BYTE * size, MOST_MEMORY)
    program = str(Path(workbook_program.__file__))
    command = [sys.executable, "-I", program, str(seconds), str(memory)]
    with path.open("rb") as file:
        process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=file, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    with process:
        try:
            yield process
        finally:
            # Also when nobody wants the rest: it would wait for ever to be read.
            process.kill()


def _lines(process: subprocess.Popen[bytes]) -> Iterator[Any]:
    """Yield what the program writes. A line longer than any export's rows is its end."""
    output = cast("IO[bytes]", process.stdout)
    while line := output.readline(_LONGEST_LINE_BYTES):
        if not line.endswith(b"\n"):
            process.kill()
            return
        yield json.loads(line)
