"""How it stands with an authority that was asked and has not answered."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.pages.campaign_seen import SeenCampaign

_ENDS = ("gate", "stopped", "withdrawn", "superseded", "destruction_began", "certified", "closed")


class Unanswered(StrEnum):
    """Why there is no answer (keys of the words)."""

    STILL_OPEN = "still_open"
    NOT_NEEDED = "not_needed"
    NOT_ANSWERED = "not_answered"


def unanswered(seen: SeenCampaign, until: str | None, now: datetime) -> Unanswered:
    """Return how it stands with who had to answer before ``until`` (ISO 8601).

    What ended sooner made the answer needless; whoever could have answered until the end did not.
    A question of the first format names no moment.
    """
    last = datetime.fromisoformat(until) if until else None
    ended = min(_ends(seen), default=None)
    if last is None or (ended or now) >= last:
        return Unanswered.NOT_ANSWERED
    return Unanswered.NOT_NEEDED if ended else Unanswered.STILL_OPEN


def _ends(seen: SeenCampaign) -> Iterator[datetime]:
    """Give each moment from which on nobody is waited for, signed or not yet."""
    for record in seen.records:
        if record.kind in _ENDS:
            yield datetime.fromisoformat(record.data.get("given_at") or record.at)
    for answer in seen.decided:
        if not answer.approves:
            yield answer.at
    if seen.stop is not None:
        yield seen.stop.at
