"""Numbers that lost their last digits before they reached us, told by what all of them end in.

A spreadsheet that shows 3.16E+10 and is saved so keeps three digits; saved once more as a number it
is 31600000000, and may be a valid stranger's. A program that keeps numbers as floats of 32 bits
leaves a multiple of 2048, or of 64 where no country code precedes. One number by itself does not
show it: one in a hundred thousand ends in five zeros. A column does, where more of its numbers do
than by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What ends in five zeros is round: one number in a hundred thousand is.
_ROUND = 10**5
# A round number stands alone among no fewer others ...
_MANY = 5
# ... and another one beside it for so many numbers each: ten times what chance gives.
_ONE_IN = 10_000


class _Tail(NamedTuple):
    """What numbers without their digits are multiples of, and how many of a column tell that.

    At least ``fewest``, and one of ``one_in``: by chance that is no more than four columns in a
    million.
    """

    grain: int
    fewest: int
    one_in: int


_TAILS = (_Tail(10**3, 3, 10), _Tail(2**11, 3, 10), _Tail(2**11, 2, 1), _Tail(2**6, 4, 2))
_GRAINS = tuple({tail.grain for tail in _TAILS})


class Judged(NamedTuple):
    """Which numbers lost digits, and which may have: round ones, alone among many others."""

    lost: NDArray[np.bool_]
    doubtful: NDArray[np.bool_]

    def __repr__(self) -> str:
        """Show counts only."""
        return f"Judged({self.lost.sum()} lost, {self.doubtful.sum()} doubtful)"


def judged(numbers: NDArray[np.int64], columns: NDArray[np.int32]) -> Judged:
    """Judge each number, 0 for none, by the different numbers of its column.

    ``columns`` has a row for each number, which says in how many figures one likes where it stood.
    What lost its digits in one column is doubtful in every other.
    """
    lost, doubtful = np.zeros((2, len(numbers)), dtype=np.bool_)
    ends = np.logical_or.reduce([numbers % grain == 0 for grain in _GRAINS])
    where = np.flatnonzero((numbers > 0) & ends)
    if len(where):
        shared, alone = _told_by_columns(numbers, columns, where)
        is_round = numbers[where] % _ROUND == 0
        lost[where] = shared | (is_round & ~alone)
        elsewhere = np.isin(numbers[where], numbers[lost])
        doubtful[where] = (is_round | elsewhere) & ~lost[where]
    return Judged(lost, doubtful)


def _told_by_columns(
    numbers: NDArray[np.int64], columns: NDArray[np.int32], where: NDArray[np.intp]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return for the numbers at ``where`` if their column shares a tail, if a round one is alone.

    Others are counted only in the columns that hold one of these.
    """
    figures = pd.DataFrame(columns)
    column = figures.groupby(list(figures), sort=False).ngroup().to_numpy()
    of_these = np.isin(column, column[where]) & (numbers > 0)
    different = pd.DataFrame({"column": column[of_these], "number": numbers[of_these]})
    different = different.drop_duplicates()
    ends = different.assign(
        every=1,
        round=different["number"] % _ROUND == 0,
        **{str(grain): different["number"] % grain == 0 for grain in _GRAINS},
    )
    counts = ends.drop(columns="number").groupby("column").sum().loc[column[where]]
    every, rounds = (counts[name].to_numpy() for name in ("every", "round"))
    shared = np.zeros(len(where), dtype=np.bool_)
    for grain, fewest, one_in in _TAILS:
        count = counts[str(grain)].to_numpy()
        told = (count >= fewest) & (count * one_in >= every)
        shared |= told & (numbers[where] % grain == 0)
    return shared, (every > _MANY) & (rounds <= 1 + every // _ONE_IN)
