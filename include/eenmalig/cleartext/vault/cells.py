"""Cells of exports as columns, in bounded batches: what the vault seals and selection reads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa

from eenmalig.cleartext.numbers.number import FieldKind
from eenmalig.domain.counting import SetAside

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from eenmalig.cleartext.sources import RawValue

SOURCE = "source"
NONE = -1
# Nothing sets the cell aside, and a person decided that its number is texted also when it is round.
ROUND_TOO = -2
REASONS = tuple(SetAside)

# Sheet and column are 0 where a format has none: positions count from 1.
_SCHEMA = pa.schema(
    [
        ("text", pa.string()),
        ("phone", pa.bool_()),
        ("owner", pa.bool_()),
        ("set_aside", pa.int8()),
        ("sheet", pa.int32()),
        ("row", pa.int64()),
        ("column", pa.int32()),
    ]
)


class Cells(NamedTuple):
    """A batch of cells of one export, with columns of equal length.

    ``origin`` is "source" or an exclusion list's category, ``position`` counts from 1.
    ``columns`` holds text, phone (whether the field says telephone), owner, set_aside (an index
    into ``REASONS``, ``NONE`` or ``ROUND_TOO``), sheet, row, column.
    """

    origin: str
    position: int
    columns: pa.RecordBatch

    def __repr__(self) -> str:
        """Show no cell: this may end in a traceback."""
        return f"Cells({self.origin}, {self.position}, {self.columns.num_rows})"

    def __len__(self) -> int:
        """Return the number of cells."""
        return int(self.columns.num_rows)

    @property
    def texts(self) -> pa.Array:
        """What stands in each cell."""
        return self.columns.column("text")

    def truths(self, name: str) -> NDArray[np.bool_]:
        """Return a column of yes and no."""
        return self._column(name).astype(np.bool_)

    def integers(self, name: str) -> NDArray[np.int64]:
        """Return a column of integers."""
        return self._column(name).astype(np.int64)

    def places(self) -> NDArray[np.int32]:
        """Return sheet, row and column of each cell, as a row of three."""
        columns = [self._column(name) for name in ("sheet", "row", "column")]
        return np.column_stack(columns).astype(np.int32)

    def _column(self, name: str) -> NDArray[np.generic]:
        return np.asarray(self.columns.column(name).to_numpy(zero_copy_only=False))


def texts(values: Sequence[RawValue]) -> pa.StringArray:
    """Return the texts of values as a column; what no encoding can hold becomes a question mark."""
    encodable = [value.text.encode("utf-8", "replace").decode() for value in values]
    return pa.array(encodable, pa.string())


def cells(
    origin: str,
    position: int,
    values: Sequence[RawValue],
    reasons: Sequence[SetAside | None],
    round_too: Sequence[bool] = (),
) -> Cells:
    """Return values as a batch. Labels and dates end here: only what was decided goes on.

    ``round_too`` says of each, where anybody decided so, that it is texted also when it is round.
    """
    rank = {reason: index for index, reason in enumerate(REASONS)}
    unset = [ROUND_TOO if decided else NONE for decided in round_too or [False] * len(values)]
    columns = (
        texts(values),
        [value.field is FieldKind.PHONE for value in values],
        [value.owner for value in values],
        [
            none if reason is None else rank[reason]
            for reason, none in zip(reasons, unset, strict=True)
        ],
        [value.locator.sheet or 0 for value in values],
        [value.locator.row for value in values],
        [value.locator.column or 0 for value in values],
    )
    arrays = [pa.array(column, kind.type) for column, kind in zip(columns, _SCHEMA, strict=True)]
    return Cells(origin, position, pa.RecordBatch.from_arrays(arrays, schema=_SCHEMA))


def packed(batch: Cells) -> bytes:
    """Return the columns in Arrow's format for streams."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, _SCHEMA) as stream:
        stream.write_batch(batch.columns)
    return bytes(sink.getvalue().to_pybytes())


def unpacked(origin: str, position: int, content: bytes) -> Cells:
    """Return the batch that ``packed`` gave."""
    with pa.ipc.open_stream(content) as stream:
        return Cells(origin, position, stream.read_next_batch())
