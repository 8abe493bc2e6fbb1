"""What the provider's statuses and error codes mean for us, as tables."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


class Outcome(StrEnum):
    """What became of a recipient; each has one."""

    DELIVERED = "delivered"
    FAILED = "failed"
    UNKNOWN = "unknown"
    NOT_SENT = "not_sent"


class Attempt(StrEnum):
    """What we know of the one attempt to send to a recipient."""

    ATTEMPTING = "attempting"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    IN_DOUBT = "in_doubt"


class EarlyEnd(StrEnum):
    """Why sending ended before everybody was tried."""

    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    WINDOW_CLOSED = "window_closed"
    DEADLINE_NEAR = "deadline_near"
    GATEWAY_REFUSES = "gateway_refuses"
    GATEWAY_UNRELIABLE = "gateway_unreliable"
    SAME_REFUSAL = "same_refusal"


# https://www.twilio.com/docs/messaging/api/message-resource, message status values
FINAL = {
    "delivered": Outcome.DELIVERED,
    "read": Outcome.DELIVERED,
    "undelivered": Outcome.FAILED,
    "failed": Outcome.FAILED,
    "canceled": Outcome.FAILED,
}

# What is wrong with this one recipient, so that the next may be sent to. No other code is: the
# provider makes new ones, and most are the account's, the sender's or the text's.
# https://www.twilio.com/en-us/changelog/updates-to-the-error-code-dictionary-to-clarify-number-validatio
RECIPIENTS_OWN = frozenset(
    {
        21211,  # no valid number: https://www.twilio.com/docs/api/errors/21211
        21265,  # a short code: https://www.twilio.com/docs/api/errors/21265
        21610,  # wants no messages: https://www.twilio.com/docs/api/errors/21610
        21614,  # no mobile: https://www.twilio.com/docs/api/errors/21614
        21635,  # a landline: https://www.twilio.com/docs/api/errors/21635
    }
)
# Full queue, expired validity, daily cap: waiting does not help, so a person decides.
STOP_CODES = frozenset({21611, 30001, 30036, 63038})
# So many recipients refused for the same reason, one after another, have that reason in common with
# all others: the sender, the account, the text. Fewer will do while nobody was accepted.
MANY_ALIKE, ALIKE_WITH_NOBODY_ACCEPTED = 10, 5
RATE_LIMITED = 429
UNFINISHED_CODE = 20009
# https://www.twilio.com/docs/api/errors/20404: there is no such resource.
NOT_FOUND_CODE = 20404


def refused_alike(answers: Sequence[int | None], *, anybody_accepted: bool) -> int | None:
    """Return the code by which too many recipients were refused in a row, or None.

    ``answers`` are the provider's last clear ones, newest first: a refusal's code, None for a
    message that was accepted. What is in doubt is no answer.
    """
    enough = MANY_ALIKE if anybody_accepted else ALIKE_WITH_NOBODY_ACCEPTED
    newest = answers[:enough]
    return newest[0] if len(newest) == enough and len(set(newest)) == 1 else None


def outcome_of(attempt: Attempt | None, status: str | None) -> Outcome:
    """Return the outcome of a recipient with this attempt and last known status."""
    if attempt is None:
        return Outcome.NOT_SENT
    if attempt is Attempt.REFUSED:
        return Outcome.FAILED
    if attempt is Attempt.ACCEPTED:
        return FINAL.get(status or "", Outcome.UNKNOWN)
    return Outcome.UNKNOWN
