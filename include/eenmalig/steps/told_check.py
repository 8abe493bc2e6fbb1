"""What is wrong with a hand-over that was tried, in the words of a terminal and of a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.error_explanations import EXPLANATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.errors import EenmaligError
    from eenmalig.steps.handover_check import Check


def wrong(result: Check) -> Iterator[str]:
    """Yield a line for every mistake, then what to do about each kind."""
    for error in result.errors:
        yield from mistakes(error)
    for code in dict.fromkeys(error.code for error in result.errors):
        yield f"What to do about {code}: {EXPLANATIONS[code].next_step}"
    if not result.total.recipients:
        yield "No recipient is left."


def mistakes(error: EenmaligError) -> Iterator[str]:
    """Yield a line for every mistake that an error tells; one for an error that tells none."""
    for mistake in error.mistakes or [EXPLANATIONS[error.code].happened]:
        yield f"[{error.code}] {mistake}"
