"""Sending: the journal before each call, never twice, never what is in doubt."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from pyrate_limiter import Duration, Limiter, Rate

from eenmalig.cleartext.sending.provider import (
    InDoubtError,
    NotProcessedError,
    RecipientRefusedError,
    StopSendingError,
)
from eenmalig.cleartext.sending.waiting import HaltedError, until_processed
from eenmalig.cleartext.vault.journal import TRIED, Journal
from eenmalig.domain.delivery import MANY_ALIKE, EarlyEnd, refused_alike
from eenmalig.domain.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable

    from eenmalig.cleartext.sending.provider import Provider
    from eenmalig.cleartext.vault.vault import Recipient, Vault

MANY_DOUBTS_IN_A_ROW = 10
# For how many seconds one recipient waits in place: before the provider processed anything of this
# process's, and after that. An outage so costs a process that comes back a few seconds each time.
FIRST_WAIT, LONGEST_WAIT = 5.0, 60.0
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Instructions:
    """What was approved: exactly this text, from this sender, at this pace."""

    sender_id: str
    text: str
    segments: int
    segments_per_second: int
    validity_seconds: int


class EndedEarly(NamedTuple):
    """Why sending ended before everybody was tried, and by which code of the provider's, if any."""

    reason: str
    code: int | None = None


class Sender:
    """Sends to every recipient of a vault that was never tried.

    ``halted`` is asked before every call and says why nothing more may be sent, or None.
    ``claimed`` is told, between the journal and the call, how often the vault was claimed; what it
    raises keeps the call from being made.
    """

    def __init__(
        self,
        journal: Journal,
        provider: Provider,
        instructions: Instructions,
        halted: Callable[[], str | None],
        claimed: Callable[[int], None],
    ) -> None:
        self._journal = journal
        self._provider = provider
        self._instructions = instructions
        self._halted = halted
        self._claimed = claimed
        self._pace = Limiter(Rate(instructions.segments_per_second, Duration.SECOND))
        self._doubts_in_a_row = 0
        self._sids = set(journal.messages())

    def send_all(self, vault: Vault, recipients: int) -> EndedEarly | None:
        """Send; return why it ended early, or None when everybody was tried.

        Raises ``NotProcessedError`` when it is no longer to be waited for the provider in place:
        then nothing is under way, and it may be called again later. Fails when a recipient would
        be tried twice.
        """
        doubtful = self._journal.doubt_unfinished()
        if doubtful:
            log.warning("%d attempts of a process that died are in doubt; not sent again", doubtful)
        done = recipients - self._journal.summary(recipients).counts()["not_sent"]
        progress = Progress("messages", recipients, done)
        early = self._refused_alike()
        wait = FIRST_WAIT
        for recipient in vault.recipients(without=TRIED):
            early = early or self._send(recipient, wait)
            if early:
                break
            wait = LONGEST_WAIT
            progress.step()
        return early

    def _send(self, recipient: Recipient, wait: float) -> EndedEarly | None:
        """Send to one recipient; return why to send no more, or None."""
        for _ in range(self._instructions.segments):
            self._pace.try_acquire("segment")
        try:
            until_processed(lambda: self._attempt(recipient), self._halted, wait)
        except StopSendingError as stop:
            return EndedEarly(EarlyEnd.GATEWAY_REFUSES, stop.code)
        except RecipientRefusedError:
            return self._refused_alike()
        except HaltedError as halted:
            return EndedEarly(halted.reason)
        if self._doubts_in_a_row >= MANY_DOUBTS_IN_A_ROW:
            return EndedEarly(EarlyEnd.GATEWAY_UNRELIABLE)
        return None

    def _refused_alike(self) -> EndedEarly | None:
        """Return why to send no more when so many were refused alike that it is nobody's own."""
        code = refused_alike(
            self._journal.clear_answers(MANY_ALIKE),
            anybody_accepted=self._journal.anybody_accepted(),
        )
        return None if code is None else EndedEarly(EarlyEnd.SAME_REFUSAL, code)

    def _attempt(self, recipient: Recipient) -> None:
        """Make one call, with the journal before and after it."""
        ref = recipient.ref
        self._claimed(self._journal.attempt(ref, datetime.now(UTC)))
        approved = self._instructions
        try:
            sid, status = self._provider.create(
                recipient.e164, approved.sender_id, approved.text, approved.validity_seconds
            )
        except NotProcessedError:
            self._journal.not_processed(ref)
            raise
        except StopSendingError as stop:
            (self._journal.in_doubt if stop.in_doubt else self._journal.not_processed)(ref)
            raise
        except RecipientRefusedError as refused:
            self._journal.refused(ref, refused.code)
            self._doubts_in_a_row = 0
            raise
        except InDoubtError:
            self._doubt(ref)
            return
        if sid in self._sids:  # an id of another message proves nothing about this one
            self._doubt(ref)
            return
        self._sids.add(sid)
        self._journal.accepted(ref, sid, status)
        self._doubts_in_a_row = 0

    def _doubt(self, ref: str) -> None:
        self._journal.in_doubt(ref)
        self._doubts_in_a_row += 1
