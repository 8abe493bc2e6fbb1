"""Whole columns of cells to numbers, as ``eenmalig.cleartext.numbers.number`` does it to one value.

For each cell the result is exactly ``[normalize(each, field) for each in split(cell)]``. Spellings
are read by column (``spelling_columns``), then numbers are judged by column, by tables derived
from libphonenumber's metadata (``numbering_plan``). What a table does not decide goes through
libphonenumber itself, once for as long as a memo holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import phonenumbers

from eenmalig.cleartext.numbers import number, numbering_plan
from eenmalig.cleartext.numbers.countries import DUTCH
from eenmalig.cleartext.numbers.memo import Memo
from eenmalig.cleartext.numbers.not_valid import why_not_valid
from eenmalig.cleartext.numbers.plan_tables import NOT_VALID, UNDECIDED
from eenmalig.cleartext.numbers.refusals import NOT_REFUSED, POSITIONS
from eenmalig.cleartext.numbers.spelling_columns import spelled
from eenmalig.domain.counting import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa
    from numpy.typing import NDArray

    from eenmalig.cleartext.numbers.digits import Digits
    from eenmalig.cleartext.numbers.numbering_plan import HomePlan, NumberingPlan
    from eenmalig.cleartext.numbers.spelling_columns import Spelled

# Cells looked at together: what is made on the way stays in the processor's cache.
TOGETHER = 1 << 16
# Of fewer numbers of one calling code together, asking libphonenumber is faster than a table.
WORTH_A_TABLE = 30

NO_CODE = 0
_CODE_LENGTHS = (1, 2, 3)
_IS_CODE = np.isin(np.arange(1000), list(phonenumbers.COUNTRY_CODE_TO_REGION_CODE))


class Candidates(NamedTuple):
    """Candidates as columns: the cell of each, ascending; its number or 0; its refusal or -1.

    ``cell`` is a position in the texts given (int64), ``number`` an E.164 without the plus (int64),
    ``refusal`` a position in ``Refusal`` (int8).
    """

    cell: NDArray[np.int64]
    number: NDArray[np.int64]
    refusal: NDArray[np.int8]

    def __repr__(self) -> str:
        """Show no number: this may end in a traceback."""
        return f"Candidates({len(self.cell)})"


def candidates(
    texts: pa.StringArray,
    phone: NDArray[np.bool_],
    countries: tuple[str, ...] = DUTCH,
    memo: Memo | None = None,
) -> Candidates:
    """Return the candidates of all cells; those that are not refused may be texted.

    ``phone`` is whether a cell stands in a field labelled as telephone. A ``memo`` that is handed
    to each call lets a value be read once for all; without one nothing outlives the call.
    """
    judged = _judged_all(texts, phone, countries, memo or Memo())
    return judged._replace(number=np.where(judged.refusal == NOT_REFUSED, judged.number, 0))


def usable(
    texts: pa.StringArray, countries: tuple[str, ...] = DUTCH, memo: Memo | None = None
) -> Candidates:
    """Return the candidates of all cells; a valid number of any type and country is not refused."""
    judged = _judged_all(texts, np.ones(len(texts), dtype=np.bool_), countries, memo or Memo())
    refusal = np.where(judged.number, NOT_REFUSED, judged.refusal).astype(np.int8)
    return judged._replace(refusal=refusal)


def _judged_all(
    texts: pa.StringArray, phone: NDArray[np.bool_], countries: tuple[str, ...], memo: Memo
) -> Candidates:
    """Return every valid number, and for all but those to be texted the refusal."""
    parts = []
    for start in range(0, max(len(texts), 1), TOGETHER):
        spellings = spelled(texts.slice(start, TOGETHER), memo)
        judged = _judged(spellings, phone[start : start + TOGETHER], countries, memo)
        parts.append(judged._replace(cell=judged.cell + start))
    return Candidates._make(np.concatenate(columns) for columns in zip(*parts, strict=True))


def _judged(
    spellings: Spelled, phone: NDArray[np.bool_], countries: tuple[str, ...], memo: Memo
) -> Candidates:
    verdict = spellings.refusal.copy()
    e164 = np.zeros(len(verdict), dtype=np.int64)
    of_bare_length = spellings.length == number.BARE_LENGTH
    bare = ~spellings.plus & of_bare_length & ~spellings.digits.begin_with("0")
    verdict[bare & ~phone[spellings.cell]] = POSITIONS[Refusal.BARE_DIGITS]
    pending = verdict == NOT_REFUSED
    verdict[pending] = UNDECIDED
    from_home = np.flatnonzero(pending & ~spellings.plus)
    from_abroad = np.flatnonzero(pending & spellings.plus)
    home: tuple[NumberingPlan | HomePlan, NDArray[np.int64], Digits] = (
        numbering_plan.home(countries),
        from_home,
        spellings.digits.of(from_home),
    )
    for plan, where, digits in (home, *_by_calling_code(spellings.digits, from_abroad, countries)):
        national, judged = plan.judge(digits)
        verdict[where] = judged
        e164[where] = np.where(judged >= NOT_REFUSED, national.after(plan.calling_code), 0)
    where = np.flatnonzero(verdict == NOT_VALID)
    verdict[where] = why_not_valid(spellings.plus[where], spellings.digits.of(where), countries)
    _ask_the_library(spellings, verdict, e164, countries, memo)
    return Candidates(spellings.cell, e164, verdict)


def _by_calling_code(
    digits: Digits, where: NDArray[np.int64], countries: tuple[str, ...]
) -> Iterator[tuple[NumberingPlan, NDArray[np.int64], Digits]]:
    """Yield plans worth a table, the positions of their numbers, and what follows the code."""
    codes = _calling_codes(digits.of(where))
    home = numbering_plan.home(countries).calling_code
    for code, count in zip(*np.unique(codes, return_counts=True), strict=True):
        if code != NO_CODE and (code == home or count >= WORTH_A_TABLE):
            of_code = where[codes == code]
            rest = digits.of(of_code).without_first(len(str(code)))
            yield numbering_plan.plan(int(code), countries), of_code, rest


def _calling_codes(digits: Digits) -> NDArray[np.int64]:
    """Return the calling code with which each begins, the shortest that there is, or NO_CODE."""
    codes = np.full(len(digits.value), NO_CODE)
    for size in _CODE_LENGTHS:
        first = digits.first(size)
        codes = np.where((codes == NO_CODE) & _IS_CODE[first], first, codes)
    codes[digits.begin_with("0")] = NO_CODE
    return codes


def _ask_the_library(
    spellings: Spelled,
    verdict: NDArray[np.int8],
    e164: NDArray[np.int64],
    countries: tuple[str, ...],
    memo: Memo,
) -> None:
    """Fill in what the tables left open."""
    for at in np.flatnonzero(verdict == UNDECIDED).tolist():
        digits = f"{'+' * bool(spellings.plus[at])}{spellings.value[at]:0{spellings.length[at]}d}"
        reading = memo.read(digits, countries)
        e164[at] = int(reading.e164 or 0)
        verdict[at] = NOT_REFUSED if reading.refusal is None else POSITIONS[reading.refusal]
