"""How the gateway misbehaves: one table of faults, each with a rule that says whom it strikes."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from rehearsal.gateway.messages import Fate

if TYPE_CHECKING:
    from collections.abc import Mapping


class Fault(StrEnum):
    """What can go wrong. Where two would strike the same request, the first listed does."""

    TOO_MANY_REQUESTS = "too_many_requests"
    HANG_WITHOUT_ACCEPT = "hang_without_accept"
    BREAK_WITHOUT_ACCEPT = "break_without_accept"
    ERROR_500_WITHOUT_ACCEPT = "error_500_without_accept"
    SENDER_REFUSED = "sender_refused"
    OPTED_OUT = "opted_out"
    INVALID_TO = "invalid_to"
    ACCEPT_THEN_BREAK = "accept_then_break"
    ERROR_500_AFTER_ACCEPT = "error_500_after_accept"
    HANG_AFTER_ACCEPT = "hang_after_accept"
    RECEIPT_NEVER = "receipt_never"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    ELSEWHERE_TOO_MANY_REQUESTS = "elsewhere_too_many_requests"
    ELSEWHERE_ERROR_500 = "elsewhere_error_500"


BEFORE_ACCEPTING = (
    Fault.TOO_MANY_REQUESTS,
    Fault.HANG_WITHOUT_ACCEPT,
    Fault.BREAK_WITHOUT_ACCEPT,
    Fault.ERROR_500_WITHOUT_ACCEPT,
    Fault.SENDER_REFUSED,
    Fault.OPTED_OUT,
    Fault.INVALID_TO,
)
AFTER_ACCEPTING = (
    Fault.ACCEPT_THEN_BREAK,
    Fault.ERROR_500_AFTER_ACCEPT,
    Fault.HANG_AFTER_ACCEPT,
)
FATES = (Fault.RECEIPT_NEVER, Fault.UNDELIVERED, Fault.FAILED)
ELSEWHERE = (Fault.ELSEWHERE_TOO_MANY_REQUESTS, Fault.ELSEWHERE_ERROR_500)

_UNDELIVERED_CODES = (30003, 30005, 30006, 30008)


@dataclass(frozen=True)
class Rule:
    """Whom a fault strikes.

    ``share`` of the numbers, drawn from the seed so that a number always has the same luck;
    or the ``nth`` request, counted from 1: create requests for faults before accepting,
    accepted messages for those after it and for fates, all other requests for the last two.
    ``times`` is how often one number is struck at most; None is every time.
    """

    share: float = 0.0
    nth: frozenset[int] = frozenset()
    times: int | None = None


@dataclass(frozen=True)
class Pace:
    """How long things take, in seconds; ``creates_per_second`` 0 is without limit.

    ``retry_after_seconds`` is what every answer says to which too many were asked; 0 says nothing.
    """

    queued_seconds: float = 0.3
    sending_seconds: float = 0.3
    receipt_seconds: float = 1.0
    list_lag_seconds: float = 0.0
    list_delay_seconds: float = 0.0
    hang_seconds: float = 600.0
    creates_per_second: float = 0.0
    retry_after_seconds: float = 0.0


@dataclass
class Faults:
    """The rules of one run of the gateway, and what they struck so far."""

    seed: str
    rules: Mapping[Fault, Rule] = field(default_factory=dict)
    pace: Pace = field(default_factory=Pace)
    struck: Counter[Fault] = field(default_factory=Counter)
    _met: Counter[tuple[Fault, str]] = field(default_factory=Counter)

    def strike(self, among: tuple[Fault, ...], number: str, nth: int) -> Fault | None:
        """Return the first fault of ``among`` that strikes this request, and remember it."""
        for fault in among:
            if self._strikes(fault, number, nth):
                self.struck[fault] += 1
                return fault
        return None

    def fate(self, number: str, nth: int) -> Fate:
        """Return what will become of the message accepted as the ``nth``, for ``number``."""
        pace, fault = self.pace, self.strike(FATES, number, nth)
        receipt = pace.receipt_seconds * (0.5 + self._luck("receipt", number))
        code = _UNDELIVERED_CODES[int(self._luck("code", number) * len(_UNDELIVERED_CODES))]
        waiting = pace.queued_seconds, pace.sending_seconds
        if fault is Fault.RECEIPT_NEVER:
            return Fate(*waiting, receipt_seconds=None)
        if fault is not None:
            return Fate(*waiting, receipt, final_status=str(fault), error_code=code)
        return Fate(*waiting, receipt)

    def _strikes(self, fault: Fault, number: str, nth: int) -> bool:
        rule = self.rules.get(fault)
        if rule is None:
            return False
        if nth not in rule.nth and self._luck(fault, number) >= rule.share:
            return False
        self._met[fault, number] += 1
        return rule.times is None or self._met[fault, number] <= rule.times

    def _luck(self, what: str, number: str) -> float:
        """Return a figure from 0 up to 1 that depends on the seed, on what and on the number."""
        drawn = hashlib.blake2b(f"{self.seed}:{what}:{number}".encode(), digest_size=6).digest()
        return int.from_bytes(drawn) / 2**48
