"""The steps of a campaign side by side on one line of time."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from eenmalig.documents.moments import duration
from eenmalig.domain.window import ZONE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from eenmalig.documents.words import Words

_NARROWEST = 0.6


def rows(steps: Sequence[Mapping[str, Any]], wording: Words) -> list[dict[str, Any]]:
    """Return for each step its name, clock time, duration, and place in percent of the whole."""
    begun = [datetime.fromisoformat(step["started_at"]).astimezone(ZONE) for step in steps]
    if not begun:
        return []
    first = min(begun)
    offsets = [(at - first).total_seconds() for at in begun]
    ends = [offset + step["seconds"] for offset, step in zip(offsets, steps, strict=True)]
    whole = max(*ends, 1.0)
    return [
        {
            "name": wording.name("step", step["step"]),
            "begun": f"{at:%H:%M:%S}",
            "duration": duration(step["seconds"], wording),
            "left": round(min(100 * offset / whole, 100 - _NARROWEST), 2),
            "width": round(max(100 * step["seconds"] / whole, _NARROWEST), 2),
        }
        for step, at, offset in zip(steps, begun, offsets, strict=True)
    ]
