"""How much more memory ten times as much takes: next to nothing, because all is streamed."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from functools import partial
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.benchmarks import chats, delimited, messengers, ufed
from tests.benchmarks.fresh import drained, measured
from tests.cleartext.sources.builders import databases

from rehearsal import numbers, people

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_TIMES = 10
_FIRST_CALL = 1_700_000_000_000


def figures() -> Iterator[tuple[str, float]]:
    """Yield the MB more at the peak, of a process that reads each format, and the most of them."""
    grown = {name: _grown(write, small) for name, (write, small) in _EXPORTS.items()}
    for name, more in grown.items():
        yield f"rss_growth_mb_10x_{name}", more
    yield "rss_growth_mb_10x", max(grown.values())


def write_calls(path: Path, count: int) -> None:
    """Write a telephone's list of so many calls, as a database."""
    rng = Random()
    databases.database(path, databases.CALLLOG, {})
    rows = (
        (number, _FIRST_CALL + position * 60_000, people.name(rng))
        for position, number in enumerate(islice(numbers.mobiles(rng), count))
    )
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany("INSERT INTO calls (number, date, name) VALUES (?, ?, ?)", rows)


# How to write each export, and how much: bytes, or rows. Ten times that is 50 to 200 MB, a
# million calls, or 600,000 messages of a messenger: these fill the cache of SQLite (8 MB), which a
# tenth of them does not.
_EXPORTS: dict[str, tuple[Callable[[Path, int], object], int]] = {
    "csv": (delimited.write, 7_000_000),
    "ufed": (ufed.write, 20_000_000),
    "sqlite": (write_calls, 100_000),
    "sms_backup": (chats.write_messages, 10_000_000),
    "telegram_export": (chats.write_account, 20_000_000),
    "whatsapp_chat": (chats.write_chat, 5_000_000),
    **{name: (partial(messengers.write, name), 60_000) for name in messengers.MESSENGERS},
}


def _grown(write: Callable[[Path, int], object], small: int) -> float:
    with TemporaryDirectory() as folder:
        peaks = []
        for size in (small, small * _TIMES):
            path = Path(folder) / "export"
            path.unlink(missing_ok=True)
            write(path, size)
            peaks.append(measured(drained, path).peak_mb)
    return peaks[1] - peaks[0]


if __name__ == "__main__":
    for name, figure in figures():
        sys.stdout.write(f"{name}: {figure:.2f}\n")
