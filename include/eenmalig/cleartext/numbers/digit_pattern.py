"""What the patterns of a numbering plan say: which digits may stand at each position.

libphonenumber writes its plans as regular expressions of one small kind: digits, sets of digits,
alternatives and counted repetitions. Each stands for a finite number of sequences of sets, so a
whole plan can be laid out as a table over a number's first digits and be looked up by column.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

Digits = tuple[int, ...]
Sequence = tuple[Digits, ...]

ANY: Digits = tuple(range(10))
MOST_SEQUENCES = 20_000

_TOKEN = re.compile(r"\\d|\[[\d-]+\]|\(\?:|\)|\||\{\d+(?:,\d+)?\}|\?|\d|.", re.DOTALL)


@lru_cache(maxsize=1024)
def sequences(pattern: str) -> frozenset[Sequence]:
    """Return every sequence of sets of digits that ``pattern`` stands for.

    Raises ValueError when the pattern is of another kind, or stands for too many.
    """
    reader = _Reader(_TOKEN.findall(pattern))
    all_sequences = reader.alternatives()
    if reader.tokens:
        raise ValueError("a bracket closes that was never opened")
    return frozenset(all_sequences)


class _Reader:
    """Reads one pattern from its first token to its last."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens = tokens[::-1]

    def alternatives(self) -> set[Sequence]:
        alternatives = self._joined()
        while self._next() == "|":
            self.tokens.pop()
            alternatives |= self._joined()
        return alternatives

    def _joined(self) -> set[Sequence]:
        joined: set[Sequence] = {()}
        while self._next() not in {"", "|", ")"}:
            joined = _followed(joined, self._repeated())
        return joined

    def _repeated(self) -> set[Sequence]:
        once = self._once()
        if self._next() == "?":
            self.tokens.pop()
            return once | {()}
        if not self._next().startswith("{"):
            return once
        fewest, _, most = self.tokens.pop().strip("{}").partition(",")
        repeated: set[Sequence] = set()
        times: set[Sequence] = {()}
        for count in range(int(most or fewest) + 1):
            repeated |= times if count >= int(fewest) else set()
            times = _followed(times, once)
        return repeated

    def _once(self) -> set[Sequence]:
        sign = self.tokens.pop()
        if sign == "(?:":
            bracketed = self.alternatives()
            if self._next() != ")":
                raise ValueError("a bracket is not closed")
            self.tokens.pop()
            return bracketed
        if sign == r"\d":
            return {(ANY,)}
        if sign.isdigit():
            return {((int(sign),),)}
        if sign.startswith("[") and len(sign) > 1:
            return {(tuple(digit for digit in ANY if re.match(sign, str(digit))),)}
        raise ValueError("a sign that is not known in patterns of digits")

    def _next(self) -> str:
        return self.tokens[-1] if self.tokens else ""


def _followed(firsts: set[Sequence], seconds: set[Sequence]) -> set[Sequence]:
    if len(firsts) * len(seconds) > MOST_SEQUENCES:
        raise ValueError("the pattern stands for too many sequences")
    return {first + second for first in firsts for second in seconds}


def of_length(all_sequences: Iterable[Sequence], length: int) -> list[Sequence]:
    """Return the sequences of exactly ``length`` digits."""
    return [sequence for sequence in all_sequences if len(sequence) == length]


def beginning(firsts: Iterable[Sequence], length: int) -> list[Sequence]:
    """Return the sequences of ``length`` digits that begin with one of ``firsts``."""
    return [first + (ANY,) * (length - len(first)) for first in firsts if len(first) <= length]


def may_begin(sequence: Sequence, prefix: str) -> bool:
    """Return whether a number of ``sequence`` may begin with the digits of ``prefix``."""
    if len(sequence) < len(prefix):
        return False
    return all(int(digit) in digits for digit, digits in zip(prefix, sequence, strict=False))


def depth(all_sequences: Iterable[Sequence]) -> int:
    """Return after how many digits no sequence says anything more."""
    return max((_significant(sequence) for sequence in all_sequences), default=0)


def _significant(sequence: Sequence) -> int:
    return max((at for at, digits in enumerate(sequence, start=1) if digits != ANY), default=0)


def covered(
    all_sequences: Iterable[Sequence], deep: int
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return two tables over the first ``deep`` digits: surely matched, and matched perhaps.

    Perhaps means that digits after those ``deep`` decide.
    """
    surely = np.zeros((10,) * deep, dtype=np.bool_)
    perhaps = np.zeros((10,) * deep, dtype=np.bool_)
    for sequence in all_sequences:
        table = surely if _significant(sequence) <= deep else perhaps
        table[np.ix_(*sequence[:deep])] = True
    return surely.ravel(), perhaps.ravel() & ~surely.ravel()
