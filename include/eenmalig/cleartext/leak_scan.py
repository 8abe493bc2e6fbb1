"""Searching what a campaign left behind for its numbers, in any spelling or as unkeyed hash.

Only whoever still holds the numbers can search for them: a rehearsal, with its own hand-over.
Files are read as bytes, so database pages and write-ahead logs are searched too, and what is
packed (zlib, gzip, base64 as in signatures and tokens) is opened first.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eenmalig.errors import Code, EenmaligError
from eenmalig.looks_like_number import FEWEST_IN_BYTES, IN_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_HEX = re.compile(rb"(?<![0-9a-fA-F])[0-9a-fA-F]{32,128}(?![0-9a-fA-F])")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_HASHES = ("md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b")


@dataclass
class ScanResult:
    """How many numbers and files, and in which files how many hits.

    ``unread`` exports could not be read, so their numbers were not searched for.
    """

    numbers: int = 0
    files: int = 0
    found: dict[Path, int] = field(default_factory=dict)
    unread: int = 0


class LeakScan:
    """Searches for a set of numbers in E.164."""

    def __init__(self, numbers: Iterable[str]) -> None:
        self._spelled: set[bytes] = set()
        self._hashed: set[bytes] = set()
        distinct = set(numbers)
        self._planted = next(iter(distinct), None)
        self.numbers = len(distinct)
        for e164 in distinct:
            for spelling in _spellings(e164):
                digits = re.sub(r"\D", "", spelling).encode()
                if len(digits) >= FEWEST_IN_BYTES:
                    self._spelled.add(digits)
                for name in _HASHES:
                    raw = hashlib.new(name, spelling.encode()).digest()
                    self._hashed.add(raw.hex().encode())

    def require_working(self) -> None:
        """Plant a number in several forms; fails when one of them is not found."""
        if self._planted is None:
            return
        digits = self._planted.removeprefix("+")
        spaced = " ".join(re.findall(r"\d{1,3}", digits))
        forms = [
            f"to={self._planted}&",
            f'{{"text": "+{spaced}"}}',
            hashlib.sha256(self._planted.encode()).hexdigest(),
            base64.b64encode(f"number {self._planted}".encode()).decode(),
        ]
        if not all(self.hits(form.encode()) for form in forms):
            raise EenmaligError(Code.LEAK_FOUND, "a planted number was not found")

    def search(self, places: Iterable[Path]) -> ScanResult:
        """Search files and folders; return what was found, by file."""
        result = ScanResult(self.numbers)
        for path in _files(places):
            result.files += 1
            hits = self.hits(path.read_bytes())
            if hits:
                result.found[path] = hits
        return result

    def hits(self, content: bytes) -> int:
        """Return how often a number stands in ``content``."""
        return sum(self._in(text) for text in _unpacked(content))

    def _in(self, text: bytes) -> int:
        hits = sum(digest.lower() in self._hashed for digest in _HEX.findall(text))
        for match in IN_BYTES.finditer(text):
            hits += self._spells(match.group())
        return hits

    def _spells(self, run: bytes) -> bool:
        """Whether a run of digits, or a part of it between separators, is one of the numbers."""
        groups = re.findall(rb"[0-9]+", run)
        for first in range(len(groups)):
            joined = b""
            for group in groups[first:]:
                joined += group
                if joined in self._spelled:
                    return True
        return False


def _spellings(e164: str) -> list[str]:
    """Return the spellings whose hashes are searched; their digits cover all others."""
    digits = e164.removeprefix("+")
    spellings = [e164, digits, f"00{digits}"]
    if digits.startswith("31"):
        national = digits.removeprefix("31")
        spellings += [national, f"0{national}", f"06-{national[1:]}", f"06 {national[1:]}"]
        spellings += [
            f"+31 {national}",
            f"+31 6 {national[1:]}",
            f"310{national}",
            f"00310{national}",
        ]
        spellings += [f"+31(0){national}", f"+31 (0) {national}", f"tel:{e164}", f"whatsapp:{e164}"]
    return spellings


def _files(places: Iterable[Path]) -> Iterator[Path]:
    for place in places:
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield path


def _unpacked(content: bytes) -> Iterator[bytes]:
    """Yield the content as it stands, without UTF-16's zero bytes, and what is packed in it."""
    yield content
    if content.count(b"\0") > len(content) // 8:
        yield content.replace(b"\0", b"")
    for packed in _STREAM.findall(content):
        yield from _inflated(packed.strip(b"\r\n"))
    if content[:2] == b"\x1f\x8b":
        yield from _inflated(content, zlib.MAX_WBITS | 16)
    for token in _BASE64.findall(content):
        yield from _decoded(token)


def _inflated(packed: bytes, bits: int = zlib.MAX_WBITS) -> Iterator[bytes]:
    try:
        yield zlib.decompressobj(bits).decompress(packed)
    except zlib.error:
        return


def _decoded(token: bytes) -> Iterator[bytes]:
    """Yield a base64 token's content; a digest's raw bytes are yielded as hex."""
    text = token.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    try:
        raw = base64.b64decode(text + b"=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return
    yield raw
    if len(raw) in (16, 20, 32, 64):
        yield raw.hex().encode()
