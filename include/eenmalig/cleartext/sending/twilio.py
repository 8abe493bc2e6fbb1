"""The provider's Messages API, spoken over HTTP by the ``twilio`` library.

What the answers mean stands in ``provider``. Creating a message is not idempotent, so a create is
never repeated by the transport and every outcome but a clear answer is in doubt. Listing, deleting
and fetching are idempotent and are tried again.
"""

from __future__ import annotations

import logging
import math
import re
import time
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

import httpcore
from tenacity import Retrying, retry_if_exception_type, wait_exponential_jitter
from twilio.base.exceptions import (
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.base.values import unset
from twilio.rest import Client

from eenmalig.cleartext.sending.provider import (
    REFUSES_US,
    InDoubtError,
    ListedMessage,
    NotProcessedError,
    Unprocessed,
    refusal_error,
)
from eenmalig.cleartext.sending.transport import AnswerTooLargeError, BoundedClient
from eenmalig.cleartext.sending.waiting import seconds_asked
from eenmalig.domain.delivery import NOT_FOUND_CODE, UNFINISHED_CODE
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from eenmalig.domain.gateway_settings import GatewaySettings

PAGE_SIZE = 1000
# The whole of one call, from connecting to the last byte of the answer.
TIMEOUT_SECONDS = 10.0
TRIES = 6
# The whole of one listing. A campaign of 8,500 messages takes nine pages.
LISTING_SECONDS = 300.0
MOST_PAGES = 500
# No connection, no end of the answer in time, or an answer that is no message.
_NO_ANSWER = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.TimeoutException,
    AnswerTooLargeError,
    OSError,
    ValueError,
    AttributeError,
    TypeError,
    KeyError,
    RecursionError,
)
_CODES = range(10_000, 100_000)
_SID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Gateway:
    """The Messages resource of one account: a ``Provider``.

    After ``seconds``, if they are given, it makes no call any more but a create: a list without
    end, or answers that drip in, hold nobody up for longer.
    """

    def __init__(self, settings: GatewaySettings, seconds: float = math.inf) -> None:
        settings.require_loopback()
        self._until = time.monotonic() + seconds
        self.settings = settings
        # The library's own loggers print recipients at INFO.
        logging.getLogger("twilio").setLevel(logging.WARNING)
        self._http = BoundedClient(settings.base_url, TIMEOUT_SECONDS)
        client = Client(settings.account_sid, settings.token, http_client=self._http)
        self._messages = client.api.v2010.account.messages

    def check(self, seconds: float = math.inf) -> None:
        """List one message, with no new try after ``seconds``.

        Fails when the gateway refuses us or does not answer.
        """
        over_at = time.monotonic() + seconds
        self._again(lambda: self._messages.list(limit=1, page_size=1), over_at)

    def create(self, to: str, sender: str, body: str, validity_seconds: int) -> tuple[str, str]:
        """Send one message; return its SID and status.

        Raises one of the four errors of ``provider``; only ``NotProcessedError`` may lead to
        another call for the same recipient.
        """
        try:
            made = self._messages.create(
                to=to, from_=sender, body=body, validity_period=validity_seconds
            )
            answer = str(made.sid or ""), str(made.status)
        except (TwilioRestException, TwilioServiceException) as error:
            asked = seconds_asked(self._http.headers)
            failure = refusal_error(self._http.status, _code(error.code), asked)
        except (httpcore.ConnectError, httpcore.ConnectTimeout):
            failure = NotProcessedError(Unprocessed.NO_CONNECTION)
        except Exception:  # noqa: BLE001 - whatever it was, the call may have been processed
            failure = InDoubtError()
        else:
            if _SID.fullmatch(answer[0]):
                return answer
            failure = InDoubtError()
        # Raised out here, so that no traceback carries the provider's text along.
        raise failure

    def messages(self, sender: str) -> Iterator[ListedMessage]:
        """Yield all messages from a sender, or without one, page by page of up to 1,000.

        Fails when that takes longer than ``LISTING_SECONDS``, or does not end
        (``GATEWAY_UNREACHABLE``).
        """
        over_at = time.monotonic() + LISTING_SECONDS
        seen: set[str] = set()
        following: Callable[[], Any] = partial(
            self._messages.page, from_=sender or unset, page_size=PAGE_SIZE
        )
        for _ in range(MOST_PAGES):
            # Fetched and read as one: a page with a part that is no message is asked for anew.
            page, messages = self._again(partial(_read, following), over_at)
            fresh = [message for message in messages if message.sid not in seen]
            seen.update(message.sid for message in fresh)
            yield from fresh
            # A page with nothing new would lead round in a circle for ever.
            if not fresh or not page.next_page_url:
                return
            if time.monotonic() >= over_at:
                break
            following = page.next_page
        raise EenmaligError(Code.GATEWAY_UNREACHABLE, "its list does not end")

    def delete(self, sid: str) -> bool:
        """Delete a message; return False when the provider has not finished with it yet."""

        def call() -> bool:
            try:
                self._messages(sid).delete()
            except TwilioException as error:
                if self._is_not_found(error):
                    return True
                if getattr(error, "code", None) == UNFINISHED_CODE:
                    return False
                raise
            return True

        return bool(self._again(call))

    def absent(self, sid: str) -> bool:
        """Read back: whether the provider itself says that it does not know a message."""

        def call() -> bool:
            try:
                self._messages(sid).fetch()
            except TwilioException as error:
                if self._is_not_found(error):
                    return True
                raise
            return False

        return bool(self._again(call))

    def _is_not_found(self, error: TwilioException) -> bool:
        """Whether an answer is the provider's own "not found".

        A wrong path, a proxy or a parked host answers 404 to everything, but not with this code.
        """
        own = getattr(error, "code", None) == NOT_FOUND_CODE
        return own and self._http.status == HTTPStatus.NOT_FOUND

    def _again(self, call: Callable[[], Any], over_at: float = math.inf) -> Any:
        """Make an idempotent call up to six times, and not again once ``over_at`` has come.

        Fails with our own words, never theirs.
        """
        if time.monotonic() >= self._until:
            raise EenmaligError(Code.GATEWAY_UNREACHABLE, "not within the time that it gets")
        again = Retrying(
            retry=retry_if_exception_type(_TryAgainError),
            wait=wait_exponential_jitter(multiplier=0.2, max=5),
            stop=lambda state: state.attempt_number >= TRIES or time.monotonic() >= over_at,
            reraise=True,
        )
        try:
            return again(self._translated, call)
        except _TryAgainError:
            raise EenmaligError(Code.GATEWAY_UNREACHABLE) from None

    def _translated(self, call: Callable[[], Any]) -> Any:
        try:
            return call()
        except TwilioException:
            if self._http.status in REFUSES_US:
                refused = f"status {self._http.status}"
                raise EenmaligError(Code.GATEWAY_REFUSED, refused) from None
            raise _TryAgainError from None
        except _NO_ANSWER:
            raise _TryAgainError from None


class _TryAgainError(Exception):
    pass


def _code(value: object) -> int | None:
    """Return an error code of the provider's; anything else could hide a phone number."""
    try:
        code = int(str(value))
    except ValueError:
        return None
    return code if code in _CODES else None


def _read(fetch: Callable[[], Any]) -> tuple[Any, list[ListedMessage]]:
    page = fetch()
    return page, [_message(listed) for listed in page]


def _message(listed: Any) -> ListedMessage:
    return ListedMessage(
        sid=str(listed.sid),
        to=str(listed.to),
        sender=str(listed.from_ or ""),
        body=None if listed.body is None else str(listed.body),
        status=str(listed.status),
        error_code=_code(listed.error_code),
        # What cannot be read as a moment comes as it was listed.
        created=listed.date_created if isinstance(listed.date_created, datetime) else None,
    )
