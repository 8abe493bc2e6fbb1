"""Deleting at the provider and reading back: a message counts as gone when it is absent."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from eenmalig.domain.progress import Progress

if TYPE_CHECKING:
    from eenmalig.clear.gateway import Gateway
    from eenmalig.clear.journal import Journal


def delete_messages(journal: Journal, gateway: Gateway, patience_seconds: float) -> int:
    """Delete every accepted message at the provider; return how many could not be yet.

    The provider refuses to delete what it has not finished with; those are tried again for
    ``patience_seconds``. Each is read back before it counts, and what counts is journalled, so
    that a killed destruction goes on where it was.
    """
    give_up = time.monotonic() + patience_seconds
    pause = 1.0
    while True:
        left = journal.messages(undeleted=True)
        progress = Progress("messages deleted and read back", len(left))
        for sid, ref in left.items():
            if gateway.delete(sid) and gateway.absent(sid):
                journal.deleted(ref, datetime.now(UTC))
            progress.step()
        left = journal.messages(undeleted=True)
        if not left or time.monotonic() + pause > give_up:
            return len(left)
        time.sleep(pause)
        pause = min(pause * 2, 60.0)
