"""Searching what stands below a folder for copies of keys. Tells in which place, never a value.

A key is known by its own value, as bytes, as base64 or as hexadecimal digits, and by the form of a
file that holds one. What is packed, encrypted or cut apart is not found.
"""

from __future__ import annotations

import os
import re
import stat
import time
from base64 import b64encode, urlsafe_b64encode
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from numpy.typing import NDArray

SECONDS = 60.0
BYTES_A_FILE = 64 * 1024 * 1024
_CHUNK = 1024 * 1024
# Longer than any form of a key with what stands around it: one on the edge of two chunks is found.
_OVERLAP = 4096
# How many bytes of a value are compared first, and in how many bits.
_START, _BITS = 8, 20
_SHORTEST = 32
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_FORMS = {
    "campaign": re.compile(
        rb'"deadline"\s*:[^{}]{1,200}"key"\s*:\s*"[A-Za-z0-9+/]{43}="'
        rb'|"key"\s*:\s*"[A-Za-z0-9+/]{43}="[^{}]{1,200}"deadline"\s*:'
    ),
    "private": re.compile(rb"-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY-----"),
}
# Searched last, since they grow: what time does not allow is left out of these.
_LARGE = ("handover", "airflow")


@dataclass(frozen=True)
class KnownKey:
    """A key by its value, and where it stands by right; ``text`` is one more way to write it."""

    own: Path
    secret: bytes
    text: bytes = b""

    def patterns(self) -> Collection[bytes]:
        """Return how its value could be written."""
        digits = self.secret.hex().encode()
        base64 = {form(self.secret).rstrip(b"=") for form in (b64encode, urlsafe_b64encode)}
        return {self.secret, digits, digits.upper(), *base64, *filter(None, [self.text])}


@dataclass
class KeySearch:
    """How much was searched, and how many files hold a key's copy in each folder of the root.

    ``in_part`` is how many files were read only in part, or not at all; ``whole`` is whether time
    allowed to come to the end.
    """

    files: int = 0
    bytes: int = 0
    in_part: int = 0
    whole: bool = True
    copies: dict[str, int] = field(default_factory=dict)


class _Values:
    """The values of all keys, looked for at once: how many there are costs nothing."""

    def __init__(self, keys: Collection[KnownKey]) -> None:
        every = {value: key.own for key in keys for value in key.patterns()}
        # What is shorter is no key of ours, but one that was damaged: it would stand everywhere.
        self._owners = {value: own for value, own in every.items() if len(value) >= _SHORTEST}
        self._by_start: dict[bytes, list[bytes]] = {}
        for value in self._owners:
            self._by_start.setdefault(value[:_START], []).append(value)
        self._may_start = np.zeros(2**_BITS, dtype=bool)
        for start in self._by_start:
            self._may_start[_spread(np.frombuffer(start, dtype="<u8"))] = True

    def stand_in(self, text: bytes, path: Path) -> bool:
        """Whether a value stands in a text of ``path``, unless that is its own place."""
        for offset in range(_START):
            count = (len(text) - offset) // _START
            if count <= 0:
                break
            words = np.frombuffer(text, dtype="<u8", count=count, offset=offset)
            for position in np.flatnonzero(self._may_start[_spread(words)]):
                at = offset + int(position) * _START
                for value in self._by_start.get(text[at : at + _START], ()):
                    if text.startswith(value, at) and self._owners[value] != path:
                        return True
        return False


def _spread(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return a number of few bits for each word, by which most words can be passed over."""
    return (words * _FACTOR) >> np.uint64(64 - _BITS)


def search_for_keys(
    root: Path,
    keys: Collection[KnownKey],
    may_hold: Mapping[str, Collection[str]],
    seconds: float = SECONDS,
) -> KeySearch:
    """Search every regular file below ``root``; no link is followed.

    ``may_hold`` names the folders of the root in which files of the form "campaign" or "private"
    may stand. A file that vanishes meanwhile is none.
    """
    search = KeySearch()
    until = time.monotonic() + seconds
    values = _Values(keys)
    for place, path in _files(root):
        shapes = [shape for name, shape in _FORMS.items() if name not in may_hold.get(place, ())]
        try:
            holds = _holds(path, values, shapes, search, until)
        except FileNotFoundError:
            continue
        except OSError:
            search.in_part += 1
            continue
        search.files += 1
        if holds:
            search.copies[place] = search.copies.get(place, 0) + 1
        if time.monotonic() > until:
            search.whole = False
            break
    return search


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield every regular file with the folder of the root that it stands in, large ones last."""
    folders = []
    for entry in sorted(root.iterdir(), key=lambda entry: (entry.name in _LARGE, entry.name)):
        if _kind(entry, stat.S_ISDIR):
            folders.append(entry)
        elif _kind(entry, stat.S_ISREG):
            yield "", entry
    for entry in folders:
        for folder, _, names in os.walk(entry):
            for name in sorted(names):
                path = Path(folder, name)
                if _kind(path, stat.S_ISREG):
                    yield entry.name, path


def _kind(path: Path, of: Callable[[int], bool]) -> bool:
    try:
        return of(path.lstat().st_mode)
    except OSError:
        return False


def _holds(
    path: Path,
    values: _Values,
    shapes: Collection[re.Pattern[bytes]],
    search: KeySearch,
    until: float,
) -> bool:
    """Whether a file holds a key's copy, as far as bounds allow to read it."""
    before, read = b"", 0
    with path.open("rb", buffering=0) as stream:
        while chunk := stream.read(_CHUNK):
            read += len(chunk)
            search.bytes += len(chunk)
            text = before + chunk
            if values.stand_in(text, path) or any(form.search(text) for form in shapes):
                return True
            if read >= BYTES_A_FILE or time.monotonic() > until:
                search.in_part += bool(stream.read(1))
                break
            before = text[-_OVERLAP:]
    return False
