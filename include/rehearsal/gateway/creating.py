"""What a create request must hold, in the order in which Twilio complains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rehearsal.gateway.answers import RefusedError
from rehearsal.gateway.messages import Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST_BODY = 1600
LONGEST_VALIDITY = 36_000
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_DUTCH_LENGTH = re.compile(r"\+31\d{9}")
_DUTCH_MOBILE = re.compile(r"\+316[1-58]\d{7}")
_DUTCH_UNUSED = re.compile(r"\+316[0679]")
_WORD_SENDER = re.compile(r"(?=.*[A-Za-z])[A-Za-z0-9 +_&-]{1,11}")
_SHORT_CODE = re.compile(r"\d{3,6}")


def wanted(form: Mapping[str, str]) -> Wanted:
    """Return the message asked for. Raises RefusedError with Twilio's code."""
    recipient, sender = form.get("To", "").strip(), form.get("From", "").strip()
    service, body = form.get("MessagingServiceSid", "").strip(), form.get("Body", "")
    if not recipient:
        raise RefusedError(21604)
    if not (sender or service):
        raise RefusedError(21603)
    if not body.strip():
        raise RefusedError(21602)
    if len(body) > LONGEST_BODY:
        raise RefusedError(21617)
    if sender and not any(kind.fullmatch(sender) for kind in (_WORD_SENDER, _E164, _SHORT_CODE)):
        raise RefusedError(21212)
    _check_recipient(recipient)
    return Wanted(recipient, sender or None, service or None, body, _validity(form))


def _check_recipient(recipient: str) -> None:
    if not _E164.fullmatch(recipient):
        raise RefusedError(21211)
    if not recipient.startswith("+31") or _DUTCH_MOBILE.fullmatch(recipient):
        return
    if not _DUTCH_LENGTH.fullmatch(recipient) or _DUTCH_UNUSED.match(recipient):
        raise RefusedError(21211)
    raise RefusedError(21614)


def _validity(form: Mapping[str, str]) -> int:
    asked = form.get("ValidityPeriod", str(LONGEST_VALIDITY))
    if not asked.isascii() or not asked.isdigit() or not 1 <= int(asked) <= LONGEST_VALIDITY:
        raise RefusedError(20001)
    return int(asked)
