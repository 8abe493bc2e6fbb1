"""Deleting at the provider and reading back: a message counts as gone when it is absent."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from eenmalig.domain.progress import Progress
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from eenmalig.cleartext.sending.provider import Provider
    from eenmalig.cleartext.vault.journal import Journal

FAILURES_IN_A_ROW = 3


def delete_messages(journal: Journal, provider: Provider, patience_seconds: float) -> int:
    """Delete every accepted message at the provider; return how many could not be yet.

    The provider refuses to delete what it has not finished with; those are tried again for
    ``patience_seconds``. Each is read back before it counts, and what counts is journalled, so
    that a killed destruction goes on where it was. Fails when the provider does not answer.
    """
    give_up = time.monotonic() + patience_seconds
    pause = 1.0
    while True:
        _delete_once(journal, provider)
        left = len(journal.messages(undeleted=True))
        if not left or time.monotonic() + pause > give_up:
            return left
        time.sleep(pause)
        pause = min(pause * 2, 60.0)


def _delete_once(journal: Journal, provider: Provider) -> None:
    """Try each message once. One that fails does not keep the others alive."""
    left = journal.messages(undeleted=True)
    progress = Progress("messages deleted and read back", len(left))
    failures = 0
    for sid, ref in left.items():
        try:
            if provider.delete(sid) and provider.absent(sid):
                journal.deleted(ref, datetime.now(UTC))
            failures = 0
        except EenmaligError as error:
            failures += 1
            if error.code is not Code.GATEWAY_UNREACHABLE or failures == FAILURES_IN_A_ROW:
                raise
        progress.step()
