"""Whose a message at the provider may be, other than the campaign's that looks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from eenmalig.cleartext.sending.campaign_traits import CampaignTraits, recipient_of
from eenmalig.cleartext.vault.journal import Journal
from eenmalig.errors import Code, EenmaligError
from eenmalig.stores.keys import KeyName, Purpose

if TYPE_CHECKING:
    from eenmalig.cleartext.sending.provider import ListedMessage
    from eenmalig.cleartext.vault.vault import Vault


@dataclass(frozen=True)
class OtherOwner:
    """Another campaign in the same account.

    By its traits alone, whatever fits them may be its own. Where its journal could be read, that
    says: ``sids`` are the messages that it knows, and ``tried`` the recipients whom it tried.
    ``is_unsettled`` is whether it does not know of every attempt what came of it.
    """

    traits: CampaignTraits
    is_read: bool = False
    sids: frozenset[str] = frozenset()
    tried: frozenset[str] = frozenset()
    is_unsettled: bool = True
    ref_key: bytes | None = field(default=None, repr=False)

    def knows(self, message: ListedMessage) -> bool:
        """Whether its journal holds a message."""
        return message.sid in self.sids

    def may_own(self, message: ListedMessage) -> bool:
        """Whether a message may be its own. What nobody can tell may be."""
        if self.knows(message):
            return True
        if not self.traits.fit(message):
            return False
        recipient = recipient_of(message, self.ref_key) if self.ref_key else None
        if self.is_read and recipient is not None:
            return recipient in self.tried
        return self.is_unsettled


def read_owner(vault: Vault, traits: CampaignTraits, token: int, claims: int) -> OtherOwner:
    """Return the owner that an open campaign is, by its journal.

    Fails when that cannot be read, or holds less than ``token`` and ``claims`` (``VAULT_OLDER``).
    """
    journal = Journal(vault, Purpose.DESTRUCTION)
    if not journal.holds(token, claims):
        raise EenmaligError(Code.VAULT_OLDER)
    try:
        ref_key = vault.keys.open(KeyName.REF, vault.now)
    except EenmaligError:  # destroyed already, or past its deadline
        ref_key = None
    # Asked for first: what is settled by now is among the messages that are read after it.
    is_unsettled = bool(journal.unsettled())
    return OtherOwner(
        traits,
        is_read=True,
        sids=frozenset({*journal.messages(), *journal.listed.strays()}),
        tried=frozenset(journal.tried()),
        is_unsettled=is_unsettled,
        ref_key=ref_key,
    )
