"""Numbers that lost their last digits before they reached us, told by the zeros at their end.

A spreadsheet that shows 3.16E+10 and is saved so keeps three digits; saved once more as a number it
is 31600000000, and may be a valid stranger's. One number by itself does not show it: one in a
hundred thousand ends in five zeros. A column does, where more of its numbers do than by chance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray

# What ends in five zeros is round: one number in a hundred thousand is.
_ROUND = 10**5
# A tail of three zeros, which one in a thousand has, tells only where a tenth of a column has it,
# and never fewer than three numbers: that is a hundred times what chance gives.
_TAIL = 10**3
_FEWEST_WITH_TAIL = 3
_SHARE_WITH_TAIL = 10
# A round number stands alone among no fewer others ...
_MANY = 5
# ... and another one beside it for so many numbers each: ten times what chance gives.
_ONE_IN = 10_000


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
    where = np.flatnonzero((numbers > 0) & (numbers % _TAIL == 0))
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
        every=1, tail=different["number"] % _TAIL == 0, round=different["number"] % _ROUND == 0
    )
    counts = ends.groupby("column")[["every", "tail", "round"]].sum().loc[column[where]]
    every, tail, rounds = (counts[name].to_numpy() for name in ("every", "tail", "round"))
    shared = (tail >= _FEWEST_WITH_TAIL) & (tail * _SHARE_WITH_TAIL >= every)
    return shared, (every > _MANY) & (rounds <= 1 + every // _ONE_IN)
