"""Reading a UFED report of 200 MB: our reader against a bare loop over its elements."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, BinaryIO

from lxml import etree
from tests.benchmarks.fresh import drained, measured
from tests.benchmarks.texts import message
from tests.cleartext.sources.builders import ufed

from rehearsal import numbers, people

if TYPE_CHECKING:
    from collections.abc import Iterator

BYTES = 200_000_000
# How much of a report each kind of record takes: a telephone is mostly conversations.
_SHARES = (("Contact", 0.1), ("Call", 0.15), ("Chat", 0.75))
_CONTACTS = 2_000
_LONGEST_CHAT = 80


def figures() -> Iterator[tuple[str, float]]:
    """Yield how many times as fast our reader is; both parse all of the same XML."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.xml"
        write(path, BYTES)
        # Ours before and after, so that what else a machine does weighs on both.
        before = measured(drained, path)
        bare = measured(bare_iterparse, path)
        after = measured(drained, path)
        assert before.found == after.found > 0
        yield "ufed_vs_bare_iterparse", 2 * bare.seconds / (before.seconds + after.seconds)


def bare_iterparse(path: Path) -> int:
    """Count the elements, and empty each, so that what is counted does not stay in memory."""
    count = 0
    for _, element in etree.iterparse(path):
        count += 1
        element.clear()
    return count


def write(path: Path, size: int) -> None:
    """Write a report of about so many bytes, as it goes, never the whole of it in memory."""
    rng = Random()
    drawn = numbers.mobiles(rng)
    known = [(next(drawn), people.name(rng)) for _ in range(_CONTACTS)]
    before, after = ufed.report("*").split(b"*")
    with path.open("wb") as file:
        file.write(before)
        for kind, share in _SHARES:
            _fill(file, kind, file.tell() + int(size * share), known, rng)
        file.write(after)


def _fill(file: BinaryIO, kind: str, until: int, known: list[tuple[str, str]], rng: Random) -> None:
    before, after = ufed.model_type(kind, "*").split("*")
    file.write(before.encode())
    while file.tell() < until:
        number, name = rng.choice(known)
        other = ufed.party(number, name=name)
        if kind == "Contact":
            record = ufed.contact(people.name(rng), ufed.phone(number), ufed.phone(None, "Home"))
        elif kind == "Call":
            record = ufed.call(other)
        else:
            own = ufed.party(None, owner=True)
            told = (
                ufed.instant_message(*rng.sample((own, other), 2), body=message(rng))
                for _ in range(rng.randint(1, _LONGEST_CHAT))
            )
            record = ufed.chat((own, other), told)
        file.write(record.encode())
    file.write(after.encode())


if __name__ == "__main__":
    for name, figure in figures():
        sys.stdout.write(f"{name}: {figure:.2f}\n")
