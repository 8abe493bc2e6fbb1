"""What stands behind a numbering plan: verdicts on all numbers of one length, as a table.

A table is indexed by a number's first digits, as many as decide. It is made from the patterns,
lengths and leading digits in libphonenumber's metadata, in the order in which the library itself
tries regions and types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from phonenumbers import PhoneMetadata, PhoneNumberType

from eenmalig.cleartext.numbers import digit_pattern
from eenmalig.cleartext.numbers.countries import NETHERLANDS
from eenmalig.cleartext.numbers.number import DUTCH_MACHINES, refusal_of
from eenmalig.cleartext.numbers.refusals import NOT_REFUSED, POSITIONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from eenmalig.cleartext.numbers.digit_pattern import Sequence
    from eenmalig.cleartext.numbers.digits import Digits

# What stands in a table beside the position of a refusal in Refusal.
RECIPIENT, NOT_VALID, UNDECIDED = NOT_REFUSED, -2, -3

# Where more digits decide than these, the library is asked: rare, and tables stay small.
_DEEPEST = 5
# A type is the first in this order whose pattern matches, as libphonenumber tries them.
_BEFORE_LINES = (
    ("premium_rate", PhoneNumberType.PREMIUM_RATE),
    ("toll_free", PhoneNumberType.TOLL_FREE),
    ("shared_cost", PhoneNumberType.SHARED_COST),
    ("voip", PhoneNumberType.VOIP),
    ("personal_number", PhoneNumberType.PERSONAL_NUMBER),
    ("pager", PhoneNumberType.PAGER),
    ("uan", PhoneNumberType.UAN),
    ("voicemail", PhoneNumberType.VOICEMAIL),
)
_NAMES = ("general_desc", *(name for name, _ in _BEFORE_LINES), "fixed_line", "mobile")


def looked_up(tables: Mapping[int, NDArray[np.int8]], numbers: Digits) -> NDArray[np.int8]:
    """Return what the table of its length says of each number; NOT_VALID where there is none."""
    verdicts = np.full(len(numbers.value), NOT_VALID, dtype=np.int8)
    for length, table in tables.items():
        where = np.flatnonzero(numbers.length == length)
        if len(where):
            verdicts[where] = table[numbers.value[where] // (10**length // len(table))]
    return verdicts


def metadata_of(calling_code: int, region: str) -> Any:  # the library's types allow None everywhere
    """Return the library's metadata of a region, or of a calling code that no country has."""
    return PhoneMetadata.metadata_for_region_or_calling_code(calling_code, region)


def matching_table(
    sequences: Iterable[Sequence], length: int, verdict: int = RECIPIENT
) -> NDArray[np.int8]:
    """Return a table of ``verdict`` where a sequence of that length matches."""
    of_length = digit_pattern.of_length(sequences, length)
    deep = min(digit_pattern.depth(of_length), _DEEPEST)
    surely, perhaps = digit_pattern.covered(of_length, deep)
    return np.where(perhaps, UNDECIDED, np.where(surely, verdict, NOT_VALID)).astype(np.int8)


def verdict_table(
    calling_code: int, regions: tuple[str, ...], length: int, countries: tuple[str, ...]
) -> NDArray[np.int8]:
    """Return the verdicts on all numbers of one length: the first region that claims it decides."""
    shapes = {region: _Shapes(metadata_of(calling_code, region), length) for region in regions}
    deep = min(max(shape.depth for shape in shapes.values()), _DEEPEST)
    verdicts = np.full(10**deep, NOT_VALID, dtype=np.int8)
    unsure = np.zeros(10**deep, dtype=np.bool_)
    unclaimed = np.ones(10**deep, dtype=np.bool_)
    for region, shape in shapes.items():
        kinds, perhaps = shape.kinds(deep)
        claimed = kinds != PhoneNumberType.UNKNOWN
        if shape.leading is not None and len(regions) > 1:
            claimed, perhaps_leading = digit_pattern.covered(shape.leading, deep)
            perhaps |= perhaps_leading
        unsure |= perhaps
        machine, _ = digit_pattern.covered(shape.machines if region == NETHERLANDS else (), deep)
        here = unclaimed & claimed
        verdicts[here] = _verdict_by_kind(region, countries, kinds, machine)[here]
        unclaimed &= ~claimed
    verdicts[unsure] = UNDECIDED
    return verdicts


def _verdict_by_kind(
    region: str,
    countries: tuple[str, ...],
    kinds: NDArray[np.int8],
    machine: NDArray[np.bool_],
) -> NDArray[np.int8]:
    verdicts = np.full(len(kinds), NOT_VALID, dtype=np.int8)
    for kind in set(np.unique(kinds).tolist()) - {PhoneNumberType.UNKNOWN}:
        for is_machine in (False, True):
            refusal = refusal_of(kind, region, countries, machine=is_machine)
            verdict = RECIPIENT if refusal is None else POSITIONS[refusal]
            verdicts[(kinds == kind) & (machine == is_machine)] = verdict
    return verdicts


class _Shapes:
    """What numbers of one region and one length look like, by the names of the metadata."""

    def __init__(self, metadata: Any, length: int) -> None:
        self.of = {name: _described(metadata, name, length) for name in _NAMES}
        self.same_lines = bool(metadata.same_mobile_and_fixed_line_pattern)
        leading = metadata.leading_digits
        self.leading = (
            None
            if leading is None
            else digit_pattern.beginning(digit_pattern.sequences(leading), length)
        )
        self.machines = digit_pattern.beginning(digit_pattern.sequences(DUTCH_MACHINES), length)

    @property
    def depth(self) -> int:
        """How many digits decide."""
        descriptions = [*self.of.values(), self.leading or [], self.machines]
        return max(digit_pattern.depth(sequences) for sequences in descriptions)

    def kinds(self, deep: int) -> tuple[NDArray[np.int8], NDArray[np.bool_]]:
        """Return the type of each number by its first ``deep`` digits, and where that is unsure."""
        tables = {
            name: digit_pattern.covered(sequences, deep)
            for name, sequences in self.of.items()
            if sequences
        }
        nothing = np.zeros(10**deep, dtype=np.bool_)
        surely = {name: table for name, (table, _) in tables.items()}
        fixed, mobile = surely.get("fixed_line", nothing), surely.get("mobile", nothing)
        kinds = np.full(10**deep, PhoneNumberType.UNKNOWN, dtype=np.int8)
        # From the last that is tried to the first, so that the first has the last word.
        if not self.same_lines:
            kinds[mobile] = PhoneNumberType.MOBILE
        kinds[fixed] = PhoneNumberType.FIXED_LINE
        kinds[fixed if self.same_lines else fixed & mobile] = PhoneNumberType.FIXED_LINE_OR_MOBILE
        for name, kind in reversed(_BEFORE_LINES):
            if name in surely:
                kinds[surely[name]] = kind
        kinds[~surely.get("general_desc", nothing)] = PhoneNumberType.UNKNOWN
        unsure = np.logical_or.reduce([nothing, *(perhaps for _, perhaps in tables.values())])
        return kinds, unsure


def _described(metadata: Any, name: str, length: int) -> list[Sequence]:
    """Return the sequences of one length that a description of the metadata allows."""
    description = getattr(metadata, name)
    pattern = description.national_number_pattern if description is not None else None
    if not pattern:
        return []
    if description.possible_length and length not in description.possible_length:
        return []
    return digit_pattern.of_length(digit_pattern.sequences(pattern), length)
