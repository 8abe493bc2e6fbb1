"""What the trace of verifications tells of one campaign, in lines for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.evidence.trace_reading import Traced


def lines_of(traced: Traced) -> Iterator[str]:
    """Yield a line for each thing that the trace tells."""
    if not traced.there:
        yield "no trace of verifications here: whether somebody looked each day cannot be told"
        return
    if traced.last_at is None:
        yield "NO VERIFICATION of the trace has looked at this campaign since it was closed"
    else:
        yield f"{traced.verifications} verifications looked at it, the last on {traced.last_at}"
    for gap in traced.gaps:
        yield f"NOBODY LOOKED from {gap.after} to {gap.until}"
    for moment in traced.not_ended:
        yield f"a verification that began on {moment} has not ended"
