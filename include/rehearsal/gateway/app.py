"""What the gateway does with one request. Knows no sockets; see server for those."""

from __future__ import annotations

import base64
import hmac
import secrets
import time
from collections import deque
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from rehearsal.gateway.answers import Manner, RefusedError, Reply, refusal
from rehearsal.gateway.creating import wanted
from rehearsal.gateway.faults import AFTER_ACCEPTING, BEFORE_ACCEPTING, ELSEWHERE, Fault
from rehearsal.gateway.listing import listing, page_json
from rehearsal.gateway.messages import API_VERSION, CANCELLABLE, accepted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rehearsal.gateway.faults import Faults
    from rehearsal.gateway.messages import Message, Wanted
    from rehearsal.gateway.store import Store

ADMIN = "/_rehearsal"
# Where there is nothing of Twilio's, its own form of "not found" does not come either.
NOWHERE = Reply(HTTPStatus.NOT_FOUND)
BREAK = Reply(HTTPStatus.OK, manner=Manner.BREAK)
HANG = Reply(HTTPStatus.OK, manner=Manner.HANG)
_OUTCOMES: Mapping[Fault, Reply] = {
    Fault.TOO_MANY_REQUESTS: refusal(20429),
    Fault.HANG_WITHOUT_ACCEPT: HANG,
    Fault.BREAK_WITHOUT_ACCEPT: BREAK,
    Fault.ERROR_500_WITHOUT_ACCEPT: refusal(20500),
    Fault.SENDER_REFUSED: refusal(21606),
    Fault.OPTED_OUT: refusal(21610),
    Fault.INVALID_TO: refusal(21211),
    Fault.ACCEPT_THEN_BREAK: BREAK,
    Fault.ERROR_500_AFTER_ACCEPT: refusal(20500),
    Fault.HANG_AFTER_ACCEPT: HANG,
    Fault.ELSEWHERE_TOO_MANY_REQUESTS: refusal(20429),
    Fault.ELSEWHERE_ERROR_500: refusal(20500),
}


@dataclass(frozen=True)
class Request:
    """One HTTP request, read in full; ``query`` and ``form`` hold each key's last value."""

    method: str
    path: str
    query: Mapping[str, str]
    form: Mapping[str, str]
    authorization: str


