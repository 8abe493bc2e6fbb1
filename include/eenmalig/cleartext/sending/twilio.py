"""The provider's Messages API through the ``twilio`` library: its errors become our meanings.

Creating a message is not idempotent, so a create is never repeated by the transport and every
outcome but a clear answer is in doubt. Listing, deleting and fetching are idempotent and are
tried again.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import requests
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential_jitter
from twilio.base.exceptions import (
    TwilioException,
    TwilioRestException,
    TwilioServiceException,
)
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from eenmalig.domain.delivery import RATE_LIMITED, STOP_CODES, UNFINISHED_CODE
from eenmalig.errors import Code, EenmaligError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from twilio.http.response import Response

    from eenmalig.domain.gateway_settings import GatewaySettings

PAGE_SIZE = 1000
TIMEOUT_SECONDS = 5.0
_REFUSALS = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
_UNEXPECTED = (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.GONE)
_CODES = range(10_000, 100_000)
_SID = re.compile(r"[A-Za-z0-9_-]{1,64}")


class NotProcessedError(Exception):
    """The provider surely did not process the call: it is safe to make again after waiting."""


class InDoubtError(Exception):
    """Nobody knows whether the provider accepted: never make this call again."""


class RecipientRefusedError(Exception):
    """The provider created no message for this recipient: final under "once"."""

    def __init__(self, code: int) -> None:
        super().__init__(f"provider's code {code}")
        self.code = code


class StopSendingError(Exception):
    """The provider refuses for a reason that is not the recipient's: a person decides.

    ``in_doubt`` says that the message may exist all the same.
    """

    def __init__(self, *, in_doubt: bool) -> None:
        super().__init__("in doubt" if in_doubt else "not created")
        self.in_doubt = in_doubt


@dataclass(frozen=True)
class Message:
    """One message as the provider lists it. ``to`` is a number in the clear."""

    sid: str
    to: str
    sender: str
    body: str | None
    status: str
    error_code: int | None
    created: datetime | None


class _LoopbackClient(TwilioHttpClient):
    """Sends what the library would send to the provider to the settings' host instead."""

    def __init__(self, base_url: str) -> None:
        quiet = logging.getLogger("eenmalig.cleartext.sending.twilio.http")
        quiet.setLevel(logging.CRITICAL)
        super().__init__(timeout=TIMEOUT_SECONDS, logger=quiet)
        self.session.trust_env = False
        self._base_url = base_url

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        """Make one request; redirects are refused by the library's default."""
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return super().request(method, f"{self._base_url}{parts.path}{query}", *args, **kwargs)


