"""Why digits are refused that are no valid number, as ``number.invalid`` says it, for columns."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from eenmalig.cleartext.numbers import digit_pattern
from eenmalig.cleartext.numbers.countries import NETHERLANDS
from eenmalig.cleartext.numbers.number import DUTCH_NOT_VALID, MOST_DIGITS
from eenmalig.cleartext.numbers.plan_tables import NOT_VALID, looked_up, matching_table
from eenmalig.cleartext.numbers.refusals import POSITIONS
from eenmalig.domain.counting import Refusal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eenmalig.cleartext.numbers.digits import Digits


def why_not_valid(
    plus: NDArray[np.bool_], digits: Digits, countries: tuple[str, ...]
) -> NDArray[np.int8]:
    """Return the position in Refusal of each, or UNDECIDED. ``plus`` is whether a plus preceded."""
    verdicts = np.full(len(plus), NOT_VALID, dtype=np.int8)
    for is_plus, patterns in DUTCH_NOT_VALID.items() if countries[0] == NETHERLANDS else ():
        for refusal, pattern in patterns.items():
            where = np.flatnonzero((verdicts == NOT_VALID) & (plus == is_plus))
            tables = _tables(pattern, POSITIONS[refusal])
            verdicts[where] = looked_up(tables, digits.of(where))
    verdicts[verdicts == NOT_VALID] = POSITIONS[Refusal.INVALID]
    return verdicts


@lru_cache(maxsize=16)
def _tables(pattern: str, verdict: int) -> dict[int, NDArray[np.int8]]:
    all_sequences = digit_pattern.sequences(pattern)
    lengths = range(1, MOST_DIGITS + 1)
    return {length: matching_table(all_sequences, length, verdict) for length in lengths}
