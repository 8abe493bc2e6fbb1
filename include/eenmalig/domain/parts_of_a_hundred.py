"""Shares in whole per cent that add up to a hundred."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_WHOLE = 100


def parts_of_a_hundred(counts: Sequence[int]) -> list[int]:
    """Return the share of each count in their sum, by the method of the largest remainder.

    Each is its exact share, rounded down or up. All are zero where there is nothing to share.
    """
    total = sum(counts)
    if not total:
        return [0] * len(counts)
    shares = [_WHOLE * count // total for count in counts]
    remainders = [_WHOLE * count % total for count in counts]
    largest = sorted(range(len(counts)), key=lambda place: (-remainders[place], place))
    for place in largest[: _WHOLE - sum(shares)]:
        shares[place] += 1
    return shares