class StandIn:
    """One account at the stand-in: its credentials, its messages and its faults."""

    def __init__(self, account_sid: str, token: str, store: Store, faults: Faults) -> None:
        self.account_sid = account_sid
        self.store = store
        self.faults = faults
        credentials = base64.b64encode(f"{account_sid}:{token}".encode()).decode()
        self._authorization = f"Basic {credentials}"
        self._base = f"/{API_VERSION}/Accounts/{account_sid}/Messages"
        self._forwarded = 0.0
        self._creates: deque[float] = deque()

    def answer(self, request: Request) -> Reply:
        """Return the answer to ``request``, faults included."""
        if not hmac.compare_digest(request.authorization.encode(), self._authorization.encode()):
            return refusal(20003)
        try:
            reply = self._routed(request)
        except RefusedError as refused:
            return refusal(refused.code)
        return self._telling_when(reply)

    def now(self) -> float:
        """Return the gateway's clock, in seconds since 1970; it can be put forward."""
        return time.time() + self._forwarded

    def _telling_when(self, reply: Reply) -> Reply:
        """Return the reply; one to too many requests says when to come back, if the pace does."""
        seconds = self.faults.pace.retry_after_seconds
        if reply.status != HTTPStatus.TOO_MANY_REQUESTS or not seconds:
            return reply
        return replace(reply, headers={"Retry-After": f"{seconds:.0f}"})

    def _routed(self, request: Request) -> Reply:
        method, path = request.method, request.path
        if path.startswith(ADMIN):
            return self._admin(request)
        if path == f"{self._base}.json" and method == "POST":
            return self._create(request.form)
        with self.store.lock:
            struck = self.faults.strike(ELSEWHERE, "", self.store.bump("requests_elsewhere"))
        if struck:
            return _OUTCOMES[struck]
        if path == f"{self._base}.json":
            return self._list(request) if method == "GET" else refusal(20004)
        sid = path.removeprefix(f"{self._base}/").removesuffix(".json")
        if path != f"{self._base}/{sid}.json":
            return refusal(20404) if path.startswith(f"/{API_VERSION}/") else NOWHERE
        return self._one(method, sid, request.form)

    def _create(self, form: Mapping[str, str]) -> Reply:
        with self.store.lock:
            nth = self.store.bump("posts")
            if self._too_fast():
                self.store.bump("throttled")
                return refusal(20429)
            try:
                asked = wanted(form)
            except RefusedError:
                self.store.bump("refused")
                raise
            struck = self.faults.strike(BEFORE_ACCEPTING, asked.recipient, nth)
            if struck:
                self._count_refusal(struck)
                return _OUTCOMES[struck]
            return self._accept(asked)

    def _accept(self, asked: Wanted) -> Reply:
        nth, now = self.store.bump("accepted"), self.now()
        sid = f"SM{secrets.token_hex(16)}"
        fate = self.faults.fate(asked.recipient, nth)
        message = accepted(asked, fate, sid=sid, account_sid=self.account_sid, now=now)
        self.store.add(message)
        struck = self.faults.strike(AFTER_ACCEPTING, asked.recipient, nth)
        return _OUTCOMES[struck] if struck else Reply(HTTPStatus.CREATED, message.as_json(now))

    def _count_refusal(self, struck: Fault) -> None:
        if struck is Fault.TOO_MANY_REQUESTS:
            self.store.bump("throttled")
        elif struck in {Fault.SENDER_REFUSED, Fault.OPTED_OUT, Fault.INVALID_TO}:
            self.store.bump("refused")

    def _too_fast(self) -> bool:
        limit, now = self.faults.pace.creates_per_second, time.monotonic()
        if not limit:
            return False
        while self._creates and self._creates[0] <= now - 1:
            self._creates.popleft()
        if len(self._creates) >= limit:
            return True
        self._creates.append(now)
        return False

    def _list(self, request: Request) -> Reply:
        asked, now, pace = listing(request.query), self.now(), self.faults.pace
        time.sleep(pace.list_delay_seconds)
        for sid in (asked.selection.after, asked.selection.before):
            if sid is not None and self.store.place(sid) is None:
                raise RefusedError(20001)
        messages = self.store.page(
            asked.selection, now=now, lag=pace.list_lag_seconds, size=asked.size + 1
        )
        return Reply(HTTPStatus.OK, page_json(asked, messages, f"{self._base}.json", now))

    def _one(self, method: str, sid: str, form: Mapping[str, str]) -> Reply:
        with self.store.lock:
            message, now = self.store.get(sid), self.now()
            if message is None:
                return refusal(20404)
            if method == "GET":
                return Reply(HTTPStatus.OK, message.as_json(now))
            if method == "DELETE":
                return self._delete(message, now)
            return self._change(message, form, now)

    def _delete(self, message: Message, now: float) -> Reply:
        if not message.finished(now):
            self.store.bump("deletes_refused")
            return refusal(20009)
        self.store.delete(message.sid)
        self.store.bump("deleted")
        return Reply(HTTPStatus.NO_CONTENT)

    def _change(self, message: Message, form: Mapping[str, str], now: float) -> Reply:
        if form.get("Status") == "canceled":
            if message.status(now) not in CANCELLABLE:
                return refusal(30409)
            self.store.cancel(message.sid, now)
            return Reply(HTTPStatus.OK, replace(message, canceled=now).as_json(now))
        if form.get("Body") != "":
            return refusal(20001)
        if not message.finished(now):
            return refusal(20009)
        self.store.redact(message.sid, now)
        return Reply(HTTPStatus.OK, replace(message, body="", redacted=now).as_json(now))

    def _admin(self, request: Request) -> Reply:
        """Answer for the demo and the tests: counts, and the clock. Never a number."""
        if (request.method, request.path) == ("GET", f"{ADMIN}/counts"):
            struck = {str(fault): n for fault, n in sorted(self.faults.struck.items())}
            return Reply(HTTPStatus.OK, {**self.store.counts(), "faults": struck})
        if (request.method, request.path) == ("POST", f"{ADMIN}/forward"):
            self._forwarded += float(request.form.get("seconds", "0"))
            return Reply(HTTPStatus.OK, {"forwarded_seconds": self._forwarded})
        return refusal(20404)
