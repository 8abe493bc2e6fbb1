"""Waiting is not failing: what was surely not processed is asked again, in place for a short while.

While it waits, nothing is held at the provider and nothing stands in the journal. So whoever calls
can also let go of everything, and come back later.
"""

from __future__ import annotations

import logging
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeVar

from tenacity import Retrying, retry_if_exception_type, wait_exponential_jitter
from urllib3.exceptions import InvalidHeader
from urllib3.util import Retry

from eenmalig.cleartext.sending.provider import NotProcessedError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tenacity import RetryCallState

# All in seconds. A provider that asks for more than the last is asked again all the same.
LOOK_EVERY = 1.0
FIRST_TOLD_AFTER = 5.0
LONGEST_ASKED = 300

T = TypeVar("T")
log = logging.getLogger(__name__)


class HaltedError(Exception):
    """Nothing more may be sent, for this reason."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def until_processed(call: Callable[[], T], halted: Callable[[], str | None], longest: float) -> T:
    """Make a call until it was processed; return what it gave.

    Raises ``NotProcessedError`` in place of a pause that would end later than ``longest`` seconds
    after the first try began. ``halted`` is asked before each try and every second between two,
    and says why nothing more may be sent, or None. Raises ``HaltedError`` with that. The log says
    since when and why it waits, ever more seldom, and when that is over.
    """
    waiting = _Waiting(halted, longest)
    again = Retrying(
        retry=retry_if_exception_type(NotProcessedError),
        wait=_pause,
        stop=waiting.would_last_too_long,
        before_sleep=waiting.because,
        sleep=waiting.sleep,
        reraise=True,
    )

    def tried() -> T:
        waiting.require_allowed()
        return call()

    try:
        return again(tried)
    finally:
        waiting.over()


def seconds_asked(headers: Mapping[str, str]) -> float:
    """Return for how long an answer asks us to wait, by its Retry-After; 0 when it does not say."""
    asked = next((headers[name] for name in headers if name.lower() == "retry-after"), None)
    if asked is None:
        return 0.0
    try:
        return float(Retry(retry_after_max=LONGEST_ASKED).parse_retry_after(asked))
    except (InvalidHeader, ValueError, OverflowError):
        return 0.0


def _pause(state: RetryCallState) -> float:
    """Return for how long to wait: what was asked, and at least a pause that grows."""
    return max(wait_exponential_jitter(multiplier=0.5)(state), _unprocessed(state).asked)


def _unprocessed(state: RetryCallState) -> NotProcessedError:
    error = state.outcome.exception() if state.outcome else None
    if not isinstance(error, NotProcessedError):
        raise TypeError
    return error


class _Waiting:
    """One time of waiting, and what the log says of it."""

    def __init__(self, halted: Callable[[], str | None], longest: float) -> None:
        self._halted = halted
        self._longest = longest
        self._since = datetime.now(UTC)
        self._began = time.monotonic()
        self._why = ""
        self._tell_after = FIRST_TOLD_AFTER
        self._told = False

    def require_allowed(self) -> None:
        reason = self._halted()
        if reason:
            raise HaltedError(reason)

    def would_last_too_long(self, state: RetryCallState) -> bool:
        return self._waited() + state.upcoming_sleep > self._longest

    def because(self, state: RetryCallState) -> None:
        self._why = str(_unprocessed(state).why)

    def sleep(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            time.sleep(min(left, LOOK_EVERY))
            self.require_allowed()
            self._tell()

    def over(self) -> None:
        if self._told:
            log.info("Waited for the provider for %.0f s.", self._waited())

    def _tell(self) -> None:
        if self._waited() < self._tell_after:
            return
        log.warning(
            "Waiting for the provider since %s UTC, %.0f s by now: %s. Nothing is lost by that; it "
            "goes on when the provider does, as long as window and deadline allow.",
            f"{self._since:%F %T}",
            self._waited(),
            self._why,
        )
        self._told = True
        self._tell_after = 2 * self._waited()

    def _waited(self) -> float:
        return time.monotonic() - self._began
