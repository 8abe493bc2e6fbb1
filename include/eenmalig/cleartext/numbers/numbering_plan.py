"""The numbering plan of one calling code, as libphonenumber reads it, for columns of numbers.

``NumberingPlan.judge`` says of whole columns of national numbers what libphonenumber says of each.
Nothing is typed in: types, their order, lengths, regions and the prefixes dialled before a national
number come from the library's metadata. Where that is not sure to be the same the verdict is
``UNDECIDED``, and libphonenumber itself is to be asked.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import phonenumbers

from eenmalig.cleartext.numbers import digit_pattern
from eenmalig.cleartext.numbers.plan_tables import (
    NOT_VALID,
    RECIPIENT,
    UNDECIDED,
    looked_up,
    matching_table,
    metadata_of,
    verdict_table,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from eenmalig.cleartext.numbers.digits import Digits


class NumberingPlan:
    """One calling code's plan, for a campaign in ``countries``."""

    def __init__(self, calling_code: int, countries: tuple[str, ...]) -> None:
        self.calling_code = calling_code
        self.regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[calling_code]
        self.main = metadata_of(calling_code, self.regions[0])
        self.decides = True
        self._countries = countries
        self._lengths: NDArray[np.int64] = np.array(self.main.general_desc.possible_length)
        self._local: NDArray[np.int64] = np.array(self.main.general_desc.possible_length_local_only)
        self._tables: dict[int, NDArray[np.int8]] = {}
        # Prefixes that no national number begins with, and those that may be a part of one.
        self._prefixes: list[str] = []
        self.doubtful: list[str] = []
        try:
            self._read_prefixes()
        except ValueError:
            self.decides = False

    def judge(self, dialled: Digits) -> tuple[Digits, NDArray[np.int8]]:
        """Return the national number of each that stood after the calling code, and a verdict.

        A verdict is a position in Refusal, or one of the three of ``plan_tables``.
        """
        national = self.without_prefix(dialled, if_possible=True)
        if not self.decides:
            return national, np.full(len(dialled.value), UNDECIDED, dtype=np.int8)
        for length in np.unique(national.length).tolist():
            if length > 0 and length not in self._tables:
                self._tables[length] = self._table(length)
        verdicts = looked_up(self._tables, national)
        for prefix in self.doubtful:
            verdicts[dialled.begin_with(prefix)] = UNDECIDED
        return national, verdicts

    def without_prefix(self, dialled: Digits, *, if_possible: bool) -> Digits:
        """Return the numbers without the prefix dialled before them, as where 0 stands before 6.

        ``if_possible`` keeps it where what is left has a length that no number has.
        """
        national = dialled
        for prefix in self._prefixes:
            rest = dialled.without_first(len(prefix))
            has_it = dialled.begin_with(prefix)
            if if_possible:
                has_it &= np.isin(rest.length, self._lengths) | self.is_too_long(rest)
            national = rest.where(has_it, national)
        return national

    def is_too_long(self, numbers: Digits) -> NDArray[np.bool_]:
        """Return where a number has more digits than any of the main region."""
        longer = numbers.length > self._lengths.max()
        return np.asarray(longer & ~np.isin(numbers.length, self._local))

    def _read_prefixes(self) -> None:
        """Fails with ValueError when a prefix is more than digits, or one begins another."""
        if not self.main.national_prefix_for_parsing:
            return
        if self.main.national_prefix_transform_rule:
            raise ValueError("the prefix is replaced by other digits")
        general = digit_pattern.sequences(self.main.general_desc.national_number_pattern)
        prefixes = self.main.national_prefix_for_parsing.split("|")
        for prefix in prefixes:
            if not prefix.isdigit() or sum(other.startswith(prefix) for other in prefixes) > 1:
                raise ValueError("the prefix is more than digits")
            is_part = any(digit_pattern.may_begin(sequence, prefix) for sequence in general)
            (self.doubtful if is_part else self._prefixes).append(prefix)

    def _table(self, length: int) -> NDArray[np.int8]:
        try:
            return verdict_table(self.calling_code, self.regions, length, self._countries)
        except ValueError:
            return np.full(1, UNDECIDED, dtype=np.int8)


class HomePlan:
    """How numbers without a calling code are read: as those of the first of ``countries``."""

    def __init__(self, countries: tuple[str, ...]) -> None:
        self.plan = plan(int(phonenumbers.country_code_for_region(countries[0])), countries)
        self.calling_code = self.plan.calling_code
        is_usual = (
            self.plan.regions[0] == countries[0] and self.plan.main.international_prefix == "00"
        )
        self.decides = self.plan.decides and is_usual and not self.plan.doubtful
        self._shapes: dict[int, NDArray[np.int8]] = {}
        if self.decides:
            general = digit_pattern.sequences(self.plan.main.general_desc.national_number_pattern)
            for length in {len(sequence) for sequence in general}:
                self._shapes[length] = matching_table(general, length)

    def judge(self, dialled: Digits) -> tuple[Digits, NDArray[np.int8]]:
        """Return the national number of each, and a verdict, as a plan does.

        A number may begin with the calling code though its plus was lost; it does when only then
        it has the shape of a number, or when it is too long to be anything else.
        """
        if not self.decides:
            return dialled, np.full(len(dialled.value), UNDECIDED, dtype=np.int8)
        code = str(self.calling_code)
        rest = self.plan.without_prefix(dialled.without_first(len(code)), if_possible=False)
        begins, too_long = dialled.begin_with(code), self.plan.is_too_long(dialled)
        whole, without = looked_up(self._shapes, dialled), looked_up(self._shapes, rest)
        lost_plus = begins & (too_long | ((whole == NOT_VALID) & (without == RECIPIENT)))
        national, verdicts = self.plan.judge(rest.where(lost_plus, dialled))
        unsure = begins & ~too_long & ((whole == UNDECIDED) | (without == UNDECIDED))
        verdicts[unsure] = UNDECIDED
        return national, verdicts


@lru_cache(maxsize=1024)
def plan(calling_code: int, countries: tuple[str, ...]) -> NumberingPlan:
    """Return the plan of a calling code, made once."""
    return NumberingPlan(calling_code, countries)


@lru_cache(maxsize=64)
def home(countries: tuple[str, ...]) -> HomePlan:
    """Return how numbers without a calling code are read, made once."""
    return HomePlan(countries)
