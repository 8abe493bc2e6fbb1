"""What the provider's statuses and error codes mean for us, as tables."""

from __future__ import annotations

from enum import StrEnum


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


# https://www.twilio.com/docs/messaging/api/message-resource, message status values
FINAL = {
    "delivered": Outcome.DELIVERED,
    "read": Outcome.DELIVERED,
    "undelivered": Outcome.FAILED,
    "failed": Outcome.FAILED,
    "canceled": Outcome.FAILED,
}

# Full queue, expired validity, daily cap: not this recipient's fault, so a person decides.
STOP_CODES = frozenset({21611, 30001, 30036, 63038})
RATE_LIMITED = 429
UNFINISHED_CODE = 20009
# https://www.twilio.com/docs/api/errors/20404: there is no such resource.
NOT_FOUND_CODE = 20404


def outcome_of(attempt: Attempt | None, status: str | None) -> Outcome:
    """Return the outcome of a recipient with this attempt and last known status."""
    if attempt is None:
        return Outcome.NOT_SENT
    if attempt is Attempt.REFUSED:
        return Outcome.FAILED
    if attempt is Attempt.ACCEPTED:
        return FINAL.get(status or "", Outcome.UNKNOWN)
    return Outcome.UNKNOWN
