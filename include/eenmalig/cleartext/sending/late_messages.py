"""Messages that the provider's list shows after a campaign was destroyed: found, and deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.sending.deletion import FAILURES_IN_A_ROW, tries
from eenmalig.errors import EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from eenmalig.cleartext.sending.campaign_traits import CampaignTraits
    from eenmalig.cleartext.sending.other_owner import OtherOwner
    from eenmalig.cleartext.sending.provider import Provider


class Leftovers(NamedTuple):
    """What the provider's list shows of a destroyed campaign.

    ``deleted`` were there and are not any more; ``left`` are, or are listed as if they were.
    ``untold`` fit by their sender alone, and are left alone.
    """

    deleted: int
    left: int
    untold: int


def delete_late(
    provider: Provider,
    traits: CampaignTraits,
    others: Callable[[], Sequence[OtherOwner]],
    patience_seconds: float,
) -> Leftovers:
    """Delete what the provider still lists of a campaign and no other one may own.

    Nothing is deleted that may be a stranger's. What was deleted must be read back as absent, and
    be gone from the list, which is given ``patience_seconds`` for that. ``others`` are asked for
    after the list was read. Fails when the list cannot be read at all.
    """
    sender = traits.sender or ""
    fitting = [message for message in provider.messages(sender) if traits.fit(message)]
    owners = others() if fitting else []
    ours = [message for message in fitting if not any(owner.may_own(message) for owner in owners)]
    late = {message.sid for message in ours if traits.tell(message)}
    if not late:
        return Leftovers(0, 0, len(ours))
    deleted, not_gone = _delete(provider, late)
    listed = _still_listed(provider, sender, late - not_gone, patience_seconds)
    return Leftovers(deleted, len(not_gone | listed), len(ours) - len(late))


def _delete(provider: Provider, late: set[str]) -> tuple[int, set[str]]:
    """Delete each; return how many were there and are gone, and which are not gone."""
    deleted, failures = 0, 0
    not_gone = set(late)
    for sid in late:
        try:
            was_there = not provider.absent(sid)
            gone = provider.delete(sid) and provider.absent(sid)
        except EenmaligError:
            # What was deleted so far must be told, whatever becomes of the rest.
            failures += 1
            if failures == FAILURES_IN_A_ROW:
                break
            continue
        failures = 0
        if gone:
            deleted += was_there
            not_gone.discard(sid)
    return deleted, not_gone


def _still_listed(
    provider: Provider, sender: str, gone: set[str], patience_seconds: float
) -> set[str]:
    """Return what the list shows to the end; all of them when it cannot be read any more."""
    listed = gone
    if not gone:
        return listed
    try:
        for _ in tries(patience_seconds):
            listed = gone & {message.sid for message in provider.messages(sender)}
            if not listed:
                break
    except EenmaligError:
        return gone
    return listed
