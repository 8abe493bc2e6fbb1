"""Whether somebody other than the destroyer looked afterwards, and what the looks say together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.domain.approvals import CLOCKS_MAY_DIFFER
from eenmalig.evidence.checks.case import at, told

if TYPE_CHECKING:
    from collections.abc import Iterator

    from eenmalig.evidence.checks.case import Case

NOBODY_LOOKED = (
    "nobody but the destroyer has looked yet: have compliance start a verification on the page "
    "Campagnes, or run the DAG destruction_verification, then verify again"
)
SOMETHING_LEFT = "the last look found something left: see the log of destruction_verification"
_AT_PROVIDER = "the last look found messages at the provider"
# What says nothing against the evidence itself.
CURED_BY_A_LOOK = frozenset({NOBODY_LOOKED, SOMETHING_LEFT, _AT_PROVIDER})


def check(case: Case) -> Iterator[str]:
    """Tell where nobody looked, looked too early, or found what nobody gave up."""
    if not case.looks:
        yield NOBODY_LOOKED
        return
    for look in case.looks:
        if look.data["by"] != "verification":
            yield f"{told(look)}: it was not the verification that looked"
        if not set(look.data["result"].get("given_up", ())) <= case.given_up:
            yield f"{told(look)}: what it calls given up is not on record as that"
    if at(case.looks[0]) < at(case.records[-1]) - CLOCKS_MAY_DIFFER:
        yield f"{told(case.looks[0])}: it was before destruction had ended"
    result = case.looks[-1].data["result"]
    if result["left"]:
        yield SOMETHING_LEFT
    if result["provider"] == "present" and "provider_messages" not in result.get("given_up", ()):
        yield _AT_PROVIDER


def check_late(case: Case) -> Iterator[str]:
    """Tell where late finds were forgotten, or absence is said that nobody can have seen."""
    known = 0
    for look in case.looks:
        late = look.data["result"].get("late_deleted")
        if late is not None:
            if late < known:
                yield f"{told(look)}: messages that came late were forgotten"
            known = max(known, late)
            if look.data["result"]["provider"] == "absent" and late < _in_doubt(case):
                yield f"{told(look)}: absent, though messages in doubt never turned up"
        if look.data["result"]["provider"] != "absent":
            continue
        if case.journal_was_lost:
            yield f"{told(look)}: absent, though nobody knows which messages there were"
        if any(record.data.get("not_provable") for record in case.all("destroyed")):
            yield f"{told(look)}: absent, though that cannot be proved of some messages"


def _in_doubt(case: Case) -> int:
    outcomes = case.last("outcomes")
    return int(outcomes.data["in_doubt"]["unknown"]) if outcomes is not None else 0
