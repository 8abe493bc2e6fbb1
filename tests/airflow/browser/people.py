"""The city of these tests, its people, and what its hand-overs are called."""

from __future__ import annotations

CITY = "lelystad"
TEAM, POLICE, MUNICIPALITY, PROSECUTOR = (
    f"{part}-{CITY}" for part in ("data-team", "police", "municipality", "prosecutor")
)
COMPLIANCE = "compliance"
OF_ANOTHER_CITY = tuple(
    f"{part}-utrecht" for part in ("data-team", "police", "municipality", "prosecutor")
)
# The hand-overs, by what becomes of the campaign of each; and one that cannot be started.
COMPLETED, REJECTED, WITHDRAWN, STOPPED = HANDOVERS = ("markt", "haven", "station", "kade")
BROKEN = "plein"


def case_of(handover: str) -> str:
    """Return the reference of a hand-over's case."""
    return f"PL-2026-{handover.upper()}"
