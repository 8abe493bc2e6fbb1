"""The one rule for which messages at the provider are a campaign's.

Account, sender, text and time of sending decide. Delivery reports, reconciliation, deletion and
later looks ask here, and nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from eenmalig.cleartext.numbers import number
from eenmalig.cleartext.sources import FieldKind
from eenmalig.cleartext.vault.seal import recipient_ref

if TYPE_CHECKING:
    from datetime import datetime

    from eenmalig.cleartext.sending.provider import ListedMessage

CLOCKS_MAY_DIFFER = timedelta(minutes=5)
# A call that broke off may be worked through later. No document says how much: this is how far
# lists are usually seen to lag behind, 10 to 15 minutes.
STILL_COMING = timedelta(minutes=15)
# How a provider ends a number that it was told to hide (AddressRetention=obfuscate).
_HIDDEN = "XXXX"


@dataclass(frozen=True)
class CampaignTraits:
    """What the messages of one campaign have in common, in an account that is known to be its.

    ``text`` and ``sender`` are None where nobody can read any more what they were. Sending began at
    ``since`` and ended at ``until``, or has not ended.
    """

    sender: str | None
    text: str | None
    since: datetime
    until: datetime | None = None

    def fit(self, message: ListedMessage) -> bool:
        """Whether nothing that the provider says of a message speaks against it.

        What it does not say hides no message, nor do other capitals.
        """
        return (
            _agree(self.sender, message.sender)
            and _agree(self.text, message.body)
            and self._in_time(message.created)
        )

    def tell(self, message: ListedMessage) -> bool:
        """Whether a message fits by more than its sender, so that it is no stranger's."""
        shown = bool(self.text and message.body) or message.created is not None
        return shown and self.fit(message)

    def _in_time(self, created: datetime | None) -> bool:
        if created is None:
            return True
        is_late = self.until is not None and created > self.until + STILL_COMING
        return created >= self.since - CLOCKS_MAY_DIFFER and not is_late


def recipient_of(message: ListedMessage, ref_key: bytes) -> str | None:
    """Return the recipient ref of a message; None where the provider hides the number."""
    if message.to.upper().endswith(_HIDDEN):
        return None
    e164 = number.usable(message.to, FieldKind.PHONE)
    return recipient_ref(e164 or message.to, ref_key)


def _agree(ours: str | None, listed: str | None) -> bool:
    if not ours or not listed:
        return True
    return ours.strip().casefold() == listed.strip().casefold()