class Gateway:
    """The Messages resource of one account."""

    def __init__(self, settings: GatewaySettings) -> None:
        settings.require_loopback()
        self.settings = settings
        # The library's own loggers print recipients at INFO.
        logging.getLogger("twilio").setLevel(logging.WARNING)
        logging.getLogger("urllib3").setLevel(logging.WARNING)
        client = Client(
            settings.account_sid, settings.token, http_client=_LoopbackClient(settings.base_url)
        )
        self._messages = client.api.v2010.account.messages

    def check(self) -> None:
        """List one message. Fails when the gateway refuses us or does not answer."""
        self._again(lambda: self._messages.list(limit=1, page_size=1))

    def create(self, to: str, sender: str, body: str, validity_seconds: int) -> tuple[str, str]:
        """Send one message; return its SID and status.

        Raises one of this module's four errors; only ``NotProcessedError`` may lead to another
        call for the same recipient.
        """
        try:
            made = self._messages.create(
                to=to, from_=sender, body=body, validity_period=validity_seconds
            )
            answer = str(made.sid or ""), str(made.status)
        except (TwilioRestException, TwilioServiceException) as error:
            failure = _meaning(error.status, _code(error.code))
        except requests.ConnectTimeout:
            failure = NotProcessedError()
        except requests.ConnectionError as error:
            failure = NotProcessedError() if _never_connected(error) else InDoubtError()
        except Exception:  # noqa: BLE001 - whatever it was, the call may have been processed
            failure = InDoubtError()
        else:
            if _SID.fullmatch(answer[0]):
                return answer
            failure = InDoubtError()
        # Raised out here, so that no traceback carries the provider's text along.
        raise failure

    def messages(self, sender: str) -> Iterator[Message]:
        """Yield all messages from a sender, page by page of up to 1,000."""
        seen: set[str] = set()
        page = self._again(lambda: self._messages.page(from_=sender, page_size=PAGE_SIZE))
        while page is not None:
            messages = self._again(partial(_messages_of, page))
            fresh = [each for each in messages if each.sid not in seen]
            seen.update(each.sid for each in fresh)
            yield from fresh
            # A page with nothing new would lead round in a circle for ever.
            page = self._again(page.next_page) if fresh else None

    def delete(self, sid: str) -> bool:
        """Delete a message; return False when the provider has not finished with it yet."""

        def call() -> bool:
            try:
                self._messages(sid).delete()
            except TwilioException as error:
                if _status(error) == HTTPStatus.NOT_FOUND:
                    return True
                if getattr(error, "code", None) == UNFINISHED_CODE:
                    return False
                raise
            return True

        return bool(self._again(call))

    def absent(self, sid: str) -> bool:
        """Read back: whether the provider no longer knows a message."""

        def call() -> bool:
            try:
                self._messages(sid).fetch()
            except TwilioException as error:
                if _status(error) == HTTPStatus.NOT_FOUND:
                    return True
                raise
            return False

        return bool(self._again(call))

    def _again(self, call: Callable[[], Any]) -> Any:
        """Make an idempotent call up to six times. Fails with our own words, never theirs."""
        again = Retrying(
            retry=retry_if_exception_type((_TryAgainError, requests.RequestException, OSError)),
            wait=wait_exponential_jitter(multiplier=0.2, max=5),
            stop=stop_after_attempt(6),
            reraise=True,
        )
        try:
            return again(_translated, call)
        except (_TryAgainError, requests.RequestException, OSError):
            raise EenmaligError(Code.GATEWAY_UNREACHABLE) from None


class _TryAgainError(Exception):
    pass


def _translated(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except TwilioException as error:
        status = _status(error)
        if status in _REFUSALS:
            raise EenmaligError(Code.GATEWAY_REFUSED, f"status {status}") from None
        raise _TryAgainError from None
    except (ValueError, AttributeError, TypeError, KeyError):  # an answer that is no message
        raise _TryAgainError from None


def _status(error: TwilioException) -> int | None:
    """Return the HTTP status. A list's error is no REST error: it carries the bare response."""
    if isinstance(error, (TwilioRestException, TwilioServiceException)):
        return int(error.status)
    response = error.args[1] if len(error.args) > 1 else None
    return getattr(response, "status_code", None)


def _meaning(status: object, code: int | None) -> Exception:
    """Return what a refusal to create a message means for us."""
    if status in (HTTPStatus.BAD_REQUEST, RATE_LIMITED) and code in STOP_CODES:
        return StopSendingError(in_doubt=False)
    if status == RATE_LIMITED:
        return NotProcessedError()
    if status == HTTPStatus.BAD_REQUEST:
        return RecipientRefusedError(code or 0)
    if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return StopSendingError(in_doubt=False)
    if status in _UNEXPECTED:
        return StopSendingError(in_doubt=True)
    return InDoubtError()


def _code(value: object) -> int | None:
    """Return an error code of the provider's; anything else could hide a phone number."""
    try:
        code = int(str(value))
    except ValueError:
        return None
    return code if code in _CODES else None


def _messages_of(page: Any) -> list[Message]:
    return [_message(each) for each in page]


def _message(listed: Any) -> Message:
    return Message(
        sid=str(listed.sid),
        to=str(listed.to),
        sender=str(listed.from_),
        body=listed.body,
        status=str(listed.status),
        error_code=_code(listed.error_code),
        created=listed.date_created,
    )


def _never_connected(error: requests.ConnectionError) -> bool:
    """Whether no connection was made at all, so that nothing can have been processed."""
    cause = error.args[0] if error.args else None
    return isinstance(getattr(cause, "reason", None), NewConnectionError)
