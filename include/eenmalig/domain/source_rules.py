"""What a hand-over says about one source: what a person must decide, and has decided."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eenmalig.domain.counting import SetAside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from eenmalig.domain.place import Place


@dataclass(frozen=True)
class SourceRules:
    """The rules by which values of one source are set aside.

    ``grounds`` apply to all of it: its kind or its device gives no ground to text anybody.
    ``last_used_after`` is the day that the last contact must be later than. ``also_text`` are a
    person's decisions: the places, by reason, that are texted all the same; None is every place.
    """

    grounds: frozenset[SetAside] = frozenset()
    last_used_after: date | None = None
    also_text: Mapping[SetAside, Sequence[Place] | None] = field(default_factory=dict)

    def why(self, reasons: Iterable[SetAside], place: Place) -> SetAside | None:
        """Return the first reason, in the order of ``SetAside``, that nobody decided about."""
        applying = {*reasons, *self.grounds}
        undecided = (
            reason for reason in SetAside if reason in applying and not self._decided(reason, place)
        )
        return next(undecided, None) if applying else None

    def _decided(self, reason: SetAside, place: Place) -> bool:
        if reason not in self.also_text:
            return False
        places = self.also_text[reason]
        return places is None or any(
            texted.covers(place.sheet, place.row, place.column) for texted in places
        )
