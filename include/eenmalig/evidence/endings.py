"""How a campaign ended as people read it: in the list, on pages, at its run, in mails.

What is signed as the ending tells a no before sending from one during it. People also want to know
whether an authority said no to begin with, or took its own approval back: that is a withdrawal.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from eenmalig.domain.approvals import Decision, Standing
from eenmalig.evidence.ledger import CERTIFIED, CLOSED
from eenmalig.evidence.reading import ENDED_BY_PEOPLE, answers, ending_of, latest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from eenmalig.evidence.records import Record

_ENDS = {"stopped", "withdrawn", "superseded", "destruction_began", CERTIFIED, CLOSED}
_REJECTED, _WITHDRAWN = "rejected", "withdrawn"


class Given(Protocol):
    """A decision for an authority, signed or not yet."""

    @property
    def authority(self) -> str:
        """For whom it was given."""

    @property
    def decision(self) -> Decision:
        """Yes or no."""

    @property
    def at(self) -> datetime:
        """When it was given."""


def ending_as_read(records: Sequence[Record]) -> str:
    """Return how a campaign ended, from its signed records."""
    return as_read(ending_of(records), answers(records))


def ending_once_decided(
    records: Sequence[Record], given: Iterable[Given], stopped: str | None = None
) -> str | None:
    """Return how a campaign ended, once that is decided.

    ``given`` are its decisions, also those that nobody has signed yet, and ``stopped`` is why it
    was stopped, also where that is not signed yet.
    """
    given = list(given)
    ends = [record for record in records if record.kind in _ENDS]
    told = [record.data["ending"] for record in ends if "ending" in record.data]
    if told:
        return as_read(str(told[-1]), given)
    gate, sent = latest(records, "gate"), latest(records, "sent")
    if ends or (gate is not None and gate.data["standing"] != Standing.APPROVED):
        return as_read(ending_of(records), given)
    if sent is not None:
        early = sent.data["ended_early"]
        return str(early) if early in ENDED_BY_PEOPLE else None
    if any(one.decision is Decision.REJECT for one in given):
        began = latest(records, "sending_began") is not None
        return _WITHDRAWN if began else as_read(_REJECTED, given)
    return stopped


def as_read(ending: str, given: Iterable[Given]) -> str:
    """Return an ending, or a gate's standing, as people read it beside the decisions."""
    return _WITHDRAWN if ending == _REJECTED and _was_taken_back(given) else ending


def _was_taken_back(given: Iterable[Given]) -> bool:
    """Whether the first no is of an authority that had approved."""
    approved = set()
    for one in sorted(given, key=lambda one: one.at):
        if one.decision is Decision.REJECT:
            return one.authority in approved
        approved.add(one.authority)
    return False
