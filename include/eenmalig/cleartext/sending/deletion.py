"""Deleting at the provider: seen in its list before, read back, and no longer in its list after."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from eenmalig.cleartext.vault.listed_messages import ListStanding
from eenmalig.domain.progress import Progress
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

    from eenmalig.cleartext.sending.provider import Provider
    from eenmalig.cleartext.vault.journal import Journal
    from eenmalig.cleartext.vault.listed_messages import Accepted

FAILURES_IN_A_ROW = 3
# A campaign of 8,500 messages at 50 ms a call takes a quarter of an hour. What is not done by then
# goes on with the next destruction.
LONGEST_ROUND_SECONDS = 3600.0


class Obstacle(StrEnum):
    """Why deletion is not complete yet, in words."""

    NOT_LISTED_YET = "the provider's list does not show them yet"
    NONE_LISTED = "the provider's list shows none of them, so it may not be where they are"
    UNFINISHED = "the provider has not finished with them"
    STILL_LISTED = "the provider says that they are gone, but lists them"


class Left(NamedTuple):
    """How many messages are not surely deleted yet, and why."""

    obstacle: Obstacle
    messages: int


def delete_messages(
    journal: Journal, provider: Provider, sender: str, lag: timedelta, patience_seconds: float
) -> Left | None:
    """Delete every accepted message at the provider; return what could not be yet, if anything.

    Nothing is deleted before a list has shown what was accepted longer than ``lag`` ago, and it is
    complete once a list shows none of it. Each message is read back before it counts, and what
    counts is journalled, so that a killed destruction goes on where it was. The provider's list,
    what it has not finished with, and its list afterwards are each waited for, for
    ``patience_seconds``. Fails when the provider does not answer.
    """
    deletion = _Deletion(journal, provider, sender, patience_seconds)
    return deletion.see_before(lag) or deletion.delete() or deletion.see_after()


class _Deletion:
    """One round of it."""

    def __init__(
        self, journal: Journal, provider: Provider, sender: str, patience_seconds: float
    ) -> None:
        self._journal = journal
        self._provider = provider
        self._sender = sender
        self._patience_seconds = patience_seconds
        self._listed: set[str] = set()
        self._failures = 0

    def see_before(self, lag: timedelta) -> Left | None:
        """Look at the list until it shows what it should; say why nothing may be deleted yet."""
        for _ in tries(self._patience_seconds):
            self._look()
            self._journal.listed.note(self._listed, datetime.now(UTC) - lag)
            left = self._journal.listed.undeleted()
            young = sum(message.standing is None for message in left)
            if not young:
                return Left(Obstacle.NONE_LISTED, len(left)) if self._is_elsewhere(left) else None
        return Left(Obstacle.NOT_LISTED_YET, young)

    def delete(self) -> Left | None:
        """Delete and read back; say how many the provider does not let go yet."""
        for _ in tries(self._patience_seconds):
            self._delete_once()
            listed = self._journal.listed
            left = len(listed.undeleted()) + len(listed.strays_to_delete())
            if not left:
                return None
        return Left(Obstacle.UNFINISHED, left)

    def see_after(self) -> Left | None:
        """Look at the list until it shows nothing of what is deleted; say how much it still does.

        The next round takes those for messages that are there.
        """
        for _ in tries(self._patience_seconds):
            self._look()
            if not self._listed:
                return None
        return Left(Obstacle.STILL_LISTED, len(self._listed))

    def _look(self) -> None:
        ours = set(self._journal.messages())
        listed = {message.sid for message in self._provider.messages(self._sender)}
        self._listed = listed & ours

    def _is_elsewhere(self, left: Sequence[Accepted]) -> bool:
        """Whether the list shows nothing of what should be there.

        What a killed round was at may be gone. What no list ever showed may be no message at all,
        where others were seen here and deleted.
        """
        standings = {message.standing for message in left} - {ListStanding.DELETING}
        if self._listed or not standings:
            return False
        return standings != {ListStanding.MISSING} or not self._journal.listed.deletions().proved

    def _delete_once(self) -> None:
        """Try each message once. One that fails does not keep the others alive."""
        over_at = time.monotonic() + LONGEST_ROUND_SECONDS
        journal, self._failures = self._journal.listed, 0
        messages, strays = journal.undeleted(), journal.strays_to_delete()
        progress = Progress("messages deleted and read back", len(messages) + len(strays))
        for message in messages:
            if time.monotonic() > over_at:
                return
            self._delete_accepted(message)
            progress.step()
        for key, sid in strays.items():
            if self._is_gone(sid):
                journal.stray_deleted(key, datetime.now(UTC))
            progress.step()

    def _delete_accepted(self, message: Accepted) -> None:
        """Delete one; that it is about to go is on record before, so that a kill hides nothing."""
        journal, is_listed = self._journal.listed, message.sid in self._listed
        if is_listed and message.standing is not ListStanding.DELETING:
            journal.stand([message.ref], ListStanding.DELETING)
        gone = self._is_gone(message.sid)
        if gone:
            journal.deleted(message.ref, datetime.now(UTC))
        elif gone is False and is_listed:
            journal.stand([message.ref], ListStanding.SHOWN)

    def _is_gone(self, sid: str) -> bool | None:
        """Delete one and read it back; None when the provider did not answer.

        Fails when it refuses us, or did not answer for some in a row.
        """
        try:
            gone = self._provider.delete(sid) and self._provider.absent(sid)
        except EenmaligError as error:
            self._failures += 1
            if error.code is not Code.GATEWAY_UNREACHABLE or self._failures == FAILURES_IN_A_ROW:
                raise
            return None
        self._failures = 0
        return gone


def tries(patience_seconds: float) -> Iterator[None]:
    """Yield once, and again after ever longer pauses, as long as there is patience."""
    give_up = time.monotonic() + patience_seconds
    pause = 1.0
    while True:
        yield
        if time.monotonic() + pause > give_up:
            return
        time.sleep(pause)
        pause = min(pause * 2, 60.0)
