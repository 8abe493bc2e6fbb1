"""What a source's counts mean for who made the hand-over: shares, and why it yields nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eenmalig.domain.counting import Exclusion, Refusal, SetAside, small
from eenmalig.domain.shares import shares

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from enum import StrEnum

    from eenmalig.domain.counting import Tally
    from eenmalig.steps.handover_check import Tried

_IS_LIST = (
    "its name or its headings say that its numbers may not be texted; if that is so, move it below "
    "exclusions:"
)
_DECIDE = "a person may decide otherwise with also_text:"
# What to look at, by the reason of most values. Others say enough by their name.
_LOOK_AT: Mapping[StrEnum, str] = {
    Refusal.NOT_A_NUMBER: "state column: for the column that holds the numbers",
    Refusal.BARE_DIGITS: "if they are telephone numbers, state column: for them",
    Refusal.LOST_DIGITS: "ask for the column formatted as text",
    Refusal.INVALID: "is this the column with the numbers?",
    Refusal.FOREIGN: "is this the right export, and its country the right one?",
    Exclusion.OWNER: "is it an export of the phone's own numbers?",
    SetAside.CONTACTS: _DECIDE,
    SetAside.PRIVATE_PHONE: _DECIDE,
    SetAside.NOT_RECENT: "is last_used_after: the right day?",
    SetAside.UNDATED: "does the export hold the dates that last_used_after: needs?",
    SetAside.COUNTRY: "does the column of countries belong to these numbers?",
}


def shares_in_words(tally: Tally) -> str:
    """Return one line with the shares of a source."""
    counted = shares(tally)
    told = ", ".join(
        f"{name.replace('_', ' ')} {share}" for name, share in counted.percentages().items()
    )
    return f"of {counted.values} values: {told}"


def warnings(tried: Tried, *, kept: bool = False) -> Iterator[str]:
    """Yield what somebody should look at before this export is used.

    Where it is ``kept``, a count under 5 reads "<5".
    """
    if tried.says_list:
        yield _IS_LIST
    if tried.tally and (nobody := _yields_nobody(tried.tally, kept=kept)):
        yield nobody


def _yields_nobody(tally: Tally, *, kept: bool) -> str | None:
    """Return a sentence about a source that yields nobody, if that is so."""
    if tally.recipients:
        return None
    if tally.duplicates:
        return "yields nobody new: all that may be texted stands in a source before it"
    reasons = [*tally.refused.items(), *tally.excluded.items(), *tally.set_aside.items()]
    told = [(count, reason) for reason, count in reasons if reason is not Refusal.EMPTY]
    if not told:
        return "yields nobody: it holds no value at all; is it the right export, or column?"
    count, reason = max(told, key=lambda each: each[0])
    look_at = f"; {_LOOK_AT[reason]}" if reason in _LOOK_AT else ""
    of = sum(count for count, _ in told)
    told_count, told_of = (small(count), small(of)) if kept else (count, of)
    return f"yields nobody: {told_count} of {told_of} values are {reason}{look_at}"
