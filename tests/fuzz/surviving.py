"""Reading one hostile export as a campaign does, and what must hold whatever is in it."""

from __future__ import annotations

import resource
import signal
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from tests.fuzz.database_exports import AND_ITS_WAL
from tests.fuzz.exports import NAMES

from eenmalig.cleartext.sources import read
from eenmalig.errors import EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a reader did not survive: each file is a test from then on.
FOUND = Path(__file__).parent / "found"
LONGEST_SECONDS = 10
MOST_MEMORY_BYTES = 500 * 1024**2


class TooSlowError(BaseException):
    """Reading went on for too long. No ``Exception``: a reader must not take it for damage."""


class TooLargeError(BaseException):
    """Too much memory was held. No ``Exception``: what is changed next would be blamed for it.

    A process never forgets its peak, so an input made smaller would seem to fail too.
    """


def read_hostile(content: bytes, name: str, folder: Path) -> int | None:
    """Return how many values the reader of this name gives, or None when it refused.

    Whatever else it raises goes on: an error of another family, too long a run, a text that
    cannot be stored, a message that quotes the export.
    """
    path = folder / "export"
    whole, marked, wal = content.partition(AND_ITS_WAL)
    path.write_bytes(whole)
    beside = path.with_name("export-wal")
    beside.unlink(missing_ok=True)
    if marked:
        beside.write_bytes(wal)
    count, refused = 0, ""
    try:
        with _in_time():
            for value in read(path, position=1, column=None, format=name, scratch=folder):
                f"{value.text}{value.label}".encode()
                count += 1
    except EenmaligError as error:
        refused = str(error)
    assert not any(each in refused for each in NAMES)
    return None if refused else count


def check_memory() -> None:
    """Fail when this process, or one that it started, has held too much since it began.

    Raises ``TooLargeError``, so that the input that did it is the one that is kept.
    """
    unit = 1 if sys.platform == "darwin" else 1024
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    peak = unit * max(resource.getrusage(each).ru_maxrss for each in kinds)
    if peak >= MOST_MEMORY_BYTES:
        raise TooLargeError(f"{peak // 1024**2} MiB")


@contextmanager
def _in_time() -> Iterator[None]:
    def too_slow(*_: object) -> NoReturn:
        raise TooSlowError

    before = signal.signal(signal.SIGALRM, too_slow)
    signal.alarm(LONGEST_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
