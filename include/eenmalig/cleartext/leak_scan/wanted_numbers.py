"""The numbers that are searched for: as digits, and as what their spellings are hashed to."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import numpy as np

from eenmalig.looks_like_number import FEWEST_IN_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

# Fifteen digits of an international number behind 00.
MOST_DIGITS = 17
# So digits that begin with a zero are others than those without it.
_A_DIGIT_MORE = 10**MOST_DIGITS
_HASHES = (
    hashlib.md5,
    hashlib.sha1,
    hashlib.sha256,
    hashlib.sha512,
    hashlib.sha3_256,
    hashlib.blake2b,
)
# Of a digest only this much is compared; nothing agrees with it by chance.
DIGEST_BYTES = 8
_TABLE_BITS = 22
_SPREADS = np.uint64(0x9E3779B97F4A7C15)


class KeySet:
    """A set of 64-bit keys that is asked about whole columns: a small table first, then all."""

    def __init__(self, keys: NDArray[np.uint64]) -> None:
        self._keys = np.unique(keys)
        self._table = np.zeros(1 << _TABLE_BITS, dtype=np.bool_)
        self._table[self._slots(self._keys)] = True

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._keys)

    def holds(self, keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Return for each key whether it is in the set."""
        held = self._table[self._slots(keys)]
        (perhaps,) = np.nonzero(held)
        if len(perhaps):
            at = np.searchsorted(self._keys, keys[perhaps])
            at[at == len(self._keys)] = 0
            held[perhaps] = self._keys[at] == keys[perhaps]
        return held

    @staticmethod
    def _slots(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
        return (keys * _SPREADS) >> np.uint64(64 - _TABLE_BITS)


class WantedNumbers:
    """Numbers in E.164, as keys to compare with: of digits, and of digests."""

    def __init__(self, numbers: Iterable[str]) -> None:
        distinct = set(numbers)
        self.count = len(distinct)
        spelled: set[int] = set()
        hashed = bytearray()
        for e164 in distinct:
            for spelling in _spellings(e164):
                digits = re.sub(r"\D", "", spelling)
                if len(digits) >= FEWEST_IN_BYTES:
                    spelled.add(len(digits) * _A_DIGIT_MORE + int(digits))
                for algorithm in _HASHES:
                    hashed += algorithm(spelling.encode()).digest()[:DIGEST_BYTES]
        keys = np.array(sorted(spelled), dtype=np.uint64)
        self.lengths = np.zeros(MOST_DIGITS + 1, dtype=np.bool_)
        self.lengths[keys // np.uint64(_A_DIGIT_MORE)] = True
        self.fewest = int(np.argmax(self.lengths)) or FEWEST_IN_BYTES
        self.digests = KeySet(np.frombuffer(bytes(hashed), dtype=">u8").astype(np.uint64))
        self._spelled = KeySet(keys)

    def spells(self, values: NDArray[np.uint64], lengths: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return for each value, written with so many digits, whether it is one of the numbers."""
        held = self.lengths[lengths]
        (asked,) = np.nonzero(held)
        keys = lengths[asked].astype(np.uint64) * np.uint64(_A_DIGIT_MORE) + values[asked]
        held[asked] = self._spelled.holds(keys)
        return held


def _spellings(e164: str) -> Iterator[str]:
    """Yield the spellings whose hashes are searched; their digits cover all others."""
    digits = e164.removeprefix("+")
    yield from (e164, digits, f"00{digits}")
    if digits.startswith("31"):
        national = digits.removeprefix("31")
        yield from (national, f"0{national}", f"06-{national[1:]}", f"06 {national[1:]}")
        yield from (f"+31 {national}", f"+31 6 {national[1:]}", f"310{national}")
        yield from (f"00310{national}", f"+31(0){national}", f"+31 (0) {national}")
        yield from (f"tel:{e164}", f"whatsapp:{e164}")
