"""Finding numbers among groups of digits: those that stand together, joined, from any to any.

A number begins and ends where a group of digits does, so digits within a longer run are none. What
stands between two groups is at most six signs that people put there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from eenmalig.cleartext.leak_scan.byte_classes import LONGEST_GAP, SPELLING
from eenmalig.cleartext.leak_scan.wanted_numbers import MOST_DIGITS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eenmalig.cleartext.leak_scan.wanted_numbers import WantedNumbers

_ZERO, _TEN = 48, 10
_POWERS = np.array([10**size for size in range(MOST_DIGITS + 1)], dtype=np.uint64)


class _Groups(NamedTuple):
    """Groups of digits in order: where each begins and ends, its value, and if one follows it."""

    begins: NDArray[np.int64]
    ends: NDArray[np.int64]
    values: NDArray[np.uint64]
    followed: NDArray[np.bool_]


def numbers_among(
    text: NDArray[np.uint8], classes: NDArray[np.uint8], wanted: WantedNumbers
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return where in ``text`` the numbers that are ``wanted`` begin and end.

    It begins and ends with something that is no digit. ``classes`` are those of its bytes.
    """
    groups = _groups(text, classes, wanted.fewest)
    first = last = np.arange(len(groups.begins))
    lengths = groups.ends - groups.begins
    joined, sizes = groups.values, lengths
    found: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    while len(first):
        (hits,) = np.nonzero(wanted.spells(joined, sizes))
        found.append((groups.begins[first[hits]], groups.ends[last[hits]]))
        (goes_on,) = np.nonzero(groups.followed[last])
        first, following = first[goes_on], last[goes_on] + 1
        more = lengths[following]
        total = sizes[goes_on] + more
        short = total <= MOST_DIGITS
        first, last, more, sizes = first[short], following[short], more[short], total[short]
        joined = joined[goes_on[short]] * _POWERS[more] + groups.values[last]
    begins = [begin for begin, _ in found]
    ends = [end for _, end in found]
    nothing = np.empty(0, dtype=np.int64)
    return np.concatenate((nothing, *begins)), np.concatenate((nothing, *ends))


def _groups(text: NDArray[np.uint8], classes: NDArray[np.uint8], fewest: int) -> _Groups:
    """Return the groups that can be part of a number of at least ``fewest`` digits."""
    digits = text - np.uint8(_ZERO)
    is_digit = digits < _TEN
    edges = np.flatnonzero(is_digit[1:] != is_digit[:-1]) + 1
    begins, ends = edges[0::2], edges[1::2]
    followed = np.zeros(len(begins), dtype=np.bool_)
    apart = np.cumsum((classes & SPELLING) == 0, dtype=np.int32)
    followed[:-1] = (begins[1:] - ends[:-1] <= LONGEST_GAP) & (
        apart[begins[1:]] == apart[ends[:-1] - 1]
    )
    lengths = ends - begins
    fits = lengths <= MOST_DIGITS
    followed[:-1] &= fits[1:]
    followed &= fits
    together = np.zeros(len(begins), dtype=np.int64)
    together[1:] = np.cumsum(~followed[:-1])
    fits &= np.bincount(together, lengths)[together] >= fewest if len(begins) else False
    begins, ends, followed = begins[fits], ends[fits], followed[fits]
    return _Groups(begins, ends, _values(digits, begins, ends - begins), followed)


def _values(
    digits: NDArray[np.uint8], begins: NDArray[np.int64], lengths: NDArray[np.int64]
) -> NDArray[np.uint64]:
    values = np.zeros(len(begins), dtype=np.uint64)
    at = np.arange(len(begins))
    for place in range(int(lengths.max(initial=0))):
        at = at[lengths[at] > place]
        values[at] = values[at] * np.uint64(_TEN) + digits[begins[at] + place]
    return values
