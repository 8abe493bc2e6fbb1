"""Columns of cells to columns of digits: what ``splitting`` and ``number.spelled`` do to one value.

What a pattern of ``spelling_patterns`` recognises is read for a whole column at once. Other cells
are taken apart and their candidates looked at in the same way; what is left then goes through
``number.spelled``, each distinct one once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from eenmalig.cleartext.numbers.digits import Digits
from eenmalig.cleartext.numbers.number import MOST_DIGITS
from eenmalig.cleartext.numbers.refusals import NOT_REFUSED, POSITIONS
from eenmalig.cleartext.numbers.spelling import LONGEST
from eenmalig.cleartext.numbers.spelling_patterns import COMMON, REFUSED_AT_SIGHT, WHOLE_FLOAT
from eenmalig.domain.counting import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from eenmalig.cleartext.numbers.memo import Memo


class Spelled(NamedTuple):
    """Candidates as columns: the cell of each, ascending, and the digits that it spells.

    ``plus`` is whether the digits begin with a calling code. Where ``refusal`` is a position in
    ``Refusal`` instead of ``NOT_REFUSED`` there are none.
    """

    cell: NDArray[np.int64]
    plus: NDArray[np.bool_]
    value: NDArray[np.int64]
    length: NDArray[np.int64]
    refusal: NDArray[np.int8]

    def __repr__(self) -> str:
        """Show no number: this may end in a traceback."""
        return f"Spelled({len(self.cell)} candidates)"

    @property
    def digits(self) -> Digits:
        """The digits of each, without the plus."""
        return Digits(self.value, self.length)


def spelled(texts: pa.StringArray, memo: Memo) -> Spelled:
    """Return the candidates of all cells, in the order of the cells and within each."""
    at_sight, others = _at_sight(texts)
    cells = []
    parts = []
    for cell, text in zip(others.tolist(), _taken(texts, others).to_pylist(), strict=True):
        apart = memo.split(text)
        cells += [cell] * len(apart)
        parts += apart
    of_parts = _one_by_one(pa.array(parts, pa.string()), memo)
    of_cells = of_parts._replace(cell=np.array(cells, dtype=np.int64)[of_parts.cell])
    return _in_order([at_sight, of_cells])


def _one_by_one(candidates: pa.StringArray, memo: Memo) -> Spelled:
    at_sight, others = _at_sight(candidates)
    rows = [_row(memo.spelled(text)) for text in _taken(candidates, others).to_pylist()]
    plus, value, length, refusal = zip(*rows, strict=True) if rows else ((),) * 4
    left = Spelled(
        others,
        np.array(plus, dtype=np.bool_),
        np.array(value, dtype=np.int64),
        np.array(length, dtype=np.int64),
        np.array(refusal, dtype=np.int8),
    )
    return _in_order([at_sight, left])


def _row(spelling: str | Refusal) -> tuple[bool, int, int, int]:
    if isinstance(spelling, Refusal):
        return False, 0, 0, POSITIONS[spelling]
    digits = spelling.removeprefix("+")
    return digits != spelling, int(digits), len(digits), NOT_REFUSED


def _at_sight(texts: pa.StringArray) -> tuple[Spelled, NDArray[np.int64]]:
    """Return what patterns recognise, as one candidate each, and the positions of all others."""
    kept, length = _digits(texts)
    short = (length <= MOST_DIGITS) & (_column(pc.binary_length(texts)) <= LONGEST)
    common = _matches(texts, COMMON) & short
    others = np.flatnonzero(~common)
    parts = [_common(texts, kept, np.flatnonzero(common))]
    is_float = _matches(_taken(texts, others), WHOLE_FLOAT) & short[others]
    floats = _common(texts, kept, others[is_float], decimals=1)
    parts.append(floats)
    others = others[~is_float]
    for pattern, refusal in REFUSED_AT_SIGHT:
        is_refused = _matches(_taken(texts, others), pattern)
        parts.append(_refused(others[is_refused], refusal))
        others = others[~is_refused]
    return _in_order(parts), others


def _common(
    texts: pa.StringArray, kept: pa.StringArray, where: NDArray[np.int64], *, decimals: int = 0
) -> Spelled:
    """Return the candidates of some cells by the digits kept of them, without the decimals."""
    texts, kept = _taken(texts, where), _taken(kept, where)
    value = _column(kept.cast(pa.int64())) // 10**decimals
    digits = Digits(value, _column(pc.binary_length(kept)).astype(np.int64) - decimals)
    abroad = digits.begin_with("00")
    digits = digits.without_first(2).where(abroad, digits)
    refusal = np.where(digits.length, NOT_REFUSED, POSITIONS[Refusal.NOT_A_NUMBER])
    plus = abroad | _column(pc.match_substring(texts, "+"))
    return Spelled(where, plus, *digits, refusal.astype(np.int8))


def _refused(cells: NDArray[np.int64], refusal: Refusal) -> Spelled:
    zeros = np.zeros(len(cells), dtype=np.int64)
    refusals = np.full(len(cells), POSITIONS[refusal], dtype=np.int8)
    return Spelled(cells, zeros.astype(np.bool_), zeros, zeros, refusals)


def _in_order(parts: Iterable[Spelled]) -> Spelled:
    joined = Spelled._make(np.concatenate(columns) for columns in zip(*parts, strict=True))
    order = np.argsort(joined.cell, kind="stable")
    return Spelled._make(column[order] for column in joined)


def _digits(texts: pa.StringArray) -> tuple[pa.StringArray, NDArray[np.int64]]:
    """Return the ASCII digits of each text and nothing else, and how many they are."""
    _, offsets_buffer, data_buffer = texts.buffers()
    offsets = np.frombuffer(offsets_buffer, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    data = np.frombuffer(data_buffer or b"", np.uint8)[offsets[0] : offsets[-1]]
    # Below "0" a difference wraps round to a large one.
    is_digit = (data - np.uint8(ord("0"))) <= np.uint8(ord("9") - ord("0"))
    before = np.zeros(len(data) + 1, dtype=np.int32)
    np.cumsum(is_digit, out=before[1:])
    ends = before[offsets - offsets[0]]
    buffers = pa.py_buffer(ends.tobytes()), pa.py_buffer(data[is_digit].tobytes())
    return pa.StringArray.from_buffers(len(texts), *buffers), np.diff(ends).astype(np.int64)


def _taken(texts: pa.StringArray, where: NDArray[np.int64]) -> pa.StringArray:
    return texts.take(pa.array(where))


def _matches(texts: pa.StringArray, pattern: str) -> NDArray[np.bool_]:
    return _column(pc.match_substring_regex(texts, pattern))


def _column(values: pa.Array) -> NDArray[Any]:
    return np.asarray(values.to_numpy(zero_copy_only=False))
