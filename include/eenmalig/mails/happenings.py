"""What happened that somebody is told of by mail, and who that is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from eenmalig.domain.campaign import Campaign


class Occasion(StrEnum):
    """Why somebody is told."""

    ASKED = "asked"
    REMINDED = "reminded"
    ENDED = "ended"
    DEADLINE_NEAR = "deadline_near"
    NOT_DESTROYED = "not_destroyed"
    LEAK = "leak"
    FINDING = "finding"
    NOT_VERIFIED = "not_verified"


AUTHORITY, DATA_TEAM, COMPLIANCE, ON_CALL = "authority", "data_team", "compliance", "on_call"

# Who is told of what. ``authority`` is the one that is asked.
RECEIVERS: Mapping[Occasion, tuple[str, ...]] = {
    Occasion.ASKED: (AUTHORITY,),
    Occasion.REMINDED: (AUTHORITY,),
    Occasion.ENDED: (DATA_TEAM, COMPLIANCE),
    Occasion.DEADLINE_NEAR: (ON_CALL,),
    Occasion.NOT_DESTROYED: (ON_CALL,),
    Occasion.LEAK: (ON_CALL,),
    Occasion.FINDING: (ON_CALL,),
    Occasion.NOT_VERIFIED: (ON_CALL,),
}


@dataclass(frozen=True)
class Happening:
    """One thing that is told once. ``key`` is what makes it another than those before.

    Without a ``campaign`` it is of the whole installation, and told to every city's. ``until`` is
    the moment that matters, where there is one. ``told`` holds codes, never what somebody typed.
    ``rehearsal`` is whether it is of no more than that, and None where no record tells.
    """

    kind: Occasion
    key: str
    at: datetime
    campaign: Campaign | None = None
    authority: str | None = None
    until: datetime | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    rehearsal: bool | None = None

    @property
    def receivers(self) -> tuple[str, ...]:
        """Who is told: an authority by its name, or a part of the city's staff."""
        if self.authority is not None:
            return (self.authority,)
        return RECEIVERS[self.kind]
