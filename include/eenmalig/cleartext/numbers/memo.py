"""What was read before: a value that goes to the one-value functions is read once while held.

It holds numbers in the clear, in memory only. Whoever makes it owns it: nothing else keeps a
reference, and what it holds is gone with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from eenmalig.cleartext.numbers import number
from eenmalig.cleartext.numbers.spelling import LONGEST
from eenmalig.cleartext.numbers.splitting import split

if TYPE_CHECKING:
    from eenmalig.cleartext.numbers.number import Reading
    from eenmalig.domain.counting import Refusal

MOST_VALUES = 20_000

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


class Memo:
    """What was split, spelled and read, of each at most ``MOST_VALUES``; then that starts anew."""

    def __init__(self) -> None:
        self._split: dict[str, list[str]] = {}
        self._spelled: dict[str, str | Refusal] = {}
        self._read: dict[tuple[str, tuple[str, ...]], Reading] = {}

    def split(self, text: str) -> list[str]:
        """Return the candidates of a cell. A long one is not remembered: few repeat."""
        if len(text) > LONGEST:
            return split(text)
        if text not in self._split:
            _with_room(self._split)[text] = split(text)
        return self._split[text]

    def spelled(self, candidate: str) -> str | Refusal:
        """Return what a candidate spells, as ``number.spelled`` says."""
        if len(candidate) > LONGEST:
            return number.spelled(candidate)
        if candidate not in self._spelled:
            _with_room(self._spelled)[candidate] = number.spelled(candidate)
        return self._spelled[candidate]

    def read(self, digits: str, countries: tuple[str, ...]) -> Reading:
        """Return what digits mean, as ``number.read`` says."""
        if (digits, countries) not in self._read:
            _with_room(self._read)[digits, countries] = number.read(digits, countries)
        return self._read[digits, countries]


def _with_room(values: dict[_Key, _Value]) -> dict[_Key, _Value]:
    if len(values) >= MOST_VALUES:
        values.clear()
    return values
