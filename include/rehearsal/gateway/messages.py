"""One message: its life is fixed when it is accepted, its status follows from the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING

from rehearsal.gateway.answers import DELIVERY_ERRORS
from rehearsal.gateway.segments import segments

if TYPE_CHECKING:
    from rehearsal.gateway.answers import Body

API_VERSION = "2010-04-01"
FINISHED = frozenset({"sent", "delivered", "undelivered", "failed", "canceled"})
CANCELLABLE = frozenset({"accepted", "queued"})


@dataclass(frozen=True)
class Message:
    """Moments are seconds since 1970 (UTC). ``sent`` or ``final`` is None where it never comes."""

    sid: str
    account_sid: str
    recipient: str
    sender: str | None
    service_sid: str | None
    body: str
    segments: int
    created: float
    sending: float
    sent: float | None
    final: float | None
    final_status: str
    error_code: int | None
    redacted: float | None = None
    canceled: float | None = None

    def status(self, now: float) -> str:
        """Return Twilio's word for the message's state at ``now``."""
        if self.canceled is not None:
            return "canceled"
        if self.final is not None and now >= self.final:
            return self.final_status
        if self.sent is not None and now >= self.sent:
            return "sent"
        if now >= self.sending:
            return "sending"
        return "accepted" if self.service_sid else "queued"

    def finished(self, now: float) -> bool:
        """Whether it may be deleted at ``now``: not while it waits or is being sent."""
        return self.status(now) in FINISHED

    def as_json(self, now: float) -> Body:
        """Return the message as Twilio's API shows it at ``now``."""
        status = self.status(now)
        has_error = status in {"failed", "undelivered"}
        left = self.sent is not None and now >= self.sent and self.canceled is None
        uri = f"/{API_VERSION}/Accounts/{self.account_sid}/Messages/{self.sid}"
        return {
            "account_sid": self.account_sid,
            "api_version": API_VERSION,
            "body": self.body,
            "date_created": _rfc2822(self.created),
            "date_sent": _rfc2822(self.sent) if left else None,
            "date_updated": _rfc2822(self._updated(now)),
            "direction": "outbound-api",
            "error_code": self.error_code if has_error else None,
            "error_message": DELIVERY_ERRORS.get(self.error_code or 0) if has_error else None,
            "from": self.sender,
            "messaging_service_sid": self.service_sid,
            "num_media": "0",
            "num_segments": str(self.segments),
            "price": f"-{0.08 * self.segments:.5f}" if left else None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": self.recipient,
            "uri": f"{uri}.json",
        }

    def _updated(self, now: float) -> float:
        moments = (
            self.created,
            self.sending,
            self.sent,
            self.final,
            self.redacted,
            self.canceled,
        )
        return max(moment for moment in moments if moment is not None and moment <= now)


@dataclass(frozen=True)
class Fate:
    """What will become of a message: waiting times in seconds, and how it ends.

    ``receipt_seconds`` is None where no delivery report ever comes.
    """

    queued_seconds: float
    sending_seconds: float
    receipt_seconds: float | None
    final_status: str = "delivered"
    error_code: int | None = None


@dataclass(frozen=True)
class Wanted:
    """A create request that was found valid."""

    recipient: str
    sender: str | None
    service_sid: str | None
    body: str
    validity_seconds: int


def accepted(wanted: Wanted, fate: Fate, *, sid: str, account_sid: str, now: float) -> Message:
    """Return the message that ``wanted`` becomes, with its whole life laid out."""
    expires = fate.queued_seconds > wanted.validity_seconds
    never_sent = expires or fate.final_status == "failed"
    sending = now + min(fate.queued_seconds, wanted.validity_seconds)
    sent = sending + fate.sending_seconds
    final = None if fate.receipt_seconds is None else sent + fate.receipt_seconds
    if never_sent:
        final = sending if expires else sent
    return Message(
        sid=sid,
        account_sid=account_sid,
        recipient=wanted.recipient,
        sender=wanted.sender,
        service_sid=wanted.service_sid,
        body=wanted.body,
        segments=segments(wanted.body),
        created=now,
        sending=sending,
        sent=None if never_sent else sent,
        final=final,
        final_status="failed" if expires else fate.final_status,
        error_code=30036 if expires else fate.error_code,
    )


def _rfc2822(moment: float | None) -> str | None:
    if moment is None:
        return None
    return format_datetime(datetime.fromtimestamp(int(moment), UTC))
