"""What a city's file or a rehearsal's profile sets, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from eenmalig.documents.markdown import plain
from eenmalig.documents.moments import duration

if TYPE_CHECKING:
    from collections.abc import Mapping

    from eenmalig.documents.words import Words

    Data = Mapping[str, Any]

_DURATIONS = {
    "settle_seconds": 1,
    "receipt_window_seconds": 1,
    "approval_window_minutes": 60,
    "minutes_for_each_authority": 60,
    "destruction_deadline_hours": 3600,
}


def window_in_words(window: Data, wording: Words) -> str:
    """Return a sending window: its days and its hours."""
    days = ", ".join(wording.name("day", day) for day in window["days"])
    opens, closes = window["from"], window["until"]
    return wording.say("dossier", "window_value", days=days, opens=opens, closes=closes)


def overrides_in_words(profile: Data, wording: Words) -> str:
    """Return what a rehearsal's profile sets otherwise than the city's file."""
    overrides = []
    for key, value in profile.items():
        shown = str(value)
        if key in _DURATIONS:
            shown = duration(value * _DURATIONS[key], wording)
        elif key == "window":
            shown = window_in_words(value, wording)
        overrides.append(f"{plain(wording.name('override', key))}: {plain(shown)}")
    return "; ".join(overrides)
