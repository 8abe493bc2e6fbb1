"""Digits as columns: an integer, and how many digits it stands for, zeros before included."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_POWERS = 10 ** np.arange(19, dtype=np.int64)


class Digits(NamedTuple):
    """At most 18 digits each, as int64 both."""

    value: NDArray[np.int64]
    length: NDArray[np.int64]

    def __repr__(self) -> str:
        """Show no number: this may end in a traceback."""
        return f"Digits({len(self.value)})"

    def of(self, where: NDArray[np.int64]) -> Digits:
        """Return those at some positions."""
        return Digits(self.value[where], self.length[where])

    def where(self, condition: NDArray[np.bool_], others: Digits) -> Digits:
        """Return these where the condition holds, elsewhere the others."""
        return Digits(
            np.where(condition, self.value, others.value),
            np.where(condition, self.length, others.length),
        )

    def first(self, count: int) -> NDArray[np.int64]:
        """Return the first ``count`` digits of each, 0 where there are fewer."""
        rest = self.length - count
        return np.where(rest >= 0, self.value // power(rest), 0)

    def without_first(self, count: int) -> Digits:
        """Return what follows the first ``count`` digits; of fewer, a length below 0."""
        rest = self.length - count
        return Digits(self.value % power(rest), rest)

    def begin_with(self, digits: str) -> NDArray[np.bool_]:
        """Return which begin with ``digits``."""
        rest = self.length - len(digits)
        return np.asarray((rest >= 0) & (self.value // power(rest) == int(digits)))

    def after(self, code: int) -> NDArray[np.int64]:
        """Return the integers that ``code`` and these digits make, written one after the other."""
        return code * power(self.length) + self.value


def power(exponent: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return ten to the power of each; of one below 0, one."""
    return np.asarray(_POWERS[np.maximum(exponent, 0)])
