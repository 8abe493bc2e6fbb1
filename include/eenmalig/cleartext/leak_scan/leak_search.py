"""Searching files and folders for a set of numbers."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import stat
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from eenmalig.cleartext.leak_scan.searched_stream import BLOCK_BYTES, SearchedStream, Searching
from eenmalig.cleartext.leak_scan.wanted_numbers import WantedNumbers
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


class OutOfTimeError(Exception):
    """The time for a search is over."""


@dataclass
class ScanResult:
    """How many numbers, files and bytes, and in which files how many hits.

    ``unread`` exports could not be read, so their numbers were not searched for; ``unread_files``
    could not be searched.
    """

    numbers: int = 0
    files: int = 0
    bytes: int = 0
    found: dict[Path, int] = field(default_factory=dict)
    unread: int = 0
    unread_files: int = 0

    def skip(self, _: OSError) -> None:
        """Count what cannot be listed or looked at."""
        self.unread_files += 1


def _unbounded() -> None:
    """Let a search take as long as it takes."""


def until(moment: float) -> Callable[[], None]:
    """Return what fails with ``OutOfTimeError`` once the monotonic clock shows ``moment``."""

    def go_on() -> None:
        if time.monotonic() >= moment:
            raise OutOfTimeError

    return go_on


class LeakScan:
    """Searches for a set of numbers in E.164."""

    def __init__(self, numbers: Iterable[str]) -> None:
        distinct = set(numbers)
        self.wanted = WantedNumbers(distinct)
        self._planted = next(iter(distinct), None)
        self.numbers = len(distinct)

    def require_working(self) -> None:
        """Plant a number in several forms; fails when one of them is not found."""
        if self._planted is not None and not all(
            self.hits(form) for form in forms_of(self._planted)
        ):
            raise EenmaligError(Code.SCAN_NOT_PROVED, "the search itself")

    def search(self, places: Iterable[Path], go_on: Callable[[], None] = _unbounded) -> ScanResult:
        """Search files and folders; return what was found, by file."""
        result = ScanResult(self.numbers)
        for place in places:
            for path in files_below(place, result.skip):
                self.search_file(path, result, go_on)
        return result

    def search_file(
        self, path: Path, result: ScanResult, go_on: Callable[[], None] = _unbounded
    ) -> None:
        """Search one file, as a stream, and add to ``result`` what was found.

        What ``go_on`` fails with ends it, once the hits until then are added.
        """
        searching = Searching(self.wanted, go_on)
        stream = SearchedStream(searching)
        result.files += 1
        try:
            with path.open("rb", buffering=0) as file:
                while part := file.read(BLOCK_BYTES):
                    result.bytes += len(part)
                    stream.add(part)
            stream.end()
        except FileNotFoundError:
            result.files -= 1  # Rotated away meanwhile.
        except OSError:
            result.files -= 1
            result.unread_files += 1
        finally:
            if searching.hits:
                result.found[path] = searching.hits

    def hits(self, content: bytes) -> int:
        """Return how often a number stands in ``content``."""
        searching = Searching(self.wanted, _unbounded)
        stream = SearchedStream(searching)
        for at in range(0, len(content), BLOCK_BYTES):
            stream.add(content[at : at + BLOCK_BYTES])
        stream.end()
        return searching.hits


FORMS = 4


def forms_of(e164: str) -> list[bytes]:
    """Return a number as it could stand in what is kept; each of ``FORMS`` is one hit."""
    digits = e164.removeprefix("+")
    spaced = " ".join(re.findall(r"\d{1,3}", digits))
    return [
        f"to={e164}&".encode(),
        f'{{"text": "+{spaced}"}}'.encode(),
        hashlib.sha256(e164.encode()).hexdigest().encode(),
        base64.b64encode(f"number {e164}".encode()),
    ]


def files_below(place: Path, skip: Callable[[OSError], None]) -> Iterator[Path]:
    """Yield a plain file, or every one below a folder, in order; links are not followed.

    What cannot be listed or looked at is told to ``skip``, and passed over.
    """
    if not place.is_dir():
        yield from _plain(place, skip)
        return
    for folder, folders, names in os.walk(place, onerror=skip):
        folders.sort()
        for name in sorted(names):
            yield from _plain(Path(folder, name), skip)


def _plain(path: Path, skip: Callable[[OSError], None]) -> Iterator[Path]:
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return  # Rotated away meanwhile.
    except OSError as error:
        skip(error)
        return
    if stat.S_ISREG(mode):
        yield path
