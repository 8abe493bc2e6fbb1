"""What must hold of closed evidence of the third format: all that does not is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.evidence.checks import (
    added_up,
    asked,
    clock,
    documents_told,
    gone,
    looked,
    order,
    searched,
    sent,
    shapes,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from eenmalig.evidence.checks.case import Case

# What malformed data makes Python raise, wherever it is used.
MALFORMED = (
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)
_CHECKS: Sequence[Callable[[Case], Iterator[str]]] = (
    order.check,
    order.check_ending,
    clock.check,
    clock.check_now,
    clock.check_opened,
    clock.check_steps,
    clock.check_items,
    clock.check_given,
    asked.check,
    asked.check_requests,
    asked.check_answers,
    asked.check_gate,
    asked.check_asked,
    sent.check,
    sent.check_code,
    sent.check_when,
    sent.check_whole,
    added_up.check,
    added_up.check_sent,
    added_up.check_outcomes,
    added_up.check_known,
    searched.check,
    gone.check,
    gone.check_provider,
    documents_told.check_dossier,
    documents_told.check,
    looked.check,
    looked.check_late,
)


def findings(case: Case) -> list[str]:
    """Return all that does not hold; nothing if all holds.

    A check that stumbles over what the first one told of is left out. Over anything else it is not
    left out in silence.
    """
    wrong = list(shapes.check(case))
    malformed = bool(wrong)
    for check in _CHECKS:
        try:
            wrong.extend(check(case))
        except MALFORMED:
            if not malformed:
                subject = check.__module__.rpartition(".")[2].replace("_", " ")
                wrong.append(f"it cannot be checked what is said of: {subject}")
    return wrong
