"""Looking at the provider's list: delivery reports, and what is in doubt. Never one by one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.numbers import number
from eenmalig.cleartext.sources import FieldKind
from eenmalig.cleartext.vault.journal import Journal, Report
from eenmalig.cleartext.vault.seal import recipient_ref

if TYPE_CHECKING:
    from datetime import datetime

    from eenmalig.cleartext.sending.provider import ListedMessage, Provider

_CLOCKS_MAY_DIFFER = timedelta(minutes=5)


def look(journal: Journal, provider: Provider, sender: str, text: str, ref_key: bytes) -> int:
    """Read all pages of our sender's messages once; return how many in doubt were found.

    The last status of every message that we know is written to the journal. A message that we
    do not know is ours when sender, text, time and recipient match one that is in doubt.
    """
    known = journal.messages()
    doubtful = journal.doubtful()
    reports = []
    adopted = 0
    for message in provider.messages(sender):
        ref = known.get(message.sid)
        if ref is None:
            ref = _ours(message, sender, text, doubtful, ref_key)
            if ref is None:
                continue
            journal.found(ref, message.sid)
            del doubtful[ref]
            adopted += 1
        reports.append(Report(ref, message.status, message.error_code))
    journal.report(reports)
    return adopted


class Leftovers(NamedTuple):
    """Messages of a destroyed campaign that the provider's list showed late."""

    deleted: int
    left: int


def delete_late(provider: Provider, sender: str, text: str, since: datetime) -> Leftovers:
    """Delete what the provider still holds of a campaign, known by sender, text and time alone.

    A provider's list lags behind: what it shows is fetched before it counts, and each deletion
    is read back.
    """
    listed = [
        message.sid
        for message in provider.messages(sender)
        if message.sender == sender and message.body == text and _after(message, since)
    ]
    there = [sid for sid in listed if not provider.absent(sid)]
    gone = sum(provider.delete(sid) and provider.absent(sid) for sid in there)
    return Leftovers(gone, len(there) - gone)


def _ours(
    message: ListedMessage, sender: str, text: str, doubtful: dict[str, datetime], ref_key: bytes
) -> str | None:
    if not _from(message, sender) or message.body not in (None, text):
        return None
    e164 = number.usable(message.to, FieldKind.PHONE)
    ref = recipient_ref(e164 or message.to, ref_key)
    tried_at = doubtful.get(ref)
    return ref if tried_at is not None and _after(message, tried_at) else None


def _from(message: ListedMessage, sender: str) -> bool:
    """Whether a message is our sender's. The gateway listed it as such, even without a name."""
    return message.sender.casefold() in (sender.casefold(), "none", "")


def _after(message: ListedMessage, moment: datetime) -> bool:
    return message.created is None or message.created >= moment - _CLOCKS_MAY_DIFFER
