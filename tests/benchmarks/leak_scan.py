"""Searching logs and a database for ten thousand numbers: against one pattern over the same bytes.

The pattern finds spellings in plain text and nothing else; ours also opens what is encoded or
packed, and knows digests.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
import uuid
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from tests.benchmarks.fresh import measured

from eenmalig.cleartext.leak_scan import LeakScan
from rehearsal.numbers import mobiles

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBERS = 10_000
BYTES = 40_000_000
_TIMES = 4
# So that a gigabyte takes no more than a minute on the slower machines too.
_LEAST = 1.0
_SEED = 5
_SPELLED = re.compile(rb"(?<![0-9])(?:\(?\+?\(?[0-9][ .()/\\\-\xa0\xc2_]{0,3}){8,18}")
_PLANTED = 100


def figures() -> Iterator[tuple[str, float]]:
    """Yield MB a second, how many times as fast as the pattern, and the MB more for more bytes."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, BYTES)
        size = sum(path.stat().st_size for path in folder.iterdir())
        ours, plain = measured(searched, folder), measured(searched_plainly, folder)
        # The pattern also takes parts of moments for numbers.
        assert plain.found >= ours.found == _PLANTED
        yield "leak_scan_mb_per_s", size / 1e6 / ours.seconds
        ratio = plain.seconds / ours.seconds
        yield "leak_scan_vs_one_pattern", ratio
        write(folder, _TIMES * BYTES)
        more = measured(searched, folder)
        yield f"leak_scan_rss_growth_mb_{_TIMES}x", more.peak_mb - ours.peak_mb
        assert ratio >= _LEAST


def numbers() -> list[str]:
    """Return the numbers that are searched for."""
    return list(islice(mobiles(Random(_SEED)), NUMBERS))


def searched(folder: Path) -> int:
    """Search a folder in our way; return how many numbers were found."""
    return sum(LeakScan(numbers()).search([folder]).found.values())


def searched_plainly(folder: Path) -> int:
    """Search a folder's files with one pattern, each file as a whole."""
    wanted = {form for number in numbers() for form in (number[1:].encode(), number[3:].encode())}
    wanted |= {b"0" + form for form in wanted if len(form) == len("612345678")}
    found = 0
    for path in folder.iterdir():
        for match in _SPELLED.finditer(path.read_bytes()):
            found += bool(wanted & set(_joined(re.findall(rb"[0-9]+", match.group()))))
    return found


def _joined(groups: list[bytes]) -> Iterator[bytes]:
    for first in range(len(groups)):
        joined = b""
        for group in groups[first:]:
            joined += group
            yield joined


def write(folder: Path, size: int) -> None:
    """Write so many bytes of logs, and as many of a database, with some numbers in the logs."""
    rng = Random(_SEED)
    moments = lines(rng)
    with (folder / "task.log").open("w", encoding="utf-8") as log:
        for number in numbers()[:_PLANTED]:
            log.write(f"{next(moments)} to 0{number.removeprefix('+31')}\n")
        while log.tell() < size:
            log.writelines(f"{line}\n" for line in islice(moments, 1000))
    path = folder / "airflow.db"
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE log (extra TEXT, at REAL, data BLOB)")
        while path.stat().st_size < size:
            rows = [(line, rng.random() * 2e9, rng.randbytes(40)) for line in islice(moments, 9999)]
            database.executemany("INSERT INTO log VALUES (?, ?, ?)", rows)
            database.commit()


def lines(rng: Random) -> Iterator[str]:
    """Yield lines as Airflow's tasks, supervisors and servers write them."""
    start = datetime(2026, 11, 1, tzinfo=UTC)
    for position in count():
        at = start + timedelta(microseconds=rng.randrange(10**13))
        task = {"timestamp": at.isoformat(), "level": "info", "logger": "eenmalig.steps.extract"}
        match position % 5:
            case 0 | 1:
                event = f"{rng.randrange(9000)} cells sealed in {rng.random() * 9:.1f} s."
                yield json.dumps({**task, "event": event, "lineno": rng.randrange(400)})
            case 2 | 3:
                ids = {"id": str(uuid.UUID(int=rng.getrandbits(128))), "pid": rng.randrange(4**11)}
                digest = {"run_id": f"manual__{at.isoformat()}", "was": rng.randbytes(32).hex()}
                yield json.dumps({**task, **ids, **digest})
            case _:
                run = f"manual__{at:%Y-%m-%dT%H%%3A%M%%3A%S}.{at.microsecond:06d}%2B00%3A00"
                took = f"{rng.randrange(10**5)} {rng.random() * 3}"
                yield f"{at:%F %T},{rng.randrange(1000):03d} GET /dagRuns/{run}/tasks 200 {took}"


if __name__ == "__main__":
    for name, figure in figures():
        sys.stdout.write(f"{name}: {figure:.2f}\n")
