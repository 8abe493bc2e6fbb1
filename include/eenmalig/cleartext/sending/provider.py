"""What sending asks of a provider, and what a provider's answers mean for us.

A provider is whoever gives the five calls of ``Provider``. Sending, delivery reports and deletion
know nothing else of it; ``twilio`` speaks to the one there is.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple, Protocol

from eenmalig.domain.delivery import RATE_LIMITED, RECIPIENTS_OWN, STOP_CODES

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from datetime import datetime


@dataclass(frozen=True)
class ListedMessage:
    """One message as the provider lists it. ``to`` is a number in the clear, or a part of one.

    A ``body``, a ``sender`` or a moment may be missing: providers can be told not to keep them.
    """

    sid: str
    to: str
    sender: str
    body: str | None
    status: str
    error_code: int | None
    created: datetime | None


class Provider(Protocol):
    """The messages of one account at a provider.

    Every call but ``create`` may be made again, and fails with ``GATEWAY_REFUSED`` when the
    provider refuses us and with ``GATEWAY_UNREACHABLE`` when it does not answer as it should.
    """

    def check(self) -> None:
        """Make a call that changes nothing. Fails when the provider refuses us or is away."""

    def create(self, to: str, sender: str, body: str, validity_seconds: int) -> tuple[str, str]:
        """Send one message; return its id (SID) and status.

        Raises ``NotProcessedError``, ``InDoubtError``, ``RecipientRefusedError`` or
        ``StopSendingError``; only the first may lead to another call for the same recipient.
        """

    def messages(self, sender: str) -> Iterator[ListedMessage]:
        """Yield all messages from a sender, or without one, that the provider lists, each once."""

    def delete(self, sid: str) -> bool:
        """Delete a message; return False when the provider has not finished with it yet."""

    def absent(self, sid: str) -> bool:
        """Read back: whether the provider itself says that it does not know a message."""


class Unprocessed(StrEnum):
    """Why the provider surely did not process a call, in words for a log."""

    TOO_BUSY = "it is too busy"
    NO_CONNECTION = "no connection can be made"
    NO_ANSWER = "it does not answer"


class NotProcessedError(Exception):
    """The provider surely did not process the call: it is safe to make again after waiting.

    ``asked`` is for how many seconds it asked us to wait, 0 when it did not say.
    """

    def __init__(self, why: Unprocessed, asked: float = 0.0) -> None:
        super().__init__(str(why))
        self.why = why
        self.asked = asked


class InDoubtError(Exception):
    """Nobody knows whether the provider accepted: never make this call again."""


class RecipientRefusedError(Exception):
    """The provider created no message for this recipient: final under "once"."""

    def __init__(self, code: int) -> None:
        super().__init__(f"provider's code {code}")
        self.code = code


class StopSendingError(Exception):
    """The provider refuses for a reason that is not the recipient's: a person decides.

    ``code`` is the provider's, None when it gave none. ``in_doubt`` says that the message may exist
    all the same.
    """

    def __init__(self, code: int | None, *, in_doubt: bool) -> None:
        super().__init__("in doubt" if in_doubt else "not created")
        self.code = code
        self.in_doubt = in_doubt


class Meaning(Enum):
    """What a refusal to create a message means for us."""

    NOT_PROCESSED = auto()
    RECIPIENT_REFUSED = auto()
    STOP = auto()
    STOP_IN_DOUBT = auto()
    IN_DOUBT = auto()


class RefusalRule(NamedTuple):
    """A row of the table below. ``codes`` are the provider's own; None stands for any or none."""

    statuses: Container[object]
    codes: Container[int | None] | None
    meaning: Meaning


# The first row that fits counts. What no row names, such as any status from 500, is in doubt.
REFUSALS = (
    RefusalRule((HTTPStatus.BAD_REQUEST,), RECIPIENTS_OWN, Meaning.RECIPIENT_REFUSED),
    RefusalRule((RATE_LIMITED,), STOP_CODES, Meaning.STOP),
    RefusalRule((RATE_LIMITED,), None, Meaning.NOT_PROCESSED),
    RefusalRule(
        (HTTPStatus.BAD_REQUEST, HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN), None, Meaning.STOP
    ),
    # Something else than the provider may have answered these.
    RefusalRule(
        (HTTPStatus.NOT_FOUND, HTTPStatus.METHOD_NOT_ALLOWED, HTTPStatus.GONE),
        None,
        Meaning.STOP_IN_DOUBT,
    ),
)
# By these every other call is refused for good; after any other failure it is made again. To delete
# or read back a message that the provider itself says it does not know is no refusal.
REFUSES_US = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)


def meaning_of(status: object, code: int | None) -> Meaning:
    """Return what a refusal with this HTTP status and provider's code means."""
    for refusal in REFUSALS:
        if status in refusal.statuses and (refusal.codes is None or code in refusal.codes):
            return refusal.meaning
    return Meaning.IN_DOUBT


def refusal_error(status: object, code: int | None, asked: float = 0.0) -> Exception:
    """Return the one of the four errors by which a refusal is told to whoever sends.

    ``asked`` is for how many seconds the provider asked us to wait.
    """
    match meaning_of(status, code):
        case Meaning.NOT_PROCESSED:
            return NotProcessedError(Unprocessed.TOO_BUSY, asked)
        case Meaning.RECIPIENT_REFUSED:
            return RecipientRefusedError(code or 0)
        case Meaning.STOP:
            return StopSendingError(code, in_doubt=False)
        case Meaning.STOP_IN_DOUBT:
            return StopSendingError(code, in_doubt=True)
        case Meaning.IN_DOUBT:
            return InDoubtError()
